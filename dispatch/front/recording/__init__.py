"""A form for telephones in `serve`: to record at the board what was put up, seen and taken down.

It is for staff: its pages name what is on every board, also what is not for society, to whoever
holds the address with the token. So it is only there where it is asked for. It works without a
script, and answers what cannot be recorded with the sentences of the commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from dispatch.front import keeping
from dispatch.front.keeping.errors import DayUnusableError
from dispatch.front.recording.code import code_lines
from dispatch.front.recording.forms import form_of
from dispatch.front.recording.gate import PATH
from dispatch.front.recording.gate import Gate
from dispatch.front.recording.gate import states_token
from dispatch.front.recording.pages import page
from dispatch.front.recording.pages import pages_of
from dispatch.ground.errors import DispatchError
from dispatch.ground.personal import covered
from dispatch.publishing.localserver.routes import Route

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from datetime import date

    from dispatch.front.desk import Desk
    from dispatch.front.keeping import Act
    from dispatch.front.recording.forms import Form
    from dispatch.publishing.localserver.routes import Answer
    from dispatch.publishing.localserver.routes import Asked

LARGEST = 21_000_000
"""The most bytes of a form: a picture of the size that is taken, and its fields."""
SECONDS = 180.0
"""How long a form may take to come in, over a weak network."""


def recorder(desk: Desk, today: Callable[[], date]) -> Recorder:
    """Return a recorder with a token of its own, which asks what day it is at each request."""
    return Recorder(desk=desk, today=today, gate=Gate())


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Answers at the address of the form."""

    desk: Desk
    today: Callable[[], date]
    """Tells the day of the moment: a server may run for days."""
    gate: Gate

    def greet(self, origin: str) -> None:
        """Show the address that lets people in, as a code too where a person looks on."""
        terminal, address = self.desk.terminal, self.gate.address(origin)
        terminal.err(self.desk.messages.text("records.ready", address=address) + "\n")
        for line in code_lines(address) if terminal.live else ():
            terminal.err(f"  {terminal.style(line, 'code')}\n")

    def route(self) -> Route:
        """Return the route for the server."""
        return Route(
            path=PATH,
            admits=self.admits,
            answer=self.answer,
            refuse=self.refuse,
            largest=LARGEST,
            seconds=SECONDS,
        )

    def admits(self, asked: Asked) -> Answer | None:
        """Return none for what may be answered; else the way in, or that there is none."""
        if greeting := self.gate.greeted(asked):
            return greeting
        wrong = states_token(asked) or not self.gate.is_open(asked)
        return self.refuse(HTTPStatus.FORBIDDEN) if wrong else None

    def refuse(self, status: HTTPStatus) -> Answer:
        """Return the page that says why nothing was done."""
        desk = self._desk()
        key = f"records.refused.{status.value}"
        told = (desk.messages.first(key, "records.refused.other"),)
        return page(desk, "message", status, told=told, link=PATH)

    def answer(self, asked: Asked) -> Answer:
        """Return the page that is asked for, or what came of a form that was sent."""
        desk = self._desk()
        try:
            return _take(desk, asked) if asked.method == "POST" else _show(desk, asked)
        except DispatchError as error:
            told = _told(desk, error)
            return page(desk, "message", HTTPStatus.UNPROCESSABLE_ENTITY, told=told, link=PATH)
        except Exception as error:  # noqa: BLE001 - what was sent must not get into a trace
            kind = type(error).__name__
            self.desk.terminal.err(desk.messages.text("records.failed", kind=kind) + "\n")
            return self.refuse(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _desk(self) -> Desk:
        """Return the desk of the moment, which says nothing on the terminal."""
        silent = replace(self.desk.terminal, err=_unsaid, out=_unsaid)
        return replace(self.desk, day=self.today(), terminal=silent)


def _unsaid(text: str) -> None:
    """Leave unsaid what would stand in a log."""


def _show(desk: Desk, asked: Asked) -> Answer:
    given = {name: values[-1] for name, values in parse_qs(asked.query).items()}
    return pages_of(desk).asked(given)


def _take(desk: Desk, asked: Asked) -> Answer:
    form = form_of(asked.headers.get("Content-Type", ""), asked.body)
    act = _ACTS.get(form.get("act")) if form else None
    if form is None or act is None:
        refused = (desk.messages.text("records.refused.other"),)
        return page(desk, "message", HTTPStatus.BAD_REQUEST, told=refused, link=PATH)
    try:
        done = keeping.post(desk, [act(form)])
    except DispatchError as error:
        return pages_of(desk).of_sheet(form.fields, _told(desk, error))
    told = tuple(covered(each) for kept in done for each in keeping.sentences(desk, kept))
    return pages_of(desk).of_board(form.get("board"), told)


def _told(desk: Desk, error: DispatchError) -> tuple[str, ...]:
    return (covered(desk.messages.text(f"errors.{error.key}", **dict(error.params))),)


def _day(form: Form) -> date:
    from dispatch.model.values import day_of  # noqa: PLC0415 - the same

    try:
        return day_of(form.get("on"))
    except ValueError:
        raise DayUnusableError(day=form.get("on")) from None


def _put_up(form: Form) -> Act:
    return keeping.PutUp(
        entry=form.get("entry"),
        board=form.get("board"),
        on=_day(form),
        by=form.get("by") or None,
        slot=form.get("slot") or None,
        photo=form.picture,
    )


def _looked_at(form: Form) -> Act:
    return keeping.LookedAt(
        entry=form.get("entry"),
        board=form.get("board"),
        on=_day(form),
        by=form.get("by") or None,
        state=form.get("words") or form.get("state"),
        photo=form.picture,
    )


def _taken_down(form: Form) -> Act:
    return keeping.TakenDown(
        entry=form.get("entry"), board=form.get("board"), on=_day(form), by=form.get("by") or None
    )


_ACTS: Mapping[str, Callable[[Form], Act]]
_ACTS = {"posted": _put_up, "inspected": _looked_at, "taken-down": _taken_down}
