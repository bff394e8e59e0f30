"""Family E: that an entry states what its item asks for, all of it, in the right shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.catalogue import ElementType
from dispatch.model.elements import TOTALS
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import unfinished
from dispatch.rules.base import unknown
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.elements import Fault
    from dispatch.model.elements import FlowStep
    from dispatch.rules.register import Register
    from dispatch.rules.register import Statement

GOOD = Sample()
COLUMN_PROBLEMS = ("column-unknown", "column-missing")
ADDABLE = ("number", "integer", "money", "percent")


@rule(
    "E001",
    "required-element-missing",
    clause="公开目录：公开内容（要素）",
    samples=(
        sample(entry="elements: {支出明细: [{用途: 活动, 金额: 300.00}]}"),
        sample(entry="elements: {收缴金额: 300.00}"),
    ),
)
def required_element_missing(register: Register) -> Iterator[Finding]:
    """An element that the catalogue requires is not stated, or is stated empty.

    The catalogue says what readers have a right to know; leaving it out is selective disclosure.
    In a draft it is no more than worth a word: a draft is what is not finished.
    """
    for entry, item in register.under_items():
        for element in item.elements:
            if not element.required or not is_blank(entry.elements.get(element.name)):
                continue
            variant = "empty" if element.name in entry.elements else ""
            place = register.at(entry.origin, "elements", element.name)
            yield unfinished(entry, finding(place, variant, element=element.name))


@rule(
    "E002",
    "unknown-element",
    clause="内容格式 1：elements",
    samples=(
        sample(entry="elements: {收缴金额: 1250.00, 支出明系: 无}"),
        sample(entry="elements: {收缴金额: 1250.00}"),
    ),
)
def unknown_element(register: Register) -> Iterator[Finding]:
    """An entry states an element that its item does not have.

    Usually the name is misspelt; then the element that was meant is missing from the page.
    """
    for entry, item in register.under_items():
        names = tuple(element.name for element in item.elements)
        for name in entry.elements:
            if name not in names:
                yield unknown(register.at_key(entry.origin, "elements", name), name, names)


def is_blank(value: object) -> bool:
    """Tell whether a value states nothing: a table to be filled in still says 合计."""
    if isinstance(value, dict):
        return all(map(is_blank, value.values()))
    if isinstance(value, list):
        return all(map(is_blank, value))
    return value is None or (isinstance(value, str) and value.strip() in ("", *TOTALS))


def _fault(register: Register, statement: Statement, fault: Fault) -> Finding:
    keys = ("elements", statement.element.name, *fault.keys)
    params = {
        "element": statement.element.name,
        "value": fault.value[:60],
    }
    if fault.nearest:
        params["nearest"] = fault.nearest
    variant = f"{fault.problem}-near" if fault.nearest else fault.problem
    named = fault.problem in ("column-unknown", "key-unknown") and fault.keys[-1] == fault.value
    at = register.at_key if named else register.at
    return finding(at(statement.entry.origin, *keys), variant, **params)


@rule(
    "E003",
    "element-of-wrong-type",
    clause="内容格式 1：elements、type",
    samples=(sample(entry="elements: {收缴金额: 约一千元}"), GOOD),
)
def element_of_wrong_type(register: Register) -> Iterator[Finding]:
    """A value is not written as its element's type asks: an amount, a day, a list, a table.

    What cannot be read as a number cannot be added up, compared or set in a column.
    """
    for statement in register.statements:
        for fault in statement.faults:
            if fault.problem not in COLUMN_PROBLEMS:
                yield _fault(register, statement, fault)
        yield from _empty_rows(register, statement)


def _empty_rows(register: Register, statement: Statement) -> Iterator[Finding]:
    rows = statement.entry.elements.get(statement.element.name)
    if statement.element.type is not ElementType.TABLE or not isinstance(rows, list):
        return
    for index, row in enumerate(rows):
        if isinstance(row, dict) and row and is_blank(row) and not is_blank(rows):
            place = register.at(statement.entry.origin, "elements", statement.element.name, index)
            found = finding(place, "row-empty", element=statement.element.name)
            yield unfinished(statement.entry, found)


@rule(
    "E004",
    "table-columns",
    clause="内容格式 1：elements、columns",
    samples=(
        sample(
            entry="elements: {收缴金额: 300.00, 支出明细: [{用图: 活动, 用途: 活动, 金额: 300.00}]}"
        ),
        sample(entry="elements: {收缴金额: 300.00, 支出明细: [{用途: 活动, 金额: 300.00}]}"),
    ),
)
def table_columns(register: Register) -> Iterator[Finding]:
    """A row of a table has a column that the item does not define, or lacks one that it does.

    The cell would be dropped from the table, or stand empty where readers expect a figure.
    """
    for statement in register.statements:
        for fault in statement.faults:
            if fault.problem in COLUMN_PROBLEMS:
                yield _fault(register, statement, fault)


@rule(
    "E005",
    "element-defined-badly",
    clause="内容格式 1：catalogue.yaml、elements",
    samples=(
        sample(
            item="elements: [{name: 收缴金额, type: money}, "
            "{name: 支出明细, type: table, required: false}]"
        ),
        sample(
            item="elements: [{name: 收缴金额, type: money}, "
            "{name: 支出明细, type: table, required: false, columns: [{name: 金额, type: money}]}]"
        ),
    ),
)
def element_defined_badly(register: Register) -> Iterator[Finding]:
    """The catalogue defines an element that nobody could state.

    A table without columns, a total of no column or of words, two elements of one name:
    every entry of the item would be refused, or would pass without being checked.
    """
    for item in register.site.catalogue.items:
        for index, element in enumerate(item.elements):
            if element is not item.element(element.name):
                place = register.at(item.origin, "elements", index, "name")
                yield finding(place, "twice", element=element.name)
            yield from _definition(register, item, index)


def _definition(register: Register, item: Item, index: int) -> Iterator[Finding]:
    element = item.elements[index]
    name, origin = element.name, item.origin
    if element.type is not ElementType.TABLE:
        for key, given in (("columns", element.columns), ("total", element.total)):
            if given:
                place = register.at(origin, "elements", index, key)
                yield finding(place, f"{key}-of-no-table", element=name)
        return
    if not element.columns:
        yield finding(register.at(origin, "elements", index, "type"), "no-columns", element=name)
    names = tuple(column.name for column in element.columns)
    for number, column in enumerate(element.columns):
        if column.name in names[:number]:
            place = register.at(origin, "elements", index, "columns", number, "name")
            yield finding(place, "column-twice", element=name, column=column.name)
    if element.total and (problem := _total_problem(element)):
        place = register.at(origin, "elements", index, "total")
        yield finding(place, problem, element=name, column=element.total)


def _total_problem(element: Element) -> str:
    types = {column.name: column.type for column in element.columns}
    if element.total not in types:
        return "total-of-nothing"
    return "" if types[element.total] in ADDABLE else "total-of-words"


@rule(
    "E006",
    "step-unknown",
    clause="内容格式 1：elements of the type steps",
    samples=(
        sample(
            entry="elements:\n  收缴金额: 300.00\n  流程:\n"
            "    - {name: 申请, to: [{step: 受里}]}\n    - {name: 受理}"
        ),
        sample(
            entry="elements:\n  收缴金额: 300.00\n  流程:\n"
            "    - {name: 申请, to: [{step: 受理}]}\n    - {name: 受理}"
        ),
    ),
)
def step_unknown(register: Register) -> Iterator[Finding]:
    """A step of a procedure leads to one that is not there, shares its name, or is never reached.

    The flow chart would be drawn with an arrow to nowhere, or a box that nobody gets to.
    """
    for statement in register.statements:
        if statement.typed and statement.typed.steps:
            yield from _flow(register, statement, statement.typed.steps)


def _flow(
    register: Register, statement: Statement, steps: tuple[FlowStep, ...]
) -> Iterator[Finding]:
    origin, keys = statement.entry.origin, ("elements", statement.element.name)
    names = tuple(step.name for step in steps)
    sound = True
    for index, step in enumerate(steps):
        if step.name in names[:index]:
            sound = False
            yield finding(register.at(origin, *keys, index, "name"), "twice", name=step.name)
        for number, (target, _) in enumerate(step.to):
            if target not in names:
                sound = False
                yield unknown(
                    register.at(origin, *keys, index, "to", number, "step"), target, names
                )
    reached = _reached(steps) if sound else names
    for index, name in enumerate(names):
        if name not in reached:
            yield finding(register.at(origin, *keys, index, "name"), "unreached", name=name)


def _reached(steps: tuple[FlowStep, ...]) -> frozenset[str]:
    """Return the names of the steps that following the arrows from the first one leads to."""
    leads: dict[str, tuple[str, ...]] = {}
    for index, step in enumerate(steps):
        following = steps[index + 1 : index + 2] if step.kind != "end" else ()
        leads[step.name] = tuple(name for name, _ in step.to) or tuple(s.name for s in following)
    waiting = [step.name for step in steps if step.kind == "start"] or [steps[0].name]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(leads[name])
    return frozenset(reached)


@rule(
    "E007",
    "nothing-stated",
    clause="内容格式 1：entries",
    samples=(
        sample(item="elements: []", entry="elements: {}", text=""),
        sample(item="elements: []", entry="elements: {}", text="现将党费收缴情况公开如下。"),
    ),
)
def nothing_stated(register: Register) -> Iterator[Finding]:
    """An entry has neither a text nor elements.

    A title alone tells nobody anything: it is the blank column that inspectors look for.
    """
    for entry in register.site.entries:
        if not entry.body.strip() and all(map(is_blank, entry.elements.values())):
            yield unfinished(entry, finding(register.at(entry.origin, "title")))


RULES = (
    required_element_missing,
    unknown_element,
    element_of_wrong_type,
    table_columns,
    element_defined_badly,
    step_unknown,
    nothing_stated,
)
