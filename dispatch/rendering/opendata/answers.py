"""`data/duties.json`, `feedback.json`, `oversight.json` and `pages.json`: how it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground import prose
from dispatch.rendering.opendata import document
from dispatch.rendering.opendata.document import day
from dispatch.rendering.opendata.document import named
from dispatch.rendering.opendata.document import stated
from dispatch.rendering.opendata.entries import answer_record
from dispatch.rendering.opendata.entries import opinion_record
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from dispatch.planning.views.assessment import SpanView
    from dispatch.planning.views.assessment import UnitScore
    from dispatch.planning.views.duties import FiguresView
    from dispatch.planning.views.site import OversightView
    from dispatch.planning.views.site import PageView
    from dispatch.planning.views.site import SiteView
    from dispatch.planning.views.site import WaiverView
    from dispatch.planning.views.taking import RequestView
    from dispatch.rendering.opendata.document import Record


def duties_json(view: SiteView) -> bytes:
    """Return the public duties: `totals`, and a line for each duty in `duties`.

    The keys of a duty are those of `due --format json`; those of the totals are its states, how
    many were `due`, `published` and `in_time`, and the percentages `coverage` and `timeliness`.
    """
    duties = view.duties
    units = {unit.id: _totals(unit.figures) for unit in duties.units}
    head = {
        "address": address(view.frame.base_url, "duties/"),
        "totals": {**_totals(duties.figures), "units": units},
    }
    return document.document(view.frame, "duties", head, duties=duties.rows)


def _totals(figures: FiguresView) -> Record:
    return {
        "states": dict(figures.states),
        "due": figures.due,
        "published": figures.published,
        "in_time": figures.in_time,
        "coverage": figures.coverage or None,
        "timeliness": figures.timeliness or None,
    }


def feedback_json(view: SiteView) -> bytes:
    """Return the public opinions and applications with their answers; totals are of opinions."""
    base = view.frame.base_url
    answered = sum(1 for each in view.feedback if each.answered)
    head = {"totals": {"received": len(view.feedback), "answered": answered}}
    opinions = (opinion_record(base, each, entry=True) for each in view.feedback)
    requests = (_request(base, each) for each in view.taking.requests)
    return document.document(view.frame, "feedback", head, opinions=opinions, requests=requests)


def _request(base: str, view: RequestView) -> Record:
    return stated(
        {
            "received": day(view.received),
            "item": document.about(base, view.item),
            "unit": view.unit,
            "text": view.text,
            "accepted": day(view.accepted),
            "extended": day(view.extended),
            "due": day(view.due),
            "late": view.late,
            "outcome": view.outcome,
            "answered": answer_record(view),
        }
    )


def oversight_json(view: SiteView) -> bytes:
    """Return the public records of oversight, the waivers, and scores where they are public."""
    base = view.frame.base_url
    records = (_record(base, each) for each in view.oversight)
    waivers = (_waiver(base, each) for each in view.waivers)
    spans = view.assessment.spans if view.assessment else ()
    scores = (_span(base, each) for each in spans)
    return document.document(
        view.frame, "oversight", {}, records=records, waivers=waivers, scores=scores
    )


def _record(base: str, view: OversightView) -> Record:
    told = {key: getattr(view, key) for key in ("kind", "by", "title", "finding", "note")}
    days = {key: day(getattr(view, key)) for key in ("on", "due", "resolved")}
    return stated({**told, **days, "unit": named(base, view.unit)})


def _waiver(base: str, view: WaiverView) -> Record:
    return stated(
        {
            "code": view.code,
            "rule": view.rule,
            "about": document.about(base, view.about),
            "unit": named(base, view.unit) if view.unit else {},
            "reason": view.reason,
            "by": view.by,
            "on": day(view.on),
            "until": day(view.until),
            "expired": view.expired,
        }
    )


def _span(base: str, span: SpanView) -> Record:
    units = [_score(base, each) for each in span.units]
    return {"span": span.text, "of": span.of, "units": units}


def _score(base: str, score: UnitScore) -> Record:
    lines = [
        {"name": each.name, "points": each.points, "of": each.of, "note": each.note}
        for each in score.lines
    ]
    return stated(
        {
            "unit": named(base, score.unit),
            "total": score.total,
            "rank": score.rank or None,
            "grade": score.grade,
            "complete": score.complete,
            "lines": [stated(each) for each in lines],
        }
    )


def pages_json(view: SiteView) -> bytes:
    """Return the pages about the site."""
    pages = (_page(view.frame.base_url, each) for each in view.pages)
    return document.document(view.frame, "pages", {}, pages=pages)


def _page(base: str, page: PageView) -> Record:
    return {
        "name": page.name,
        "address": address(base, page.path),
        "title": page.title,
        "text": {"plain": prose.plain(page.html), "html": page.html},
    }
