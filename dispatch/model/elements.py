"""What an entry states, held against what the item's element asks for.

Values stay the text that was written, so that a page shows `1,250.00` as the clerk wrote it;
typing decides whether the text is of the element's type, and what shape it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dispatch.model.catalogue import ElementType

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from dispatch.model.catalogue import Element

Keys = tuple[str | int, ...]

TOTALS = ("合计", "总计", "合計", "總計", "Total")
"""What the first text cell of a table's total row says."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_MONEY = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,6})?")
_PHONE = re.compile(r"[0-9+()（）\- ,、;；/转轉ext.]{3,80}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEP_KEYS = ("name", "kind", "by", "within", "needs", "note", "to")
_TARGET_KEYS = ("name", "office", "measure", "plan", "done", "from", "to", "note")
_STEP_KINDS = ("start", "step", "decision", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with a value: below which keys, what, and the text concerned."""

    keys: Keys
    problem: str
    """The type that was expected, or what is wrong: see `layouts/locale` under rules.E003."""
    value: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """A step of a procedure."""

    name: str
    kind: str = "step"
    by: str = ""
    within: str = ""
    needs: str = ""
    note: str = ""
    to: tuple[tuple[str, str], ...] = ()
    """Names of the steps that it leads to, each with the condition; empty: to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target: what was planned and what is done."""

    name: str
    measure: str
    plan: str
    done: str
    office: str = ""
    first: date | None = None
    last: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The value of an element: one of these is set."""

    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """A table's cells in the order of the element's columns."""
    total: bool = False
    """Whether the last row is the total."""
    steps: tuple[FlowStep, ...] = ()
    targets: tuple[Target, ...] = ()


def decimal_of(text: str) -> Decimal | None:
    """Return the exact number that a text such as `1,250.00` or `85.5%` writes, or None."""
    bare = text.removesuffix("%").removesuffix("％").strip()
    return Decimal(bare.replace(",", "")) if _NUMBER.fullmatch(bare) else None


def typed(element: Element, raw: object) -> tuple[Typed | None, tuple[Fault, ...]]:
    """Return a raw value as its element's type, or the faults that keep it from being so."""
    if element.type is ElementType.LIST:
        return _list(raw)
    if element.type is ElementType.TABLE:
        return _table(element, raw)
    if element.type is ElementType.STEPS:
        return _steps(raw)
    if element.type is ElementType.TARGETS:
        return _targets(raw)
    problem = scalar_problem(element.type.value, raw)
    if problem:
        return None, (Fault(keys=(), problem=problem, value=_shown(raw)),)
    return Typed(text=str(raw).strip()), ()


def scalar_problem(kind: str, raw: object) -> str:
    """Return the name of the type that a raw scalar fails to be; empty where it is good."""
    if not isinstance(raw, str) or not raw.strip():
        return "empty" if raw is None or raw == "" else "scalar"
    check = _CHECKS.get(kind)
    return "" if check is None or check(raw.strip()) else kind


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_integer(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and "." not in text


def _is_money(text: str) -> bool:
    return bool(_MONEY.fullmatch(text))


def _is_percent(text: str) -> bool:
    return decimal_of(text) is not None


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and any(character.isdigit() for character in text)


def _is_day(text: str) -> bool:
    return _day(text) is not None


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "number": _is_number,
    "integer": _is_integer,
    "money": _is_money,
    "percent": _is_percent,
    "phone": _is_phone,
    "date": _is_day,
}


def _shown(raw: object) -> str:
    return raw if isinstance(raw, str) else type(raw).__name__ if raw is not None else ""


def _list(raw: object) -> tuple[Typed | None, tuple[Fault, ...]]:
    if not isinstance(raw, list) or not raw:
        return None, (Fault(keys=(), problem="list", value=_shown(raw)),)
    faults = tuple(
        Fault(keys=(index,), problem="scalar", value=_shown(each))
        for index, each in enumerate(raw)
        if scalar_problem("text", each)
    )
    return (None, faults) if faults else (Typed(items=tuple(map(str.strip, raw))), ())


def _table(element: Element, raw: object) -> tuple[Typed | None, tuple[Fault, ...]]:
    if not isinstance(raw, list) or not raw:
        return None, (Fault(keys=(), problem="table", value=_shown(raw)),)
    faults: list[Fault] = []
    rows: list[tuple[str, ...]] = []
    for index, row in enumerate(raw):
        if isinstance(row, dict):
            faults.extend(_row_faults(element, index, row))
            rows.append(tuple(_cell(row.get(column.name)) for column in element.columns))
        else:
            faults.append(Fault(keys=(index,), problem="row", value=_shown(row)))
    if faults:
        return None, tuple(faults)
    return Typed(rows=tuple(rows), total=_is_total(rows[-1])), ()


def _cell(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else ""


def _is_total(row: tuple[str, ...]) -> bool:
    return any(cell.replace(" ", "").replace("\u3000", "") in TOTALS for cell in row)


def _row_faults(element: Element, index: int, row: Mapping[str, object]) -> Iterator[Fault]:
    names = [column.name for column in element.columns]
    yield from _unknown_keys(row, names, (index,), "column-unknown")
    for column in element.columns:
        if column.name not in row:
            yield Fault(keys=(index,), problem="column-missing", value=column.name)
        elif row[column.name] not in (None, ""):
            problem = scalar_problem(column.type, row[column.name])
            if problem:
                value = _shown(row[column.name])
                yield Fault(keys=(index, column.name), problem=problem, value=value)


def _unknown_keys(
    row: Mapping[str, object], names: list[str], keys: Keys, problem: str
) -> Iterator[Fault]:
    for key in row:
        if key not in names:
            nearest = next(iter(get_close_matches(key, names, 1, 0.3)), "")
            yield Fault(keys=(*keys, key), problem=problem, value=key, nearest=nearest)


def _steps(raw: object) -> tuple[Typed | None, tuple[Fault, ...]]:
    faults = list(_shape_faults(raw, _STEP_KEYS, ("name",), "steps"))
    if faults or not isinstance(raw, list):
        return None, tuple(faults)
    for index, row in enumerate(raw):
        if row.get("kind") not in (None, *_STEP_KINDS):
            faults.append(Fault(keys=(index, "kind"), problem="step-kind", value=row["kind"]))
        faults.extend(_branch_faults(index, row.get("to")))
    if faults:
        return None, tuple(faults)
    return Typed(steps=tuple(_step(row) for row in raw)), ()


def _shape_faults(
    raw: object, known: tuple[str, ...], required: tuple[str, ...], problem: str
) -> Iterator[Fault]:
    if not isinstance(raw, list) or not raw:
        yield Fault(keys=(), problem=problem, value=_shown(raw))
        return
    for index, row in enumerate(raw):
        if not isinstance(row, dict):
            yield Fault(keys=(index,), problem=problem, value=_shown(row))
            continue
        yield from _unknown_keys(row, list(known), (index,), "key-unknown")
        for key, value in row.items():
            if key in known and key != "to" and value is not None and not isinstance(value, str):
                yield Fault(keys=(index, key), problem="scalar", value=_shown(value))
        for key in required:
            if not row.get(key):
                yield Fault(keys=(index,), problem="key-missing", value=key)


def _branch_faults(index: int, raw: object) -> Iterator[Fault]:
    if raw is None:
        return
    if not isinstance(raw, list):
        yield Fault(keys=(index, "to"), problem="branches", value=_shown(raw))
        return
    for number, branch in enumerate(raw):
        good = isinstance(branch, dict) and isinstance(branch.get("step"), str)
        if not good or not isinstance(branch.get("when") or "", str):
            yield Fault(keys=(index, "to", number), problem="branches", value=_shown(branch))
        elif unknown := set(branch) - {"step", "when"}:
            yield Fault(
                keys=(index, "to", number), problem="key-unknown", value=", ".join(sorted(unknown))
            )


def _step(row: Mapping[str, object]) -> FlowStep:
    branches = row.get("to")
    to = tuple(
        (_cell(branch.get("step")), _cell(branch.get("when")))
        for branch in (branches if isinstance(branches, list) else ())
    )
    words = {key: _cell(row.get(key)) for key in ("name", "by", "within", "needs", "note")}
    return FlowStep(kind=_cell(row.get("kind")) or "step", to=to, **words)


def _targets(raw: object) -> tuple[Typed | None, tuple[Fault, ...]]:
    faults = list(_target_shape(raw))
    if faults or not isinstance(raw, list):
        return None, tuple(faults)
    for index, row in enumerate(raw):
        faults.extend(_target_faults(index, row))
    return (None, tuple(faults)) if faults else (Typed(targets=tuple(map(_target, raw))), ())


def _target_shape(raw: object) -> Iterator[Fault]:
    yield from _shape_faults(raw, _TARGET_KEYS, ("name", "measure", "plan", "done"), "targets")


def _target_faults(index: int, row: Mapping[str, object]) -> Iterator[Fault]:
    for key in ("plan", "done"):
        if scalar_problem("number", row[key]):
            yield Fault(keys=(index, key), problem="number", value=_shown(row[key]))
    for key in ("from", "to"):
        if row.get(key) is not None and scalar_problem("date", row[key]):
            yield Fault(keys=(index, key), problem="date", value=_shown(row[key]))


def _target(row: Mapping[str, object]) -> Target:
    texts = ("name", "measure", "plan", "done", "office", "note")
    words = {key: _cell(row.get(key)) for key in texts}
    first, last = (_day(_cell(row.get(key))) for key in ("from", "to"))
    return Target(first=first, last=last, **words)
