"""Which spans are assessed, and the account that their scores are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.clock.schedule import period_before
from dispatch.ledger.duties import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dispatch.ledger.account import Account
    from dispatch.model.config import AssessmentConfig
    from dispatch.model.values import Period

MOST = 5
"""The last span that is over, and at most four before it."""


def begun(account: Account) -> date:
    """Return the day on which the record begins: that of the first entry, or else the day."""
    return min((each.published for each in account.index.entries.values()), default=account.day)


def reach_of(account: Account, span: Period) -> Reach:
    """Return how far duties are looked for to score a span: no further than the record."""
    return Reach(since=max(span.first, begun(account)), until=account.day)


def past_spans(account: Account, sheet: AssessmentConfig) -> tuple[Period, ...]:
    """Return the last span that is over and those before it that the record reaches."""
    return tuple(_past(account, sheet))[:MOST]


def _past(account: Account, sheet: AssessmentConfig) -> Iterator[Period]:
    start, span = begun(account), period_before(sheet.every, account.day)
    while span and start <= span.last and account.index.entries:
        yield span
        span = period_before(sheet.every, span.first)
