"""Family P: that nobody reads what is not for them, whether on a board or on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.values import Channel
from dispatch.model.values import Scope
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import DOWN
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Entry
    from dispatch.model.values import Origin
    from dispatch.rules.register import Register


@rule(
    "P001",
    "board-readers-outside-scope",
    clause="中国共产党党务公开条例（试行）：公开范围；内容格式 1：readers",
    samples=(sample(other="boards: [hall]"), sample(other="boards: [corridor]")),
)
def board_readers_outside_scope(register: Register) -> Iterator[Finding]:
    """A board is read by more people than the item is for.

    What is for the unit would hang where every visitor passes.
    """
    for item in register.site.catalogue.items:
        for index, name in enumerate(item.boards):
            yield from _too_wide(register, item.scope, name, (item.origin, ("boards", index)))
    for entry, item in register.under_items():
        for index, name in enumerate(entry.boards or ()):
            yield from _too_wide(register, item.scope, name, (entry.origin, ("boards", index)))
    for posting in register.site.postings:
        entry_posted = register.entries.get(posting.entry)
        item_posted = register.site.items.get(entry_posted.item) if entry_posted else None
        if (
            entry_posted
            and item_posted
            and posting.board not in register.site.boards_of(entry_posted)
        ):
            spot = (posting.origin, ("board",))
            yield from _too_wide(register, item_posted.scope, posting.board, spot)


def _too_wide(
    register: Register, scope: Scope, name: str, spot: tuple[Origin, tuple[str | int, ...]]
) -> Iterator[Finding]:
    board = register.boards.get(name)
    if board and not scope.covers(board.readers):
        place = register.at(spot[0], *spot[1])
        yield finding(place, scope.value, board=board.name, readers=board.readers.value)


@rule(
    "P002",
    "web-channel-outside-society",
    clause="中国共产党党务公开条例（试行）：公开范围；内容格式 1：channels、scope",
    samples=(sample(inner="channels: [web, board]"), sample(inner="channels: [board]")),
)
def web_channel_outside_society(register: Register) -> Iterator[Finding]:
    """An item has the web among its channels, and is not for society.

    On the web everybody reads; one of the two is wrong, and nobody can tell which.
    """
    for item in register.site.catalogue.items:
        if Channel.WEB in item.channels and item.scope is not Scope.SOCIETY:
            index = item.channels.index(Channel.WEB)
            place = register.at(item.origin, "channels", index)
            yield finding(place, item.scope.value, item=item.code)


@rule(
    "P003",
    "public-feedback-on-hidden-entry",
    clause="公开范围：网上只有向社会公开的内容",
    samples=(
        sample(feedback="about: 2026-0002"),
        sample(feedback="about: 2026-0002\npublic: false"),
    ),
)
def public_feedback_on_hidden_entry(register: Register) -> Iterator[Finding]:
    """An opinion is marked public, and the entry it is about is not on the web.

    Question and answer would tell what the entry may not. What comes in after the day is not
    shown on it, and is left for its own.
    """
    for each in register.site.feedback:
        entry = register.entries.get(each.about or "")
        if (
            each.public
            and each.received <= register.day
            and entry
            and (entry.id in register.hidden or entry.published > register.day)
        ):
            yield finding(register.at(each.origin, "about"), entry=entry.id)


@rule(
    "P007",
    "hidden-entry-replaces-public-entry",
    clause="公开范围：网上只有向社会公开的内容",
    samples=(
        sample(other="supersedes: 2026-0001", posting=DOWN),
        sample(
            other="supersedes: 2026-0001",
            inner="scope: society\nchannels: [web, board]",
            posting=DOWN,
        ),
    ),
)
def hidden_entry_replaces_public_entry(register: Register) -> Iterator[Finding]:
    """An entry that is not on the web puts right, or takes the place of, one that is.

    On the web the old one goes on to hold, and its readers cannot be told that it does not.
    """
    told = frozenset(each.id for each in register.public if not _gone(register, each))
    for entry in register.site.entries:
        if entry.id in register.hidden and not entry.draft and not _gone(register, entry):
            for key, name in (("corrects", entry.corrects), ("supersedes", entry.supersedes)):
                if name in told:
                    yield finding(register.at(entry.origin, key), entry=name)


def _gone(register: Register, entry: Entry) -> bool:
    return entry.withdrawn is not None and entry.withdrawn.on <= register.day


RULES = (
    board_readers_outside_scope,
    web_channel_outside_society,
    public_feedback_on_hidden_entry,
    hidden_entry_replaces_public_entry,
)
