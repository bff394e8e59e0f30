"""The rows that figures count, made from what the record holds, each with its address."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from dispatch.ledger.index import entry_path
from dispatch.planning.survey.view import Cell
from dispatch.planning.survey.view import Row

if TYPE_CHECKING:
    from datetime import date

    from dispatch.clock.counting import Deadline
    from dispatch.ledger.duties import Duty
    from dispatch.ledger.index import Index
    from dispatch.model.board import Board
    from dispatch.model.catalogue import Item
    from dispatch.model.entry import Entry
    from dispatch.model.organisation import Person
    from dispatch.model.organisation import Unit
    from dispatch.model.record import Posting
    from dispatch.model.values import Origin
    from dispatch.planning.survey.record import Finding
    from dispatch.planning.survey.record import Opinion
    from dispatch.planning.survey.record import Round
    from dispatch.planning.survey.words import Say
    from dispatch.planning.views.elements import TargetView

REGISTERS = (
    "units",
    "people",
    "items",
    "boards",
    "entries",
    "duties",
    "postings",
    "rounds",
    "unseen",
    "opinions",
    "oversight",
    "targets",
)
"""The registers in their order; `unseen` are months in which nobody looked at a board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Makes rows."""

    index: Index = field(repr=False)
    say: Say = field(repr=False)

    def unit(self, unit: Unit) -> Row:
        """Return the row of a unit; its last cell is how many members it has."""
        place = [each.id for each in self.index.site.organisation.units].index(unit.id)
        cells = (
            Cell(text=unit.name, address=self.index.address(f"units/{unit.id}/")),
            Cell(text=self.say.site(f"unit.kind.{unit.kind}")),
            Cell(text=self.index.unit(unit.parent)),
            Cell(text=self.say.words("yes" if unit.online else "no")),
            Cell(text="" if unit.members is None else str(unit.members)),
        )
        return Row(register="units", key=unit.id, order=(f"{place:06}",), cells=cells)

    def person(self, person: Person) -> Row:
        """Return the row of a person."""
        place = [each.id for each in self.index.site.organisation.people].index(person.id)
        cells = (
            Cell(text=person.name, address=self.index.address("organisation/")),
            Cell(text=self.index.unit(person.unit)),
        )
        return Row(register="people", key=person.id, order=(f"{place:06}",), cells=cells)

    def item(self, item: Item) -> Row:
        """Return the row of an item of the catalogue."""
        site = self.say.site
        cells = (
            Cell(text=item.title, address=self.index.address(f"catalogue/{item.code}/")),
            Cell(text=item.category[0]),
            Cell(text=site(f"limit.type.{item.limit.type}")),
            Cell(text=site(f"scope.{item.scope.value}")),
            Cell(text=self.index.unit(item.responsible.executing)),
        )
        return Row(
            register="items", key=item.code, order=(item.code,), label=item.code, cells=cells
        )

    def board(self, board: Board) -> Row:
        """Return the row of a board."""
        cells = (
            Cell(text=board.name, address=self.index.address(f"boards/{board.id}/")),
            Cell(text=board.place),
            Cell(text=self.say.site(f"readers.{board.readers.value}")),
            Cell(text=self.index.person(board.keeper)),
        )
        return Row(register="boards", key=board.id, order=(board.id,), cells=cells)

    def entry(self, entry: Entry) -> Row:
        """Return the row of an entry."""
        made = entry.decision
        decision = " ".join((made.body, str(made.on), made.record)) if made else ""
        cells = (
            Cell(text=entry.title, address=self.address(entry)),
            Cell(text=entry.item),
            Cell(text=self.index.unit(entry.unit)),
            Cell(text=str(entry.published)),
            Cell(text=self.say.site(f"state.{self.index.state(entry)}")),
            Cell(text=decision),
        )
        return Row(
            register="entries",
            key=entry.id,
            order=(str(entry.published), entry.id),
            label=entry.id,
            cells=cells,
        )

    def duty(self, duty: Duty) -> Row:
        """Return the row of a duty."""
        item = self.index.site.items[duty.item]
        about = self.say.period(duty.period) if duty.period else duty.stage
        if duty.clock == "review":
            about = self.say.words("review")
        due = duty.deadline
        day = str(due.day) if due else ""
        entry = self.index.entries.get(duty.entry or "")
        cells = (
            Cell(
                text=f"{duty.item} {item.title}",
                address=self.index.address(f"catalogue/{item.code}/"),
            ),
            Cell(text=self.index.unit(duty.unit)),
            Cell(text=about),
            Cell(text=self._open(due) if due and due.provisional else day),
            Cell(text=_text(duty.published)),
            Cell(text=self.say.messages.text(f"due.state.{duty.state}")),
            Cell(text=entry.id if entry else "", address=self.address(entry) if entry else ""),
        )
        return Row(
            register="duties",
            key=duty.key.replace("/", "."),
            order=(day, duty.key),
            cells=cells,
        )

    def _open(self, due: Deadline) -> str:
        """Return a deadline that is provisional, and between which days it lies."""
        return self.say.words("provisional", day=due.day, earliest=due.earliest, latest=due.latest)

    def posting(self, number: int, posting: Posting) -> Row:
        """Return the row of a posting."""
        day = self.index.day
        down = posting.down.on if posting.down and posting.down.on <= day else None
        seen = sum(look.on <= day for look in posting.inspected)
        entry = self.index.entries[posting.entry]
        cells = (
            Cell(text=entry.title, address=self.address(entry)),
            Cell(text=self._board(posting.board)),
            Cell(text=str(posting.up.on)),
            Cell(text=_text(down)),
            Cell(text=str(seen)),
            self._source(posting.origin, f"boards/{posting.board}/"),
        )
        order = (str(posting.up.on), f"{number:08}")
        return Row(register="postings", key=str(number), order=order, cells=cells)

    def round(self, look: Round) -> Row:
        """Return the row of a look at a board."""
        cells = (
            Cell(text=self._board(look.board), address=self.index.address(f"boards/{look.board}/")),
            Cell(text=str(look.on)),
            Cell(text=self.index.person(look.by)),
            Cell(text=str(look.seen)),
            Cell(text=str(look.bad)),
        )
        key = f"{look.on}.{look.board}.{look.by}"
        return Row(register="rounds", key=key, order=(key,), cells=cells)

    def unseen(self, board: Board, month: date) -> Row:
        """Return the row of a month in which nobody looked at a board."""
        cells = (
            Cell(text=board.name, address=self.index.address(f"boards/{board.id}/")),
            Cell(text=month.isoformat()[:7]),
        )
        key = f"{month.isoformat()[:7]}.{board.id}"
        return Row(register="unseen", key=key, order=(key,), cells=cells)

    def opinion(self, opinion: Opinion) -> Row:
        """Return the row of an opinion, which does not repeat its words; last, the days taken."""
        record = opinion.record
        about = self.index.entries.get(record.about or "")
        cells = (
            Cell(text=str(record.received)),
            Cell(text=self.say.site(f"feedback.channel.{record.channel}")),
            Cell(text=about.id if about else "", address=self.address(about) if about else ""),
            Cell(text=str(opinion.limit.day) if opinion.limit else ""),
            Cell(text=_text(opinion.answered)),
            self._source(record.origin, "feedback/"),
            Cell(text="" if opinion.days is None else str(opinion.days)),
        )
        order = (str(record.received), f"{opinion.number:08}")
        return Row(register="opinions", key=str(opinion.number), order=order, cells=cells)

    def finding(self, finding: Finding) -> Row:
        """Return the row of a record of oversight."""
        record = finding.record
        kind = self.say.site(f"oversight.kind.{record.kind}")
        cells = (
            Cell(text=record.title or kind),
            Cell(text=kind),
            Cell(text=self.index.unit(record.unit)),
            Cell(text=str(record.on)),
            Cell(text=_text(record.due)),
            Cell(text=_text(finding.resolved)),
            Cell(text=self.say.words(f"repair.{finding.repair}")),
            self._source(record.origin, "oversight/"),
        )
        order = (str(record.on), f"{finding.number:08}")
        return Row(register="oversight", key=str(finding.number), order=order, cells=cells)

    def target(self, number: int, target: TargetView, entry: Entry) -> Row:
        """Return the row of a target."""
        cells = (
            Cell(text=target.name, address=self.address(entry)),
            Cell(text=target.office),
            Cell(text=f"{target.plan} {target.measure}"),
            Cell(text=target.done),
            Cell(text=self.say.site(f"pace.{target.pace}")),
        )
        key = f"{entry.id}.{number}"
        return Row(register="targets", key=key, order=(entry.id, f"{number:06}"), cells=cells)

    def address(self, entry: Entry) -> str:
        """Return where an entry is to be read: on the web, or else its file."""
        if self.index.site.on_web(entry):
            return self.index.address(entry_path(entry))
        return entry.origin.path

    def _board(self, name: str) -> str:
        board = self.index.site.board(name)
        return board.name if board else name

    def _source(self, origin: Origin, path: str) -> Cell:
        """Return where a record stands: its file and line, or, of a public one, the page."""
        if not origin.path:
            return Cell(text=self.say.words("page"), address=self.index.address(path))
        place = self.index.site.place(origin)
        return Cell(
            text=f"{place.path.removeprefix('content/')}:{place.line}",
            address=f"{place.path}#L{place.line}",
        )


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
