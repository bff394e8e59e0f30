"""An entry to fill in, made from what its catalogue item asks for.

What stands in it is true or empty. What only a person can know (the meeting that decided, that
the content was reviewed) is there as a comment, so that nothing made up for the form can be
published by forgetting to change it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.ground import files
from dispatch.ground.errors import DispatchError
from dispatch.model.catalogue import ElementType
from dispatch.model.catalogue import Kind
from dispatch.model.catalogue import Phrase
from dispatch.model.catalogue import Staged
from dispatch.planning.drafts import Draft
from dispatch.planning.drafts import draft
from dispatch.planning.drafts import last_period
from dispatch.publishing.base import writing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from dispatch.ground.messages import Messages
    from dispatch.model.catalogue import Column
    from dispatch.model.catalogue import Element
    from dispatch.model.catalogue import Item
    from dispatch.model.organisation import Unit
    from dispatch.model.site import Site
    from dispatch.model.values import Duration
    from dispatch.model.values import Period

TITLE_LIMIT = 200
"""Characters that a title may have."""
NOTE_LIMIT = 120
"""Characters of a text that a comment shows."""

_PLAIN = re.compile(
    r"(?:[^\W_]|[“《〔（])"
    r"(?:[\w .·、，。；（）“”《》〔〕—/%+-]*[^\W_，、； ]|[”》〕）])?"
)
_NULLS = ("null", "Null", "NULL")


class EntryExistsError(DispatchError):
    """The file of a new entry is there already; it is never overwritten."""

    key = "entry-exists"


class EntryOutsideError(DispatchError):
    """A link among the folders leads the file of a new entry out of the root."""

    key = "entry-outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A draft, and the words for it."""

    draft: Draft
    words: Messages

    def say(self, key: str, **params: object) -> str:
        return self.words.text(f"new.{key}", **params)

    def say_day(self, day: date) -> str:
        return self.say("day", year=day.year, month=day.month, day=day.day)

    def say_length(self, length: Duration) -> str:
        return self.say(f"length.{length.unit.value}", count=length.count)

    def say_period(self, period: Period | None) -> str:
        if period is None:
            return ""
        year, _, part = period.text.partition("-")
        if part.isdigit():
            return self.say("period.month", year=year, month=int(part))
        return self.say(f"period.{part or 'year'}", year=year)


def scaffold(
    site: Site, item: Item, *, unit: str, day: date, messages: Messages
) -> tuple[str, str]:
    """Return the path below the root and the text of a new draft for an item of the catalogue."""
    made = draft(site, item, unit, day)
    form = _Form(draft=made, words=messages)
    parts = (_head, _identity, _dates, _procedure, _contacts, _elements, _rest)
    matter = (line for part in parts for line in part(form))
    text = "\n".join(("---", *matter, "---", "", *_body(form)))
    return f"content/entries/{day.year:04}/{made.id}.md", f"{text}\n"


def write_new(root: Path, path: str, text: str) -> Path:
    """Write a new file below the root, its folders made where they lack; return where it is."""
    place = root / path
    if files.has_link(root, path.rpartition("/")[0]):
        raise EntryOutsideError(path=path)
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            raise EntryExistsError(path=path) from None
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError:
            place.unlink()
            raise
    return place


def _scalar(text: str) -> str:
    """Return a text as a YAML scalar that reads as that text."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = (each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped)
    return f'"{"".join(shown)}"'


def _clean(text: str) -> str:
    """Return a text on one line, as a comment or a body may say it."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= NOTE_LIMIT else line[: NOTE_LIMIT - 1] + "…"


def _flow(**pairs: object) -> str:
    """Return a mapping on one line, without the keys that have no value."""
    filled = (
        f"{key}: {_scalar(str(each))}" for key, each in pairs.items() if each not in (None, "")
    )
    return "{" + ", ".join(filled) + "}"


def _head(form: _Form) -> Iterator[str]:
    item = form.draft.item
    title, category = _clean(item.title), _clean("·".join(item.category))
    yield f"# {form.say('head.item', code=item.code, title=title, category=category)}"
    if item.limit.phrase:
        yield f"# {form.say('head.limit', phrase=_clean(item.limit.phrase))}"
    yield f"# {form.say(f'head.scope.{item.scope.value}')}"
    if item.note:
        yield f"# {form.say('head.note', note=_clean(item.note))}"
    yield f"# {form.say('head.how')}"


def _identity(form: _Form) -> Iterator[str]:
    made = form.draft
    period = form.say_period(made.period)
    title = form.say("title", unit=made.issuer, period=period, title=made.item.title).strip()
    yield f"draft: true  # {form.say('draft')}"
    yield f"id: {made.id}  # {form.say('id')}"
    yield f"item: {_scalar(made.item.code)}"
    yield f"unit: {_scalar(made.unit)}"
    yield f"title: {_scalar(title if len(title) <= TITLE_LIMIT else made.item.title)}"
    yield f"# number: {form.say('number', year=made.day.year)}"


def _dates(form: _Form) -> Iterator[str]:
    made, limit = form.draft, form.draft.item.limit
    if made.period:
        yield f"period: {made.period.text}  # {form.say('period.help')}"
    elif isinstance(limit, Phrase):
        yield f"# period: {last_period('quarter', made.day).text}  # {form.say('period.perhaps')}"
    yield f"formed: {made.period.last if made.period else made.day}  # {form.say('formed')}"
    yield f"published: {made.day}  # {form.say('published')}"
    if made.item.kind is Kind.NOTICE:
        ends = {"from": made.day, "to": made.last}
        length = _flow(days=made.stands.count, unit=made.stands.unit.value, **ends)
        yield f"notice: {length}  # {form.say('notice')}"
    if isinstance(limit, Staged) and limit.stages:
        names = "、".join(_clean(stage.name) for stage in limit.stages)
        yield f"stage: {_flow(name=limit.stages[0].name)}  # {form.say('stage', names=names)}"
    if made.item.collective:
        body, record = form.say("meeting", unit=made.issuer), form.say("record", year=made.day.year)
        yield f"# {form.say('collective')}"
        yield f"# decision: {_flow(body=body, on=made.day, record=record)}"


def _procedure(form: _Form) -> Iterator[str]:
    """Return the steps: that it is proposed is true today, the others are yet to be taken."""
    steps, day = form.draft.steps, form.draft.day
    off = "" if steps.proposer else "# "
    review = _flow(by=steps.reviewer or "?", on=day, secrecy="cleared", accuracy="confirmed")
    yield f"{off}procedure:"
    yield f"{off}  proposed: {_flow(by=steps.proposer or '?', on=day)}"
    yield f"  # {form.say('procedure')}"
    yield f"  # reviewed: {review}"
    yield f"  # approved: {_flow(by=steps.approver or '?', on=day)}"


def _contacts(form: _Form) -> Iterator[str]:
    item, executing, watching = form.draft.item, form.draft.executing, form.draft.watching
    asked = item.kind is Kind.NOTICE or item.objections is not None
    off = "" if asked and executing else "# "
    yield f"{off}contacts:" + ("" if asked else f"  # {form.say('contacts')}")
    yield f"{off}  - {_contact('objections' if asked else 'enquiries', executing)}"
    yield f"{off if watching else '# '}  - {_contact('supervision', watching)}"


def _contact(purpose: str, unit: Unit | None) -> str:
    office, phone = (unit.name, unit.office_phone) if unit else ("?", None)
    return _flow(**{"for": purpose, "office": office, "phone": phone})


def _elements(form: _Form) -> Iterator[str]:
    elements = sorted(form.draft.item.elements, key=lambda element: not element.required)
    if elements:
        yield f"elements:  # {form.say('elements')}"
    for element in elements:
        off = "" if element.required else "# "
        yield from (f"  {off}{line}" for line in _element(form, element))


def _element(form: _Form, element: Element) -> Iterator[str]:
    kind = element.type.value
    optional = "" if element.required else form.say("help.optional")
    note = form.say("help.note", note=_clean(element.note)) if element.note else ""
    yield f"{_scalar(element.name)}:  # {form.say(f'help.{kind}')}{optional}{note}"
    if element.type is ElementType.TABLE:
        yield from _table(form, element)
    elif element.type in (ElementType.LIST, ElementType.STEPS, ElementType.TARGETS):
        off = "  # " if element.required else "  "
        yield from (f"{off}{line}" for line in form.say(f"example.{kind}").splitlines())


def _table(form: _Form, element: Element) -> Iterator[str]:
    """Return one row to fill in and, where the element has a total, the row of the total."""
    helps = (f"  # {form.say(f'help.{column.type}')}" for column in element.columns)
    yield from _row(element.columns, helps)
    words = [column.name for column in element.columns if column.type == "text"]
    if element.total and words:
        total = f" {form.say('total')}"
        yield from _row(
            element.columns, (total * (each.name == words[0]) for each in element.columns)
        )


def _row(columns: Iterable[Column], cells: Iterable[str]) -> Iterator[str]:
    for number, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        yield f"  {' ' if number else '-'} {_scalar(column.name)}:{cell}"


def _rest(form: _Form) -> Iterator[str]:
    made = form.draft
    if made.item.posting and made.item.boards:
        window = _flow(**{"from": made.day, "to": made.last})
        yield f"# posting: {window}  # {form.say('posting', length=form.say_length(made.stands))}"
    file = _flow(file=f"attachments/{made.id}.pdf", title=form.say("attachment"))
    yield f"# attachments: [{file}]  # {form.say('attachments')}"


def _body(form: _Form) -> Iterator[str]:
    made = form.draft
    text = form.say(
        "text.notice" if made.item.kind is Kind.NOTICE else "text.statement",
        unit=_clean(made.issuer),
        title=_clean(made.item.title),
        period=form.say_period(made.period),
        length=form.say_length(made.stands),
        first=form.say_day(made.day),
        last=form.say_day(made.last),
    )
    yield from text.splitlines()
