"""`check --verify-signatures`: the approvals of a site against the signatures of git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.front.desk import NoRecordError
from dispatch.ground.errors import DispatchError
from dispatch.reading.history import signed
from dispatch.rules import signing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site


class NoSignersError(DispatchError):
    """Nobody's key is known."""

    key = "no-signers"


class NoSignerToolError(DispatchError):
    """The program that checks signatures is not there."""

    key = "no-signer-tool"


def approvals(root: Path, site: Site) -> tuple[Diagnostic, ...]:
    """Return which approvals no signature of their person bears out."""
    stated = {name: signed.plain_key(key) for name, key in site.organisation.signers.items()}
    if not stated:
        raise NoSignersError
    changes = signed.last_changes(root)
    if changes is None:
        raise NoRecordError(path=root.name)
    keys = {name: key for name, key in stated.items() if key}
    made = ((entry.origin.path, _commit(root, entry, changes)) for entry in signing.approved(site))
    commits = {path: commit for path, commit in made if commit}
    signatures = signed.signatures(root, commits.values(), keys)
    if signatures is None:
        raise NoSignerToolError(tool=signed.TOOL)
    bad = signing.bad_keys(site, sorted(set(stated) - set(keys)))
    return (*bad, *signing.unsigned(site, keys, commits, signatures))


def _commit(root: Path, entry: Entry, changes: Mapping[tuple[str, str], str]) -> str:
    """Return the commit that made a file what it is; empty where none did."""
    path = entry.origin.path
    like = next((blob for _, blob in changes), "")
    names = signed.versions_of(root, path, like=like)
    return next((changes[path, name] for name in names if (path, name) in changes), "")
