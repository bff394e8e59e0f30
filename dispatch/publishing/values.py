"""Values of ours as bytes, and back, for what one build keeps for the next.

From bytes nothing is made but the dataclasses and enumerations of this package and a few plain
types: bytes that name anything else are refused, whoever wrote them.
"""

from __future__ import annotations

import pickle
from dataclasses import is_dataclass
from enum import Enum
from importlib import import_module
from io import BytesIO
from typing import Any

PLAIN = frozenset(
    (
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("decimal", "Decimal"),
    )
)
"""What else may be named, by module and name."""


class ForeignValueError(Exception):
    """Bytes that hold no value of ours."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        """Return a type that may be made."""
        ours = module.startswith("dispatch.")
        if not ours and (module, name) not in PLAIN:
            raise ForeignValueError(f"{module}.{name}")
        found = getattr(import_module(module), name, None)
        if not isinstance(found, type):
            raise ForeignValueError(f"{module}.{name}")
        if ours and not (is_dataclass(found) or issubclass(found, Enum)):
            raise ForeignValueError(f"{module}.{name}")
        return found


class _Writer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        """Return a member of an enumeration by its value; releases of Python differ in how."""
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def packed(value: object) -> bytes:
    """Return the bytes of a value."""
    content = BytesIO()
    _Writer(content, pickle.HIGHEST_PROTOCOL).dump(value)
    return content.getvalue()


def unpacked(content: bytes) -> object:
    """Return the value of some bytes; ForeignValueError where they hold none of ours."""
    try:
        return _Reader(BytesIO(content)).load()
    except ForeignValueError:
        raise
    except Exception as fault:  # damaged bytes raise anything at all
        raise ForeignValueError(str(fault)) from fault
