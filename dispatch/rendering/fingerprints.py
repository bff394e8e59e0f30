"""Digests of views: equal views have one, and it tells whether what shows them is the same.

Some views stand in many others, such as the row of an entry in lists: each of these is digested
once, and counts by its digest from then on.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields
from dataclasses import is_dataclass
from io import BytesIO
from operator import attrgetter
from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Reduced = tuple[Callable[..., Any], tuple[Any, ...]]


class Fingerprints:
    """Takes digests of views; those of `shared` dataclasses are taken once for each value."""

    def __init__(self, *shared: type) -> None:
        self._ways = _Ways(self._known, frozenset(shared))
        self._digests: dict[int, tuple[object, bytes]] = {}

    def of(self, value: object) -> str:
        """Return a digest that equal values have; empty for what holds no plain values."""
        told = BytesIO()
        pickler = pickle.Pickler(told, pickle.HIGHEST_PROTOCOL)
        pickler.fast = True  # whether two equal values are one does not show
        pickler.dispatch_table = self._ways
        try:
            pickler.dump(value)
        except (TypeError, pickle.PicklingError, AttributeError):
            return ""
        return hashlib.sha256(told.getbuffer()).hexdigest()

    def _known(self, value: object, told: Reduced) -> Reduced:
        """Return what a shared view counts by; it is held, so that nothing else gets its number."""
        number = id(value)
        if number not in self._digests:
            digest = self.of(told)
            if not digest:
                raise pickle.PicklingError
            self._digests[number] = (value, bytes.fromhex(digest))
        return bytes, (self._digests[number][1],)


class _Ways(dict[type, "Callable[[Any], Any]"]):
    """How the values of each class are told; what is no dataclass tells itself."""

    def __init__(
        self, known: Callable[[object, Reduced], Reduced], shared: frozenset[type]
    ) -> None:
        super().__init__()
        self._known = known
        self._shared = shared

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        way = self[kind] = self._way(kind) if is_dataclass(kind) else _own
        return way

    def _way(self, kind: type) -> Callable[[Any], Any]:
        names = [each.name for each in fields(kind)]
        values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()
        if len(names) == 1:
            (name,) = names
            return lambda value: (kind, (getattr(value, name),))
        if kind not in self._shared:
            return lambda value: (kind, values(value))
        return lambda value: self._known(value, (kind, values(value)))


def _own(value: object) -> object:
    return value.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


def fingerprint(value: object) -> str:
    """Return the digest of one value; empty for what holds no plain values."""
    return Fingerprints().of(value)
