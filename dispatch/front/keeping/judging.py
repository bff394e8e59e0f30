"""What an act makes of the records, or the sentence that says why it cannot have been so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.front.desk import unknown
from dispatch.front.keeping import errors
from dispatch.front.keeping.acts import LookedAt
from dispatch.front.keeping.acts import PutUp
from dispatch.ground.diagnostics import Severity
from dispatch.model.record import Act as Done
from dispatch.model.record import Inspection
from dispatch.model.record import Posting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dispatch.front.desk import Desk
    from dispatch.front.keeping.acts import Act
    from dispatch.front.keeping.books import Books
    from dispatch.front.keeping.books import Line
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.errors import DispatchError
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry
    from dispatch.model.record import Printed

    PrintedOf = Callable[[Account, Entry, Board], Printed | None]

LISTED = 10
"""How many entries are named where none is near."""
LONGEST = 100
"""The most characters that say how a sheet was found."""

MOST_ROWS = 99
"""Of a board of which nobody says how high it is."""
_SLOT = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")
_ID = re.compile(r"[0-9]+-[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An act whose names are all known."""

    entry: Entry
    board: Board
    day: date
    by: str

    @property
    def done(self) -> Done:
        """Who did it, and when."""
        return Done(on=self.day, by=self.by)

    def words(self, **more: object) -> dict[str, object]:
        """Return what a sentence about it may say."""
        return {"entry": self.entry.id, "board": self.board.name, "day": self.day} | more


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who holds acts against a site."""

    desk: Desk
    account: Account
    found: tuple[Diagnostic, ...]
    """The faults of the site's files."""
    printed_of: PrintedOf

    def case(self, act: Act) -> Case:
        """Return an act with its names looked up."""
        board = self._board(act.board)
        entry = self._entry(act.entry, board)
        day = act.on or self.desk.day
        if day > self.desk.day:
            raise errors.ActInFutureError(day=day, today=self.desk.day)
        return Case(entry=entry, board=board, day=day, by=self._person(act.by, board))

    def take(self, books: Books, act: Act, case: Case) -> Line:
        """Enter an act into the books, but for its picture; return the record that it makes."""
        if isinstance(act, PutUp):
            return books.enter(self._put_up(books, act, case))
        line = _open(books, case)
        if isinstance(act, LookedAt):
            return books.amend(line, _looked_at(line.record, act, case))
        return books.amend(line, _taken_down(line.record, case))

    def _board(self, name: str) -> Board:
        board = self.account.site.board(name)
        if board is None:
            self._refuse_unreadable(name, "content/boards.yaml")
            known = {each.id: each.name for each in self.account.site.boards}
            raise unknown(self.desk, "board", name, known)
        return board

    def _entry(self, name: str, board: Board) -> Entry:
        entries = self.account.site.entries
        entry = next((each for each in entries if each.id == name), None)
        if entry is None:
            self._refuse_unreadable(name, "content/entries/")
            known = {each.id: each.title for each in entries}
            if not _ID.search(name) and not any(name in title for title in known.values()):
                newest = self.account.index.by_board.get(board.id, ())[:LISTED]
                known = {each.id: each.title for each in newest}
            raise unknown(self.desk, "entry", name, known)
        return entry

    def _person(self, name: str | None, board: Board) -> str:
        named = name or board.keeper
        if named is None:
            raise errors.NoKeeperError(board=board.name)
        people = self.account.index.people
        if named not in people:
            known = {each.id: each.name for each in people.values()}
            raise unknown(self.desk, "person", named, known)
        return named

    def _refuse_unreadable(self, name: str, below: str) -> None:
        """Refuse a name that may stand in a file that cannot be read."""
        for each in self.found:
            path = each.place.path
            named = name in path or path == below
            if each.severity is Severity.ERROR and path.startswith(below) and named:
                raise errors.NameUnreadableError(name=name, place=each.place)

    def _put_up(self, books: Books, act: PutUp, case: Case) -> Posting:
        self._refuse_unready(case)
        self._refuse_elsewhere(case)
        for line in books.about(case.entry.id, case.board.id):
            up, down = line.record.up, line.record.down
            if down is None:
                raise errors.HangsAlreadyError(**case.words(since=up.on))
            if down.on > case.day:
                raise errors.HungThenError(**case.words(since=up.on, until=down.on))
        return Posting(
            entry=case.entry.id,
            board=case.board.id,
            up=case.done,
            slot=_slot(act.slot, case.board),
            printed=act.printed or self._printed(case),
        )

    def _printed(self, case: Case) -> Printed | None:
        """Return which sheet went up today; what it said on an earlier day nobody knows."""
        if case.day < self.desk.day:
            return None
        return self.printed_of(self.account, case.entry, case.board)

    def _refuse_unready(self, case: Case) -> None:
        """Refuse an entry that was not out on the day, or no longer what holds."""
        entry, after = case.entry, self.account.index.successors.get(case.entry.id)
        if entry.draft:
            raise errors.EntryIsDraftError(entry=entry.id)
        if case.day < entry.published:
            raise errors.NotYetPublishedError(**case.words(published=entry.published))
        if entry.withdrawn and entry.withdrawn.on <= case.day:
            raise errors.EntryWithdrawnError(**case.words(since=entry.withdrawn.on))
        if after and after.published <= case.day:
            raise errors.EntryReplacedError(**case.words(since=after.published, after=after.id))

    def _refuse_elsewhere(self, case: Case) -> None:
        """Refuse a board that the entry is not for."""
        names = self.account.site.boards_of(case.entry)
        if case.board.id in names:
            return
        known = (self.account.site.board(name) for name in names)
        boards = [f"{board.id} {board.name}" for board in known if board]
        error: type[DispatchError] = errors.NotForBoardError if boards else errors.NotForBoardsError
        raise error(**case.words(boards=self.desk.messages.text("cli.count.comma").join(boards)))


def pictured(record: Posting, photo: str, digest: str, case: Case) -> Posting:
    """Return a record with its picture."""
    if record.photo:
        raise errors.PhotoKnownError(**case.words(photo=record.photo))
    return replace(record, photo=photo, photo_digest=digest)


def _open(books: Books, case: Case) -> Line:
    """Return the record of what hangs: of several, the one that was put up last by that day."""
    lines = books.about(case.entry.id, case.board.id)
    hanging = [line for line in lines if line.record.down is None]
    if not lines:
        raise errors.HangsNotError(**case.words())
    if not hanging:
        down = lines[-1].record.down
        raise errors.HangsNoLongerError(**case.words(since=down.on if down else ""))
    by_then = [line for line in hanging if line.record.up.on <= case.day]
    if not by_then:
        raise errors.BeforePutUpError(**case.words(since=hanging[0].record.up.on))
    return by_then[-1]


def _looked_at(record: Posting, act: LookedAt, case: Case) -> Posting:
    look = Inspection(on=case.day, by=case.by, state=state_of(act.state))
    if look in record.inspected and act.photo is None:
        raise errors.LookKnownError(**case.words())
    known = look in record.inspected
    return record if known else replace(record, inspected=(*record.inspected, look))


def _taken_down(record: Posting, case: Case) -> Posting:
    last = max((each.on for each in record.inspected), default=case.day)
    if case.day < last:
        raise errors.BeforeLookError(**case.words(last=last))
    return replace(record, down=case.done)


def state_of(words: str) -> str:
    """Return how a sheet was found, as it is written: on one line, without blanks around it."""
    state = " ".join(words.split())
    if not state or len(state) > LONGEST or not state.isprintable():
        raise errors.StateUnusableError(count=LONGEST)
    return state


def _slot(text: str | None, board: Board) -> str | None:
    if text is None:
        return None
    match = _SLOT.fullmatch(text)
    rows = board.rows or MOST_ROWS
    if match is None or int(match[1]) > board.columns or int(match[2]) > rows:
        raise errors.SlotUnusableError(
            slot=text, board=board.name, columns=board.columns, rows=rows
        )
    return text
