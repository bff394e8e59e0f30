"""The posting round: what should hang on a board, held against what the records say hangs there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import cast

from dispatch.ledger.index import GONE
from dispatch.model.paper import MILLIMETRES
from dispatch.planning.boards import SPOILT
from dispatch.planning.boards import section_of
from dispatch.planning.boards import standing
from dispatch.planning.placing import Piece
from dispatch.planning.placing import placed
from dispatch.planning.views.rounds import ACTIONS
from dispatch.planning.views.rounds import RoundBox
from dispatch.planning.views.rounds import RoundRow
from dispatch.planning.views.rounds import RoundView
from dispatch.planning.wording import day_text
from dispatch.planning.wording import edition
from dispatch.planning.wording import edition_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ledger.hanging import Hanging
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.planning.placing import Placed
    from dispatch.planning.views.rounds import Action
    from dispatch.planning.wording import Print


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is known of a sheet as it would be printed for a board on the day."""

    edition: int
    content: str
    """The digest of what it says."""
    layout: str
    """The digest of how it is set."""
    pages: tuple[tuple[float, float], ...]
    """Width and height of each page in millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What hangs of an entry, by the records or as of an earlier day; unknown digests are empty."""

    since: date
    edition: int
    content: str = ""
    layout: str = ""
    slot: str = ""
    looked: date | None = None
    spoilt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a round is made from."""

    index: Index
    board: Board
    wall: tuple[Hanging, ...]
    made: Mapping[str, Made]
    """By id of an entry, the sheets that can be printed for the board."""
    former: Mapping[str, Former]
    """By id of an entry, what hangs."""
    how: Print
    baseline: date | None = None
    complete: bool = True


def by_records(index: Index, wall: Iterable[Hanging]) -> Mapping[str, Former]:
    """Return what hangs by the records; of a sheet without a digest the edition of its day."""
    return {each.entry.id: former for each in wall if (former := _recorded(index, each))}


def as_of(index: Index, wall: Iterable[Hanging]) -> Mapping[str, Former]:
    """Return what was to hang on the day of an index, for boards that keep no records."""
    day = index.day
    return {
        each.entry.id: Former(
            since=each.entry.posted_from,
            edition=edition_on(index, each.entry, day),
            slot=(each.now.slot or "") if each.now else "",
            looked=day,
        )
        for each in wall
        if each.due
    }


def round_view(scene: Scene) -> RoundView:
    """Return the round of a board."""
    index, board = scene.index, scene.board
    there = placed(board, tuple(_pieces(scene)))
    rows = sorted(_rows(scene, there), key=lambda row: ACTIONS.index(row.action))
    return RoundView(
        board=board.id,
        name=board.name,
        place=board.place,
        keeper=index.person(board.keeper),
        day=index.day,
        copies=max(1, board.copies),
        outdoors=board.outdoors,
        columns=board.columns,
        rows=there.rows,
        bands=tuple((each.name, each.first, each.width) for each in there.bands),
        boxes=tuple(_boxes(there)),
        used=there.used,
        items=tuple(rows),
        left_out=there.left_out,
        baseline=scene.baseline,
        complete=scene.complete,
    )


def _recorded(index: Index, each: Hanging) -> Former | None:
    now = each.now
    if now is None:
        return None
    last = max(now.inspected, key=lambda look: look.on, default=None)
    said = now.printed
    return Former(
        since=now.up.on,
        edition=said.edition if said else edition_on(index, each.entry, now.up.on),
        content=said.content if said else "",
        layout=said.layout if said else "",
        slot=now.slot or "",
        looked=max(now.up.on, last.on) if last else now.up.on,
        spoilt=last is not None and last.state in SPOILT,
    )


def _order(scene: Scene) -> tuple[tuple[str, Hanging], ...]:
    """Return what is to hang with its section, in the order of hanging."""
    sections = standing(scene.index, scene.board, scene.wall)
    return tuple((name, each) for name, listed in sections for each in listed)


def _pieces(scene: Scene) -> Iterator[Piece]:
    width, height = MILLIMETRES[scene.board.sheet]
    for name, each in _order(scene):
        made = scene.made.get(each.entry.id)
        former = scene.former.get(each.entry.id)
        yield Piece(
            key=each.entry.id,
            section=name,
            pages=made.pages if made and made.pages else ((width, height),),
            slot=former.slot if former else "",
        )


def _boxes(there: Placed) -> Iterator[RoundBox]:
    pages = {box.key: box.page for box in there.boxes}
    for box in there.boxes:
        yield RoundBox(
            entry=box.key,
            page=box.page,
            pages=pages[box.key],
            column=box.column,
            row=box.row,
            width=box.width,
            height=box.height,
        )


def _rows(scene: Scene, there: Placed) -> Iterator[RoundRow]:
    slots = {box.key: box.slot for box in reversed(there.boxes)}
    hung = {each.entry.id: each for each in scene.wall}
    due = _order(scene)
    meant = {each.entry.id for _, each in due}
    for name in scene.former:
        if name not in meant and name in hung:
            yield _down(scene, hung[name], scene.former[name])
    for section, each in due:
        yield _due(scene, each, section, slots.get(each.entry.id, ""))


def _down(scene: Scene, each: Hanging, former: Former) -> RoundRow:
    return RoundRow(
        action="down",
        entry=each.entry.id,
        title=each.entry.title,
        section=section_of(scene.index, each.entry, scene.board),
        reason=_why_down(scene, each),
        slot=former.slot,
        since=former.since,
        until=each.until,
        looked=former.looked,
        edition=former.edition,
        digest=former.content,
    )


def _why_down(scene: Scene, each: Hanging) -> str:
    index, entry, how = scene.index, each.entry, scene.how
    state = index.state(entry)
    if entry.withdrawn and state == "withdrawn":
        on = day_text(how, entry.withdrawn.on)
        return how.say("round.down.withdrawn", on=on, reason=entry.withdrawn.reason)
    if state in GONE:
        after = index.successors[entry.id]
        return how.say(f"round.down.{state}", id=after.id, title=after.title)
    if scene.board.id not in index.site.boards_of(entry):
        return how.say("round.down.elsewhere")
    if entry.posted_from > index.day:
        return how.say("round.down.early", on=day_text(how, entry.posted_from))
    if each.until is None or entry.posted_to is None:
        return how.say("round.down.ended")
    return how.say("round.down.over", until=day_text(how, each.until))


def _due(scene: Scene, each: Hanging, section: str, slot: str) -> RoundRow:
    entry = each.entry
    made, former = scene.made.get(entry.id), scene.former.get(entry.id)
    action, reason = _action(scene, each, made, former)
    changed = made and former and former.layout and former.layout != made.layout
    return RoundRow(
        action=action,
        entry=entry.id,
        title=entry.title,
        section=section,
        reason=reason,
        slot=slot,
        pages=len(made.pages) if made else 0,
        since=former.since if former else None,
        until=each.until,
        looked=former.looked if former else None,
        edition=made.edition if made else edition(scene.index, entry),
        digest=made.content if made else "",
        layout=made.layout if made else "",
        reset=bool(changed) and action in ("inspect", "leave"),
    )


def _action(
    scene: Scene, each: Hanging, made: Made | None, former: Former | None
) -> tuple[Action, str]:
    """Return what is to be done with a sheet that is to hang, and why."""
    if former is None:
        return "up", _why_up(scene, each)
    changed = _why_replaced(scene, each.entry, made, former)
    if changed:
        return "replace", changed
    looked = former.looked or former.since
    days = scene.index.site.config.inspection.sheet
    if days and scene.baseline is None and (scene.index.day - looked).days * 2 >= days:
        return "inspect", scene.how.say("round.inspect", on=day_text(scene.how, looked))
    return "leave", ""


def _why_up(scene: Scene, each: Hanging) -> str:
    how, day = scene.how, scene.index.day
    if each.before:
        first, last = each.before[-1]
        days = {"first": day_text(how, first), "last": day_text(how, last)}
        return how.say("round.up.again", **cast("dict[str, object]", days))
    late = (day - each.entry.posted_from).days
    if late > 0 and how.public:
        # A page that stays as it is does not count days.
        return how.say("round.up.since", on=day_text(how, each.entry.posted_from))
    if late > 0 and scene.baseline is None:
        return how.say("round.up.late", on=day_text(how, each.entry.posted_from), days=late)
    return how.say("round.up.new")


def _why_replaced(scene: Scene, entry: Entry, made: Made | None, former: Former) -> str:
    """Return why a sheet that hangs is to be replaced; empty where it may stay."""
    how, number = scene.how, made.edition if made else edition(scene.index, entry)
    if former.spoilt:
        return how.say("round.replace.spoilt")
    if number > former.edition:
        notes = sorted((each.on, each.note) for each in entry.editions)
        why = notes[-1][1] if notes else ""
        return how.say("round.replace.edition", number=number, note=why)
    if made and former.content and former.content != made.content:
        return how.say("round.replace.content", before=former.content, after=made.content)
    return ""
