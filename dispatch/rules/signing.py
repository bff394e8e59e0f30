"""Family R, signatures: that who is said to have approved did so by the key that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.reading.history.signed import Signature

APPROVAL_NOT_SIGNED = Rule(
    code="R041",
    name="approval-not-signed",
    severity=Severity.ERROR,
    clause="提出、审核、审批、实施四步，谁审批谁负责；organisation.yaml：signers",
    doc=(
        "The commit that made an entry what it is bears no signature of who approved it.\n\n"
        "Anybody can write a name under `approved`; only its owner has the key. What is changed "
        "after the approval is not approved."
    ),
    origin="asked",
)
RULES = (APPROVAL_NOT_SIGNED,)
SHORT = 10
"""How many digits of the name of a commit are shown."""


def approved(site: Site) -> tuple[Entry, ...]:
    """Return the entries that say who approved them, and are no drafts."""
    return tuple(
        entry
        for entry in site.entries
        if not entry.draft and entry.procedure and entry.procedure.approved
    )


def bad_keys(site: Site, persons: Iterable[str]) -> Iterator[Diagnostic]:
    """Return that what stands as the key of these persons is none."""
    for person in persons:
        yield _told(site, "key", person)


def unsigned(
    site: Site,
    keys: Mapping[str, str],
    commits: Mapping[str, str],
    signatures: Mapping[str, Signature],
) -> Iterator[Diagnostic]:
    """Return which approvals no signature bears out.

    `keys` are the sound ones by person, `commits` by path the one that made the file what it is.
    """
    for entry in approved(site):
        person = _approver(entry)
        commit = commits.get(entry.origin.path, "")
        signature = signatures.get(commit)
        if person not in site.organisation.signers:
            yield _told(site, "unlisted", person, entry)
        elif person not in keys:
            continue
        elif not commit:
            yield _told(site, "uncommitted", person, entry)
        elif signature is None or signature.state != "good":
            variant = signature.state if signature else "bad"
            yield _told(site, variant, person, entry, commit=commit)
        elif signature.by != person:
            yield _told(site, "other", person, entry, commit=commit, by=signature.by)


def _approver(entry: Entry) -> str:
    step = entry.procedure.approved if entry.procedure else None
    return step.by if step else ""


def _told(
    site: Site, variant: str, person: str, entry: Entry | None = None, **said: str
) -> Diagnostic:
    origin = entry.origin if entry else site.organisation.origin
    keys = ("procedure", "approved") if entry else ("signers", person)
    values = {
        "person": _named(site, person),
        "id": person,
        "commit": said.get("commit", "")[:SHORT],
        "by": _named(site, said.get("by", "")),
    }
    return Diagnostic(
        code=APPROVAL_NOT_SIGNED.code,
        place=site.place(origin, *keys),
        params=tuple(sorted((key, value) for key, value in values.items() if value)),
        variant=variant,
    )


def _named(site: Site, name: str) -> str:
    person = site.organisation.person(name)
    return person.name if person else name
