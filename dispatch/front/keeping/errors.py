"""Why nothing is recorded: one exception class per sentence."""

from __future__ import annotations

from dispatch.ground.errors import DispatchError


class NameUnreadableError(DispatchError):
    """The file in which a name would be found has faults."""

    key = "name-unreadable"


class DayUnusableError(DispatchError):
    """A day that is none."""

    key = "day-unusable"


class ActInFutureError(DispatchError):
    """A day that has not come."""

    key = "act-in-future"


class NoKeeperError(DispatchError):
    """Nobody is named, and the board has no keeper."""

    key = "no-keeper"


class EntryIsDraftError(DispatchError):
    """An entry that is not ready goes nowhere."""

    key = "entry-is-draft"


class NotYetPublishedError(DispatchError):
    """The day lies before the entry is published."""

    key = "not-yet-published"


class EntryWithdrawnError(DispatchError):
    """The entry was withdrawn by that day."""

    key = "entry-withdrawn"


class EntryReplacedError(DispatchError):
    """Another entry had taken its place by that day."""

    key = "entry-replaced"


class NotForBoardError(DispatchError):
    """The entry is not for that board."""

    key = "not-for-board"


class NotForBoardsError(DispatchError):
    """The entry is for no board."""

    key = "not-for-boards"


class HangsAlreadyError(DispatchError):
    """The entry hangs there."""

    key = "hangs-already"


class HungThenError(DispatchError):
    """The entry hung there on that day, by a record that is complete."""

    key = "hung-then"


class HangsNotError(DispatchError):
    """The entry never hung there."""

    key = "hangs-not"


class HangsNoLongerError(DispatchError):
    """The entry was taken down there."""

    key = "hangs-no-longer"


class BeforePutUpError(DispatchError):
    """The day lies before the sheet was put up."""

    key = "before-put-up"


class BeforeLookError(DispatchError):
    """The sheet was still looked at after the day on which it is to have come down."""

    key = "before-look"


class LookKnownError(DispatchError):
    """The same look stands in the record."""

    key = "look-known"


class StateUnusableError(DispatchError):
    """Words for the state of a sheet that no file can hold."""

    key = "state-unusable"


class SlotUnusableError(DispatchError):
    """There is no such place on the board."""

    key = "slot-unusable"


class PhotoKnownError(DispatchError):
    """The record has a picture."""

    key = "photo-known"


class PhotoUnfitError(DispatchError):
    """A picture that is not taken."""

    key = "photo-unfit"


class RecordsDamagedError(DispatchError):
    """A file of posting records has faults, so nobody can tell what hangs."""

    key = "records-damaged"


class RecordsOddError(DispatchError):
    """A file of posting records is written so that nothing can be added to it for sure."""

    key = "records-odd"


class RecordsChangedError(DispatchError):
    """Somebody else wrote a file of posting records in the meantime."""

    key = "records-changed"


class RecordsOutsideError(DispatchError):
    """A link stands where the records are."""

    key = "records-outside"


class RecordsBusyError(DispatchError):
    """Somebody else is recording for longer than we would wait."""

    key = "records-busy"


class RecordsNotWrittenError(DispatchError):
    """The system would not let us write."""

    key = "records-not-written"
