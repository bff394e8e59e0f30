"""The survey report: counted, set, and written where builds carry it over."""

from __future__ import annotations

from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import TypeVar
from typing import cast

from dispatch.front import handing
from dispatch.front import pipeline
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import account_of
from dispatch.front.desk import shown
from dispatch.ground.errors import DispatchError
from dispatch.ground.personal import covered

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dispatch.front.desk import Desk
    from dispatch.ledger.account import Account
    from dispatch.model.site import Site
    from dispatch.planning.survey import Report
    from dispatch.rendering.artifact import Artifact
    from dispatch.rendering.sheets import Fault
    from dispatch.rendering.sheets import Sheets

T = TypeVar("T")
FOLDER = "reports"
"""Below `print/`."""


class SpanReversedError(DispatchError):
    """A span that ends before it begins."""

    key = "span-reversed"


class SpanAheadError(DispatchError):
    """A span that ends after the day: nobody knows what will be."""

    key = "span-ahead"


def report(
    desk: Desk, ends: tuple[date | None, date | None], *, home: Path, public: bool, stdout: bool
) -> int:
    """Write the report of a span, by default of the year up to the day; or print its Markdown.

    It is counted from the content at the desk, and written at home, which is elsewhere where the
    desk has the content of the past.
    """
    from dispatch.planning.survey import Span  # noqa: PLC0415 - heavy floors where they are used
    from dispatch.planning.survey import survey  # noqa: PLC0415
    from dispatch.rendering.reports import markdown  # noqa: PLC0415

    first, last = ends
    until = last or desk.day
    since = first or until.replace(month=1, day=1)
    if since > until:
        raise SpanReversedError(first=since, last=until)
    if until > desk.day:
        raise SpanAheadError(last=until, day=desk.day)
    account = account_of(desk)
    counted = _public(account) if public else account
    span = Span(first=since, last=until)
    made = _veiled(survey(counted, span, desk.messages, public=public))
    if stdout:
        desk.terminal.out(markdown(made))
        return GOOD
    name = f"report-{since}-{until}{'-public' if public else ''}"
    return _write(replace(desk, root=home), account.site, made, name)


def _veiled(value: T) -> T:
    """Return a view in which the numbers of persons are covered, wherever they stand."""
    made: object = value
    if isinstance(value, str):
        made = covered(value)
    elif isinstance(value, tuple):
        made = tuple(map(_veiled, value))
    elif is_dataclass(value) and not isinstance(value, type):
        said = {each.name: _veiled(getattr(value, each.name)) for each in fields(value)}
        made = replace(value, **said)
    return cast("T", made)


def _public(account: Account) -> Account:
    """Return the account of what society may read."""
    from dispatch.ledger.index import index_of  # noqa: PLC0415
    from dispatch.planning.scope import public_part  # noqa: PLC0415

    site = public_part(account.site, account.day)
    return replace(account, site=site, index=index_of(site, account.day), duties=(), walls={})


def _write(desk: Desk, site: Site, made: Report, name: str) -> int:
    engine = pipeline.engine(desk.root, site.config)
    files, faults = _files(desk, engine, made, name)
    if faults:
        desk.terminal.err(shown(desk, (handing.missing(site, fault) for fault in faults)))
        return FAULTY
    handing.hand(desk, files, FOLDER)
    return GOOD


def _files(
    desk: Desk, sheets: Sheets, made: Report, name: str
) -> tuple[tuple[Artifact, ...], tuple[Fault, ...]]:
    from dispatch.rendering.artifact import Artifact  # noqa: PLC0415
    from dispatch.rendering.reports import markdown  # noqa: PLC0415
    from dispatch.rendering.sheets.reports import LAYOUT  # noqa: PLC0415
    from dispatch.rendering.sheets.reports import report_data  # noqa: PLC0415

    pdf, faults = sheets.document(LAYOUT, report_data(made), name=name, day=desk.day)
    text = markdown(made).encode()
    return (
        Artifact(path=f"{name}.md", content=text),
        Artifact(path=f"{name}.pdf", content=pdf),
    ), faults
