"""`data/boards.jsonld`: the boards as linked data.

By the Czech open formal standard for notice boards, Úřední desky of 2021-07-20
(https://ofn.gov.cz/úřední-desky/2021-07-20/), whose terms it uses. What that standard lacks stands
beside them under a name of our own: when a sheet really came down, its digest, edition and place,
the item that asks for it and the deadline. All that a reader needs is in the file itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dispatch.ground.webfiles import media_type
from dispatch.rendering.opendata.document import day
from dispatch.rendering.opendata.document import stated
from dispatch.rendering.templates.links import address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.planning.views import BoardView
    from dispatch.planning.views import EntryRow
    from dispatch.planning.views.entries import EntryView
    from dispatch.planning.views.postings import PostingView
    from dispatch.planning.views.site import SiteView
    from dispatch.rendering.opendata.document import Record

STANDARD = "https://ofn.gov.cz/úřední-desky/2021-07-20/"
TERMS = "urn:dispatch:boards:"
"""Where our own terms are named; `data/` says what each means."""
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
CODES: Mapping[str, str] = {
    "CN": "CHN",
    "HK": "HKG",
    "MO": "MAC",
    "TW": "TWN",
    "SG": "SGP",
    "GB": "GBR",
    "IE": "IRL",
    "CZ": "CZE",
    "DE": "DEU",
    "US": "USA",
}
"""Countries by which the standard names where a body is registered; others are left out."""
OWN = (
    "name",
    "place",
    "readers",
    "keeper",
    "section",
    "state",
    "period",
    "slot",
    "edition",
    "digest",
    "size",
    "sha256",
)
OWN_DAYS = ("takenDown", "deadline", "plannedFrom")
OWN_LINKS = ("entry", "item", "unit")

_INSTANT = {"@id": "time:Instant"}


def _text(name: str) -> Record:
    return {"@id": name, "@container": "@language"}


def _typed(name: str, kind: str) -> Record:
    return {"@id": name, "@type": kind}


_FOREIGN = {
    "@id": "schema:Organization",
    "@context": {
        "název": _text("schema:legalName"),
        "stát_registrace": _typed(
            "https://slovník.gov.cz/generický/právnické-osoby/pojem/stát-registrace", "@id"
        ),
    },
}
CONTEXT: Mapping[str, object] = {
    "@version": 1.1,
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "http://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "desky": "https://slovník.gov.cz/datový/ofn-úřední-desky/pojem/",
    "sb504-2004": "https://slovník.gov.cz/legislativní/sbírka/500/2004/pojem/",
    "dispatch": TERMS,
    "iri": "@id",
    "typ": "@type",
    "Úřední deska": "desky:úřední-deska",
    "Informace na úřední desce": "desky:informace-zveřejněná-na-úřední-desce",
    "Digitální objekt": "schema:CreativeWork",
    "Agenda": "desky:agenda",
    "Časový okamžik": _INSTANT,
    "Zahraniční osoba": _FOREIGN,
    "název": _text("dcterms:title"),
    "popis": _text("dcterms:description"),
    "stránka": _typed("desky:má-stránku", "@id"),
    "provozovatel": {"@reverse": "sb504-2004:zřizuje"},
    "informace": {"@id": "sb504-2004:obsahuje-informaci", "@container": "@set"},
    "url": _typed("schema:downloadUrl", "xsd:anyURI"),
    "typ_média": _typed("schema:encodingFormat", "@id"),
    "aktualizováno": "dcterms:modified",
    "vyvěšení": "sb504-2004:vyvěšení-informace",
    "schválení": "desky:schválení-informace",
    "relevantní_do": "desky:relevantní-do",
    "číslo_jednací": _typed("desky:číslo-jednací", "xsd:string"),
    "revize": _typed("desky:označení-revize", "xsd:string"),
    "dokument": {"@id": "desky:má-další-dokument", "@container": "@set"},
    "agenda": {"@id": "desky:spadá-pod-agendu", "@container": "@set"},
    "datum": _typed("time:inXSDDate", "xsd:date"),
    "nespecifikovaný": _typed(
        "https://slovník.gov.cz/generický/čas/pojem/je-nespecifikovaný", "xsd:boolean"
    ),
    **{name: f"dispatch:{name}" for name in OWN},
    **{name: _typed(f"dispatch:{name}", "xsd:date") for name in OWN_DAYS},
    **{name: _typed(f"dispatch:{name}", "@id") for name in OWN_LINKS},
}


def boards_jsonld(view: SiteView) -> bytes:
    """Return all boards with what stands and stood there, one board after the other."""
    teller = _Teller(view)
    graph = [teller.board(board) for board in view.boards]
    data = {"@context": CONTEXT, "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ": "))
    return f"{text}\n".encode("utf-8", "replace")


class _Teller:
    """Tells of boards; knows the entries and the deadlines by id."""

    def __init__(self, view: SiteView) -> None:
        self._frame = view.frame
        self._entries = {each.row.id: each for each in view.entries}
        self._deadlines = {
            each["entry"]: each["deadline"] for each in view.duties.rows if each.get("entry")
        }

    def board(self, board: BoardView) -> Record:
        """Return a board."""
        base = self._frame.base_url
        standing = ((row, each.name) for each in board.sections for row in each.rows)
        listed = (*standing, *((row, "") for row in board.past))
        return stated(
            {
                "typ": "Úřední deska",
                "iri": f"{address(base, board.path)}#board",
                "stránka": address(base, board.path),
                "název": self._words(board.name),
                "provozovatel": self._body(),
                "place": board.place,
                "readers": board.readers,
                "keeper": board.keeper,
                "informace": list(self._notices(board, listed)),
            }
        )

    def _body(self) -> Record:
        country = CODES.get(self._frame.country, "")
        return stated(
            {
                "typ": "Zahraniční osoba",
                "iri": f"{address(self._frame.base_url)}#body",
                "název": self._words(self._frame.owner or self._frame.title),
                "stát_registrace": f"{COUNTRIES}{country}" if country else "",
            }
        )

    def _notices(
        self, board: BoardView, listed: tuple[tuple[EntryRow, str], ...]
    ) -> Iterator[Record]:
        for row, section in listed:
            entry = self._entries.get(row.id)
            if entry is not None:
                yield stated({**self._notice(board, entry), "section": section})

    def _notice(self, board: BoardView, entry: EntryView) -> Record:
        """Return an entry on a board: on each board it is a notice of its own."""
        base, row = self._frame.base_url, entry.row
        page = address(base, row.path)
        last = next((e for e in reversed(entry.postings) if e.board.path == board.path), None)
        planned = entry.posted_from or row.published
        return {
            "typ": ["Digitální objekt", "Informace na úřední desce"],
            "iri": f"{page}#{board.id}",
            "url": page,
            "název": self._words(row.title),
            "popis": self._words(row.summary),
            "číslo_jednací": row.number,
            "vyvěšení": _instant(last.up if last else planned),
            "relevantní_do": _instant(row.until),
            "schválení": self._approved(entry),
            "revize": str(entry.printed[-1].number) if entry.printed else "",
            "agenda": [
                {
                    "typ": "Agenda",
                    "iri": address(base, row.item.path),
                    "název": self._words(row.item.text),
                }
            ]
            if row.item.path
            else [],
            "dokument": [*self._documents(entry)],
            "entry": page,
            "item": address(base, row.item.path) if row.item.path else "",
            "unit": address(base, row.unit.path) if row.unit.path else "",
            "state": row.state,
            "period": row.period,
            "plannedFrom": day(planned),
            "deadline": self._deadlines.get(row.id),
            **_hung(last),
        }

    def _approved(self, entry: EntryView) -> Record:
        on = next((each.on for each in entry.steps if each.name == "approved"), None)
        return _instant(on) if on else {}

    def _documents(self, entry: EntryView) -> Iterator[Record]:
        base = self._frame.base_url
        if entry.sheet:
            digests = entry.printed[-1].digests if entry.printed else ()
            yield stated(
                {
                    "typ": "Digitální objekt",
                    "název": self._words(entry.sheet.rpartition("/")[2]),
                    "url": address(base, entry.sheet),
                    "typ_média": f"{MEDIA_TYPES}application/pdf",
                    "digest": list(digests),
                }
            )
        for file in entry.attachments:
            yield {
                "typ": "Digitální objekt",
                "název": self._words(file.title),
                "url": address(base, file.path),
                "typ_média": f"{MEDIA_TYPES}{media_type(file.path)}",
                "size": file.size,
                "sha256": file.digest,
            }

    def _words(self, text: str) -> Record:
        return {self._frame.language: text} if text else {}


def _instant(on: date | None) -> Record:
    if on is None:
        return {"typ": "Časový okamžik", "nespecifikovaný": True}
    return {"typ": "Časový okamžik", "datum": day(on)}


def _hung(posting: PostingView | None) -> Record:
    """Return what is on record of the sheet on the board."""
    if posting is None:
        return {}
    return {
        "takenDown": day(posting.down),
        "slot": posting.slot,
        "edition": posting.edition,
        "digest": posting.digest,
    }
