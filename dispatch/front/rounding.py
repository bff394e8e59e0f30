"""The posting round of a board: reckoned, set on paper, and told on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.front import handing
from dispatch.front import pipeline
from dispatch.front import posting
from dispatch.front import printing
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import say
from dispatch.front.desk import shown
from dispatch.front.desk import unknown
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.errors import DispatchError
from dispatch.ground.personal import covered
from dispatch.planning.views.rounds import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.front.desk import Desk
    from dispatch.front.keeping.acts import Act
    from dispatch.front.printing import Setter
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.site import Site
    from dispatch.planning.plan.paper import Press
    from dispatch.planning.rounds import Former
    from dispatch.planning.views.rounds import RoundRow
    from dispatch.planning.views.rounds import RoundView
    from dispatch.planning.views.sheets import SheetView
    from dispatch.planning.wording import Print

FOLDER = "rounds"
"""Below `print/`."""
WHOLE = "legible"
PRINTED = ("replace", "up")
"""The actions for which a sheet is printed."""


class SinceAheadError(DispatchError):
    """A round is compared with a day that is not over."""

    key = "since-ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A round, and the sheets that it needs."""

    site: Site
    board: Board
    view: RoundView
    sheets: Mapping[str, SheetView]
    """By id of an entry, what is to hang."""
    how: Print


def tell_round(desk: Desk, name: str, *, since: date | None, everything: bool, form: str) -> int:
    """Say what is to be done at a board, and write the PDF to print and the data for a tablet.

    With `since` it is compared with an earlier day, with `everything` all sheets are printed.
    """
    if since and since >= desk.day:
        raise SinceAheadError(since=since, day=desk.day)
    account = account_in_order(desk)
    if account is None:
        return FAULTY
    setter = pipeline.setter(desk.root, account.site.config)
    reckoned = _in_order(desk, account, name, setter, since)
    if reckoned is None:
        return FAULTY
    if form == "json":
        from dispatch.rendering.rounds import as_json  # noqa: PLC0415

        desk.terminal.out(as_json(reckoned.view))
        return GOOD
    desk.terminal.out(as_text(desk, reckoned))
    return _write(desk, reckoned, setter, everything=everything)


def carry_out(desk: Desk, name: str, *, by: str | None) -> int:
    """Record that the round of a board was carried out as it is printed for the day."""
    from dispatch.front import keeping  # noqa: PLC0415 - only where it is used

    account = account_in_order(desk)
    if account is None:
        return FAULTY
    setter = pipeline.setter(desk.root, account.site.config)
    reckoned = _in_order(desk, account, name, setter, None)
    if reckoned is None:
        return FAULTY
    view = reckoned.view
    acts = [act for row in view.items for act in _acts(row, view.board, by)]
    if not acts:
        say(desk, "cli.round.nothing")
        return GOOD
    for kept in keeping.post(desk, acts):
        for told in keeping.sentences(desk, kept):
            desk.terminal.out(covered(told) + "\n")
    return GOOD


def _in_order(
    desk: Desk, account: Account, name: str, setter: Setter, since: date | None
) -> Reckoned | None:
    """Return the round of a board, if all of it can be printed and hung; else say what cannot."""
    board = board_of(desk, account.site, name)
    press = press_for(account, desk)
    reckoned, found = reckon(press, board, setter, since=since)
    left = posting.too_full(account.site, board, press.walls[board.id], reckoned.view.left_out)
    if found or left:
        desk.terminal.err(shown(desk, by_gravity((*found, *left))))
        return None
    return reckoned


def _acts(row: RoundRow, board: str, by: str | None) -> Iterator[Act]:
    """Yield what was done with a sheet of a round."""
    from dispatch.front.keeping.acts import LookedAt  # noqa: PLC0415 - the same
    from dispatch.front.keeping.acts import PutUp  # noqa: PLC0415
    from dispatch.front.keeping.acts import TakenDown  # noqa: PLC0415
    from dispatch.model.record import Printed  # noqa: PLC0415

    if row.action in ("down", "replace"):
        yield TakenDown(entry=row.entry, board=board, by=by)
    if row.action in PRINTED:
        said = Printed(edition=row.edition, content=row.digest, layout=row.layout)
        slot = row.slot or None
        yield PutUp(entry=row.entry, board=board, by=by, slot=slot, printed=said)
    if row.action == "inspect":
        yield LookedAt(entry=row.entry, board=board, by=by, state=WHOLE)


def account_in_order(desk: Desk) -> Account | None:
    """Return the account, if nothing keeps it from being published; else say what does."""
    seen = pipeline.examine(desk.root, desk.day)
    if seen.account is None or pipeline.refuses(seen.found, strict=False):
        errors = tuple(each for each in seen.found if pipeline.refuses((each,), strict=False))
        desk.terminal.err(shown(desk, errors))
        say(desk, "cli.round.refused", count=len(errors))
        return None
    return seen.account


def press_for(account: Account, desk: Desk) -> Press:
    """Return what the sheets of an account are made from."""
    from dispatch.planning.plan.paper import press_of  # noqa: PLC0415 - heavy floors where used
    from dispatch.planning.plan.web import web_of  # noqa: PLC0415
    from dispatch.planning.scope import public_account  # noqa: PLC0415

    return press_of(web_of(public_account(account)), account, desk.messages, {})


def board_of(desk: Desk, site: Site, name: str) -> Board:
    """Return the board of that id; the error names the nearest ones."""
    board = site.board(name)
    if board is None:
        raise unknown(desk, "board", name, {each.id: each.name for each in site.boards})
    return board


def entry_of(desk: Desk, account: Account, name: str) -> Entry:
    """Return the entry of that id that is out; the error names the nearest ones."""
    entry = account.index.entries.get(name)
    if entry is None:
        raise unknown(desk, "entry", name, {k: e.title for k, e in account.index.entries.items()})
    return entry


def reckon(
    press: Press, board: Board, setter: Setter, *, since: date | None = None
) -> tuple[Reckoned, tuple[Diagnostic, ...]]:
    """Return the round of a board, and what of its sheets could not be set."""
    from dispatch.planning.plan.paper import sheets_of  # noqa: PLC0415
    from dispatch.planning.rounds import Made  # noqa: PLC0415
    from dispatch.planning.rounds import round_view  # noqa: PLC0415
    from dispatch.planning.wording import Print  # noqa: PLC0415

    wall = press.walls[board.id]
    sheets: dict[str, SheetView] = {}
    made: dict[str, Made] = {}
    found: list[Diagnostic] = []
    for each in wall:
        if each.due:
            view = dict(sheets_of(press, each.entry))[board.id]
            done = setter.sheet(view)
            found.extend(printing.faults_of(press.posted.site, view, done))
            sheets[each.entry.id] = view
            made[each.entry.id] = Made(
                edition=view.number_of_edition,
                content=view.digest,
                layout=setter.setting(view.layout),
                pages=done.pages,
            )
    how = Print(messages=press.messages, language=press.messages.language, public=False)
    scene = posting.scene_of(press, press.posted, board, made)
    if since:
        scene = replace(scene, former=_former(press, board, since), baseline=since)
    made_of = Reckoned(
        site=press.posted.site, board=board, view=round_view(scene), sheets=sheets, how=how
    )
    return made_of, tuple(found)


def _former(press: Press, board: Board, since: date) -> Mapping[str, Former]:
    """Return what was to hang on a board on an earlier day."""
    from dispatch.ledger.account import calendar_for  # noqa: PLC0415
    from dispatch.ledger.hanging import hangings  # noqa: PLC0415
    from dispatch.ledger.index import index_of  # noqa: PLC0415
    from dispatch.planning.rounds import as_of  # noqa: PLC0415

    site = press.posted.site
    before = index_of(site, since)
    return as_of(before, hangings(before, calendar_for(site))[board.id])


def as_text(desk: Desk, reckoned: Reckoned) -> str:
    """Return the round as the terminal shows it."""
    from dispatch.rendering.sheets.rounds import round_data  # noqa: PLC0415
    from dispatch.rendering.sheets.rounds import summary  # noqa: PLC0415

    view, how, style = reckoned.view, reckoned.how, desk.terminal.style
    data = round_data(view, how)
    lines = [style(f"{data['title']}  {data['where']}", "place"), summary(view, how)]
    for action in ACTIONS:
        rows = view.rows_of(action)
        if rows:
            lines += ["", style(how.say(f"round.group.{action}", count=len(rows)), "good")]
            lines += [_line(row, style) for row in rows]
    return "\n".join(lines) + "\n"


def _line(row: RoundRow, style: Callable[[str, str], str]) -> str:
    reason = f"\n{' ' * 13}{style(row.reason, 'faint')}" if row.reason else ""
    return f"  [ ] {row.slot or '—':<5}  {row.entry}  {row.title}{reason}"


def _write(desk: Desk, reckoned: Reckoned, setter: Setter, *, everything: bool) -> int:
    from dispatch.planning.walls import board_plan  # noqa: PLC0415
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.rounds import as_json  # noqa: PLC0415
    from dispatch.rendering.sheets.papers import PLAN  # noqa: PLC0415
    from dispatch.rendering.sheets.papers import plan_data  # noqa: PLC0415
    from dispatch.rendering.sheets.rounds import LAYOUT  # noqa: PLC0415
    from dispatch.rendering.sheets.rounds import round_data  # noqa: PLC0415

    view, how = reckoned.view, reckoned.how
    name = f"{view.board}-{view.day}"
    pdf, faults = setter.sheets.document(
        LAYOUT,
        round_data(view, how),
        name=name,
        day=view.day,
        sheets=_to_print(reckoned, everything=everything),
        papers=((PLAN, plan_data(board_plan(view, reckoned.board, how))),),
    )
    if faults:
        told = [handing.missing(reckoned.site, fault) for fault in faults]
        desk.terminal.err(shown(desk, told))
        return FAULTY
    files = (
        Artifact(path=f"{name}.pdf", content=pdf),
        Artifact(path=f"{name}.json", content=as_json(view).encode()),
    )
    handing.hand(desk, files, FOLDER)
    return GOOD


def _to_print(reckoned: Reckoned, *, everything: bool) -> tuple[SheetView, ...]:
    """Return the sheets in the order of hanging, each as often as there are copies of the board."""
    view = reckoned.view
    wanted = {row.entry for row in view.items if row.action in PRINTED}
    order = dict.fromkeys(box.entry for box in view.boxes)
    return tuple(
        reckoned.sheets[name]
        for name in order
        if everything or name in wanted
        for _ in range(view.copies)
    )
