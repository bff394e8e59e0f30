"""Family P: that nobody reads what is not for them, whether on a board or on the web."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.model.values import Channel
from dispatch.model.values import Scope
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.model.values import Origin
    from dispatch.rules.register import Register

GOOD = Sample()
ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"

_ID = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{4,6}(?![0-9])(?!-[0-9])", re.ASCII)
_LINKED = re.compile(r"\](?:\(|:[ \t]*)<?[^\s<]*$")


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
    "P004",
    "public-entry-names-hidden-entry",
    clause="公开范围：网上只有向社会公开的内容",
    samples=(sample(text="说明见 2026-0002。"), sample(text="说明见公开栏。")),
)
def public_entry_names_hidden_entry(register: Register) -> Iterator[Finding]:
    """Something on the web names an entry that is not: by a reference, or in its words.

    That the entry exists, and what it is about, is already more than its readers may know.
    """
    for entry in register.public:
        for keys, name in _references(entry):
            if name in register.hidden:
                yield finding(register.at(entry.origin, *keys), "reference", entry=name)
    for place, name in _mentions(register):
        yield finding(place, "text", entry=name)


def _references(entry: Entry) -> Iterator[tuple[tuple[str, ...], str | None]]:
    yield ("corrects",), entry.corrects
    yield ("supersedes",), entry.supersedes
    yield ("stage", "of"), entry.stage.of if entry.stage else None


def _mentions(register: Register) -> Iterator[tuple[Place, str]]:
    """Return each id of a hidden entry in what the web shows, with its place."""
    site = register.site
    for entry in register.public:
        for match in _hidden_in(register, entry.body):
            yield site.body_place(entry, match.start()), match[0]
        for keys, text in _words(entry):
            for match in _hidden_in(register, text):
                yield register.at(entry.origin, *keys), match[0]
    for page in site.pages:
        source = site.sources.get(page.origin.path)
        for match in _hidden_in(register, source.text if source else ""):
            if source:
                yield source.place(match.start()), match[0]
    for origin, key, words in _records(register):
        for match in _hidden_in(register, words or ""):
            yield register.at(origin, *key), match[0]


def _hidden_in(register: Register, text: str) -> Iterator[re.Match[str]]:
    """Return where a text names a hidden entry; what links lead to is another rule's matter."""
    for match in _ID.finditer(text):
        if match[0] in register.hidden and not _LINKED.search(text[: match.start()][-80:]):
            yield match


def _words(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key in ("title", "summary", "addressee", "issuer", "number"):
        yield (key,), getattr(entry, key) or ""
    for index, word in enumerate(entry.keywords):
        yield ("keywords", index), word
    for index, attachment in enumerate(entry.attachments):
        yield ("attachments", index, "title"), attachment.title
    if entry.withdrawn:
        yield ("withdrawn", "reason"), entry.withdrawn.reason
    if entry.decision:
        yield ("decision", "record"), entry.decision.record
    yield from _leaves(("elements",), entry.elements)


def _leaves(
    keys: tuple[str | int, ...], value: object
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves((*keys, key), each)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _leaves((*keys, index), each)


def _records(register: Register) -> Iterator[tuple[Origin, tuple[str, ...], str | None]]:
    for each in register.site.feedback:
        if each.public:
            yield each.origin, ("text",), each.text
            yield each.origin, ("answered", "text"), each.answered.text if each.answered else None
    for record in register.site.oversight:
        if record.public:
            yield record.origin, ("title",), record.title
            yield record.origin, ("finding",), record.finding
            yield record.origin, ("note",), record.note


@rule(
    "P005",
    "attachment-shared-with-hidden-entry",
    clause="公开范围：网上只有向社会公开的内容；附件是泄露的主要途径",
    samples=(sample(entry=ATTACHED, other=ATTACHED), sample(entry=ATTACHED)),
)
def attachment_shared_with_hidden_entry(register: Register) -> Iterator[Finding]:
    """A file, or a copy of it, belongs both to an entry on the web and to one that is not.

    Publishing it with the one publishes it for the other.
    """
    guarded: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    for entry in register.site.entries:
        for index, file in enumerate(entry.attachments) if entry.id in register.hidden else ():
            place = register.at(entry.origin, "attachments", index, "file")
            for key in _identities(register, file.file):
                guarded[key].append((place, entry.id))
    for entry in register.public if guarded else ():
        for index, file in enumerate(entry.attachments):
            path, digest = _identities(register, file.file)
            key = path if path in guarded else digest
            for also, hidden in guarded.get(key, ())[:1]:
                place = register.at(entry.origin, "attachments", index, "file")
                yield _shared(place, also, entry=hidden, copy=path not in guarded)


def _identities(register: Register, file: str) -> tuple[str, str]:
    """Return what a file is known by: its path, and the digest of its bytes."""
    attached = register.site.attachments.get(file)
    return f"path {file}", f"digest {attached.digest if attached else file}"


def _shared(place: Place, also: Place, *, entry: str, copy: bool) -> Finding:
    """Return the finding; a copy may be an empty form, so that it is a warning."""
    return Finding(
        place=place,
        params=(("entry", entry),),
        variant="copy" if copy else "",
        severity=Severity.WARNING if copy else None,
        also=also,
    )


RULES = (
    board_readers_outside_scope,
    web_channel_outside_society,
    public_feedback_on_hidden_entry,
    public_entry_names_hidden_entry,
    attachment_shared_with_hidden_entry,
)
