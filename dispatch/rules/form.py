"""Family F: that an entry has the form its item asks for, and the catalogue a form that can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import Periodic
from dispatch.model.catalogue import Staged
from dispatch.model.values import Channel
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import noted
from dispatch.rules.base import rule
from dispatch.rules.base import unfinished
from dispatch.rules.base import unknown
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.rules.register import Register

GOOD = Sample()
NOTICE = "notice: {days: 5, unit: working-day, from: 2026-10-12, to: 2026-10-16}"
CONTACTS = (
    "contacts:\n  - {for: objections, office: 支部委员会, phone: 0000-0000001}\n"
    "  - {for: supervision, office: 机关纪委, phone: 0000-0000002}"
)
QUARTERLY = "limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}"
STAGES = "limit: {type: staged, stages: [{name: 事前}, {name: 事中}, {name: 事后}]}"


@rule(
    "F001",
    "notice-without-period",
    clause="党政领导干部选拔任用工作条例第四十二条；公务员法第三十二条",
    samples=(
        sample(item="kind: notice", entry=CONTACTS),
        sample(item="kind: notice", entry=f"{NOTICE}\n{CONTACTS}"),
    ),
)
def notice_without_period(register: Register) -> Iterator[Finding]:
    """A 公示 does not say from when to when objections are taken.

    The period is what makes a notice out of a statement.
    """
    for entry, item in register.under_items():
        if item.kind is Kind.NOTICE and entry.notice is None:
            yield unfinished(entry, finding(register.at(entry.origin, "item"), item=item.code))


@rule(
    "F002",
    "period-of-notice-on-a-statement",
    clause="公开目录：公开和公示是两类事项",
    samples=(sample(entry=NOTICE), GOOD),
)
def period_of_notice_on_a_statement(register: Register) -> Iterator[Finding]:
    """An entry carries a period for objections, and its item is no notice.

    Readers would object to what is already settled; or the entry stands under the wrong item.
    """
    for entry, item in register.under_items():
        if entry.notice is not None and item.kind is not Kind.NOTICE:
            place = register.at_key(entry.origin, "notice")
            yield finding(place, item=item.code, kind=item.kind.value)


@rule(
    "F003",
    "notice-without-contact",
    clause="公示的要件：受理电话和监督电话",
    samples=(
        sample(item="kind: notice", entry=NOTICE),
        sample(item="kind: notice", entry=f"{NOTICE}\n{CONTACTS}"),
    ),
)
def notice_without_contact(register: Register) -> Iterator[Finding]:
    """A 公示 does not say where objections go, or where to complain about how they are dealt with.

    Without them nobody can object, and the period runs out unused.
    """
    for entry, item in register.under_items():
        if item.kind is not Kind.NOTICE:
            continue
        given = {contact.purpose for contact in entry.contacts}
        for purpose in ("objections", "supervision"):
            if purpose not in given:
                yield unfinished(entry, finding(register.at_key(entry.origin, "contacts"), purpose))
        for index, contact in enumerate(entry.contacts):
            if not (contact.phone or contact.place or contact.mail):
                place = register.at(entry.origin, "contacts", index)
                yield unfinished(entry, finding(place, "unreachable", office=contact.office))


@rule(
    "F004",
    "period-missing",
    clause="内容格式 1：period",
    samples=(sample(item=QUARTERLY), sample(item=QUARTERLY, entry="period: 2026-Q3")),
)
def period_missing(register: Register) -> Iterator[Finding]:
    """An entry of a periodic item does not say which period it is about.

    Nobody could tell which quarter was disclosed and which is still owed.
    """
    for entry, item in register.under_items():
        if isinstance(item.limit, Periodic) and entry.period is None:
            place = register.at(entry.origin, "item")
            found = finding(place, item.limit.every, item=item.code)
            yield unfinished(entry, found)


@rule(
    "F005",
    "period-of-wrong-length",
    clause="内容格式 1：period、limit.every",
    samples=(
        sample(item=QUARTERLY, entry="period: 2026-09"),
        sample(item=QUARTERLY, entry="period: 2026-Q3"),
    ),
)
def period_of_wrong_length(register: Register) -> Iterator[Finding]:
    """An entry's period is not as long as its item asks: a month where quarters are owed.

    It would meet no duty, however punctual it is.
    """
    for entry, item in register.under_items():
        limit, period = item.limit, entry.period
        if isinstance(limit, Periodic) and period and period.every != limit.every:
            place = register.at(entry.origin, "period")
            yield finding(place, limit.every, period=period.text, item=item.code)


@rule(
    "F006",
    "stage-unsound",
    clause="山东省村务公开条例第三条：事前、事中、事后；内容格式 1：stage",
    samples=(
        sample(item=STAGES, entry="stage: {name: 事后期}"),
        sample(item=STAGES, entry="stage: {name: 事前}"),
    ),
)
def stage_unsound(register: Register) -> Iterator[Finding]:
    """An entry of a staged item names no stage, an unknown one, or a first stage that is none.

    The stages of one matter are shown together only where each says what it belongs to.
    """
    for entry, item in register.under_items():
        if isinstance(item.limit, Staged):
            yield from _stage(register, entry, item.limit)
        elif entry.stage is not None:
            yield finding(register.at_key(entry.origin, "stage"), "not-staged", item=item.code)


def _stage(register: Register, entry: Entry, limit: Staged) -> Iterator[Finding]:
    names = tuple(stage.name for stage in limit.stages)
    if entry.stage is None:
        place = register.at(entry.origin, "item")
        yield unfinished(entry, finding(place, "missing", stages="、".join(names)))
        return
    name, of = entry.stage.name, entry.stage.of
    if name not in names:
        yield unknown(register.at(entry.origin, "stage", "name"), name, names)
    elif name == names[0] and of:
        yield finding(register.at(entry.origin, "stage", "of"), "first-of-another", name=name)
    elif name != names[0] and not of:
        found = finding(register.at(entry.origin, "stage"), "of-missing", name=name)
        yield unfinished(entry, found)
    elif of and (earlier := register.entries.get(of)):
        yield from _chain(register, entry, earlier, names)


def _chain(
    register: Register, entry: Entry, earlier: Entry, names: tuple[str, ...]
) -> Iterator[Finding]:
    """Return what is wrong with the entry that a later stage says it follows."""
    place = register.at(entry.origin, "stage", "of")
    stage = earlier.stage.name if earlier.stage else ""
    if earlier.item != entry.item or earlier.unit != entry.unit:
        yield finding(place, "of-another-matter", of=earlier.id)
    elif stage in names and entry.stage and names.index(stage) >= names.index(entry.stage.name):
        yield finding(place, "of-later", of=earlier.id, name=stage)


@rule(
    "F007",
    "board-without-channel",
    clause="中国共产党党务公开条例（试行）：公开方式；内容格式 1：channels、boards",
    samples=(sample(item="channels: [web]"), GOOD),
)
def board_without_channel(register: Register) -> Iterator[Finding]:
    """A board is named where the item has no boards among its channels, or the other way round.

    The paper would hang where the norm does not ask for it, or nowhere.
    """
    for item in register.site.catalogue.items:
        if item.boards and Channel.BOARD not in item.channels:
            yield finding(register.at(item.origin, "boards"), "item", item=item.code)
    for entry, item in register.under_items():
        on_boards = Channel.BOARD in item.channels
        if entry.boards and not on_boards:
            yield finding(register.at(entry.origin, "boards"), "entry", item=item.code)
        elif on_boards and not register.site.boards_of(entry):
            key = "item" if entry.boards is None else "boards"
            place = register.at(entry.origin, key)
            yield unfinished(entry, finding(place, "nowhere", item=item.code))


@rule(
    "F008",
    "unknown-section",
    clause="内容格式 1：boards.yaml、sections",
    samples=(sample(entry="section: 长期公示"), sample(entry="section: 长期公开")),
)
def unknown_section(register: Register) -> Iterator[Finding]:
    """An entry or an item names a section that its board does not have.

    The sheet would have no column to hang in.
    """
    site = register.site
    for item in site.catalogue.items:
        yield from _section(register, item, item.section, item.boards)
    for entry in site.entries:
        yield from _section(register, entry, entry.section, site.boards_of(entry))


def _section(
    register: Register, noun: Item | Entry, section: str | None, names: tuple[str, ...]
) -> Iterator[Finding]:
    boards = (register.boards.get(name) for name in names) if section else ()
    for board in boards:
        if board and section and section not in board.sections:
            place = register.at(noun.origin, "section")
            found = unknown(place, section, board.sections)
            yield replace(found, params=(*found.params, ("board", board.name)))


MISSING_GLYPH = noted(
    "F009",
    "missing-glyph",
    """A character has no shape in the fonts of the sheets.

    On paper an empty box would stand in its place; found when sheets are made.""",
    origin="sheets",
    samples=None,
)
SHEET_CANNOT_SHOW = noted(
    "F010",
    "sheet-cannot-show",
    """A text has something that a sheet cannot set.

    Paper and page would say different things; found when sheets are made.""",
    origin="sheets",
    samples=None,
)

RULES = (
    notice_without_period,
    period_of_notice_on_a_statement,
    notice_without_contact,
    period_missing,
    period_of_wrong_length,
    stage_unsound,
    board_without_channel,
    unknown_section,
    MISSING_GLYPH,
    SHEET_CANNOT_SHOW,
)
