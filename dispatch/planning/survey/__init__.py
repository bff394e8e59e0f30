"""调研报告: the survey report of a span, in the form that the bureau's own had.

Figures and lists come from the record alone; what only a person can say is a marked gap. Nothing
is praised: a list that is empty is said to be empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.survey.annex import annex
from dispatch.planning.survey.facts import facts
from dispatch.planning.survey.outcome import outcome
from dispatch.planning.survey.problems import ahead
from dispatch.planning.survey.problems import problems
from dispatch.planning.survey.record import record_of
from dispatch.planning.survey.registers import Rows
from dispatch.planning.survey.span import Span
from dispatch.planning.survey.view import Report
from dispatch.planning.survey.words import Say
from dispatch.planning.survey.work import work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.planning.survey.record import Record
    from dispatch.planning.survey.view import Block

__all__ = ("Report", "Span", "survey")


def survey(account: Account, span: Span, messages: Messages, *, public: bool = False) -> Report:
    """Return the report of a span on the day of an account.

    With `public` the account is that of the public part: what is owed off the web is not asked.
    The span before is compared with where the record reaches back to its first day.
    """
    say = Say(messages=messages)
    rows = Rows(index=account.index, say=say)
    record = record_of(account, span, web=public)
    earlier = span.before()
    reached = earlier is not None and record.start <= earlier.first
    before = record_of(account, earlier, web=public) if earlier and reached else None
    sections = (
        facts(record, rows, say),
        work(record, rows, say),
        outcome(record, before, rows, say),
        problems(record, rows, say),
        ahead(record, rows, say),
    )
    lists, registers = annex(sections, say)
    site, day = account.site.config.site, account.day
    return Report(
        language=messages.language,
        title=say.words("title", title=site.title),
        span=say.words("span", first=say.day(span.first), last=say.day(span.last)),
        issuer=site.owner or account.site.organisation.units[0].name,
        date=(day.year, day.month, day.day),
        date_text=say.day(day),
        lead=tuple(_lead(record, say, public=public)),
        sections=sections,
        annex=say.words("annex.title"),
        notes=(say.words("annex.lists-note"), say.words("annex.registers-note")),
        parts=(say.words("annex.lists"), say.words("annex.registers")),
        listed=say.words("annex.listed"),
        empty=say.words("annex.empty"),
        cut=say.words("annex.cut"),
        lists=lists,
        registers=registers,
        labels=(("continued", messages.text("plan.label.continued")),),
    )


def _lead(record: Record, say: Say, *, public: bool) -> Iterator[Block]:
    yield say.gap("basis")
    first, last = say.day(record.span.first), say.day(record.span.last)
    yield say.para("lead", first=first, last=last, day=say.day(record.day))
    if public:
        yield say.para("public")
