"""L002: that corrections, replacements and withdrawals make one line, whose end holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import DOWN
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That one entry puts right another, or takes its place."""

    key: str
    """corrects or supersedes."""
    new: Entry
    old: Entry


@rule(
    "L002",
    "chain-broken",
    clause="内容格式 1：corrects、supersedes、withdrawn",
    samples=(
        sample(other="item: A-01\ncorrects: 2026-0001\npublished: 2026-10-11", posting=DOWN),
        sample(other="item: A-01\ncorrects: 2026-0001\npublished: 2026-10-13", posting=DOWN),
    ),
)
def chain_broken(register: Register) -> Iterator[Finding]:
    """Corrections, replacements and withdrawals do not make one line that ends in what holds.

    Two entries take one place, a correction comes before what it corrects or is of another matter,
    or it was withdrawn while nothing else puts the old one right: readers cannot tell what holds.
    What goes in a circle, or from the web to what is not on it, has rules of its own.
    """
    links = tuple(_links(register))
    for link in links:
        if not _gone(register, link.new):
            yield from _joint(register, link)
    yield from _forks(register, links)
    yield from _fallen(register, links)


def _links(register: Register) -> Iterator[Link]:
    """Return what is linked, as far as both are known, neither is a draft, and all go forward."""
    ending: set[str] = set()
    for entry in register.entries.values():
        for key, name in (("corrects", entry.corrects), ("supersedes", entry.supersedes)):
            old = register.entries.get(name or "")
            if old and not (entry.draft or old.draft) and _ends(register, entry.id, ending):
                yield Link(key=key, new=entry, old=old)


def _ends(register: Register, name: str | None, ending: set[str]) -> bool:
    """Tell whether the line back from an entry ends, and add what is on the way to those known."""
    path: dict[str, None] = {}
    while name and name not in ending:
        if name in path:
            return False
        path[name] = None
        before = register.entries.get(name)
        name = before.replaces if before else None
    ending.update(path)
    return True


def _gone(register: Register, entry: Entry) -> bool:
    return entry.withdrawn is not None and entry.withdrawn.on <= register.day


def _alike(register: Register, link: Link) -> bool:
    """Tell whether both are for the web, or neither; else the rules of scope have their say."""
    return (link.new.id in register.hidden) == (link.old.id in register.hidden)


def _joint(register: Register, link: Link) -> Iterator[Finding]:
    """Return what does not fit between two entries; the first fault alone."""
    new, old = link.new, link.old
    if new.published < old.published:
        days = {"published": new.published, "before": old.published}
        yield _found(register, link, "early", "", **days)
    elif link.key == "corrects" and new.item != old.item and _alike(register, link):
        yield _found(register, link, "item", mine=new.item, theirs=old.item)
    elif link.key == "corrects" and new.unit != old.unit and _alike(register, link):
        yield _found(register, link, "unit", mine=new.unit, theirs=old.unit)
    elif link.key == "corrects" and old.withdrawn and old.withdrawn.on < new.published:
        found = _found(register, link, "withdrawn", on=old.withdrawn.on)
        yield replace(found, severity=Severity.WARNING)


def _forks(register: Register, links: tuple[Link, ...]) -> Iterator[Finding]:
    """Return each entry that takes a place which another has taken before."""
    takers: defaultdict[str, dict[str, Link]] = defaultdict(dict)
    for link in sorted(links, key=lambda each: (each.new.published, each.new.id)):
        if not _gone(register, link.new):
            takers[link.old.id].setdefault(link.new.id, link)
    for first, *later in (tuple(each.values()) for each in takers.values()):
        for link in later:
            also = register.at(first.new.origin, first.key)
            yield replace(_found(register, link, "fork", first=first.new.id), also=also)


def _fallen(register: Register, links: tuple[Link, ...]) -> Iterator[Finding]:
    """Return each withdrawn correction that leaves what it corrected to hold again."""
    held = {link.old.id for link in links if not _gone(register, link.new)}
    for link in links:
        left = link.old.id not in held and not _gone(register, link.old)
        out = link.new.withdrawn and link.new.withdrawn.on >= link.new.published
        if link.key == "corrects" and left and out and _gone(register, link.new):
            yield _found(register, link, "fallen", "withdrawn")


def _found(
    register: Register, link: Link, variant: str, key: str = "", **params: object
) -> Finding:
    place = register.at(link.new.origin, key or link.key)
    return finding(place, variant, entry=link.old.id, key=link.key, **params)


RULES = (chain_broken,)
