"""What a phrase comes to: a reading, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from dispatch.model.catalogue import TimeLimit
    from dispatch.model.values import Duration

ClockName = Literal["posting", "answer", "archive", "update", "progress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Another clock that the phrase sets beside the one of publishing."""

    name: ClockName
    """`posting`: how long it must stand; `answer`: objections; `archive`: how long it is kept;
    `update`: after a change; `progress`: that progress is told as it comes."""
    length: Duration | None = None
    """How long; none where the norm only says 及时 or 逐段."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of the locale catalogues: its key and what fills its places."""

    key: str
    """Without the `phrases.` that goes before."""
    params: tuple[tuple[str, str | int | Said], ...] = ()
    """A place may be filled by a sentence of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The limit that one way of reading gives."""

    limit: TimeLimit
    extra: tuple[Clock, ...] = ()
    event: str = ""
    """The words of the norm for what starts the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a way of reading gives no limit, and where in the plain text."""

    reason: str
    at: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A phrase that was read with certainty."""

    limit: TimeLimit
    """The limit, with the phrase kept as it stands."""
    reading: Said
    """How it was read."""
    extra: tuple[Clock, ...] = ()
    """The other clocks of the phrase."""
    certain: Literal[True] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A phrase that was not read."""

    reason: str
    """The key of the reason, without `phrases.refused.`."""
    params: tuple[tuple[str, str], ...] = ()
    """`words`: the words it is about; `phrase`: the whole."""
    place: int = 0
    """The offset of those words in the phrase."""
    suggestion: str = ""
    """What to write instead, as YAML; `…` stands for what only a person knows."""
