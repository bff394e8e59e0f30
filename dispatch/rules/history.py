"""Family T, by the record of git: days that the history of the content contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.source import Place
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.reading.history import History
    from dispatch.rules.register import Register


@rule(
    "T014",
    "publication-date-contradicted",
    clause="国办秘函〔2019〕19号：发布日期虚假的单项否决",
    samples=None,
)
def publication_date_contradicted(register: Register) -> Iterator[Finding]:
    """Git knows an entry only from a day later than the day on which it says it was published.

    A faked date is a veto in every inspection. A commit on the day itself is in time. What came
    with the first day of the record may be older than the record and is not judged, nor are
    drafts. What the web never shows may have hung on its board before: that is a warning.
    """
    history = register.history
    if history is None:
        return
    judged = [entry for entry in register.site.entries if not entry.draft]
    if history.shallow and any(each.published < history.began for each in judged):
        yield _weighing(finding(Place("content"), "shallow", since=history.began), Severity.INFO)
    for entry in judged:
        first = history.first.get(entry.origin.path)
        if first is None:
            yield from _uncommitted(register, history, entry)
        elif entry.published < first != history.began:
            yield _contradiction(register, entry, first=first)


def _contradiction(register: Register, entry: Entry, **days: object) -> Finding:
    found = finding(
        register.at(entry.origin, "published"),
        "web" if register.site.on_web(entry) else "board",
        published=entry.published,
        **days,
    )
    return found if found.variant == "web" else _weighing(found, Severity.WARNING)


def _uncommitted(register: Register, history: History, entry: Entry) -> Iterator[Finding]:
    """Return that a commit of today would be too late, while there is time to put it right."""
    if entry.published < register.day != history.began:
        place = register.at(entry.origin, "published")
        params = {"published": entry.published, "today": register.day}
        yield _weighing(finding(place, "uncommitted", **params), Severity.INFO)


def _weighing(found: Finding, severity: Severity) -> Finding:
    return Finding(place=found.place, params=found.params, variant=found.variant, severity=severity)


RULES = (publication_date_contradicted,)
