"""The data folder: every file against its schema, the boards as triples, and hostile words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from pyld import jsonld

from dispatch.ground import messages
from dispatch.ground import prose
from dispatch.ledger.account import account_of
from dispatch.planning.plan import plan
from dispatch.reading import loader
from dispatch.rendering import opendata
from dispatch.rendering import pages
from dispatch.rendering.opendata import answers
from dispatch.rendering.opendata import entries
from dispatch.rendering.opendata import schemas
from dispatch.rendering.templates import Templates
from tests.browser import sample

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "layouts"
LANGUAGES = ("zh-Hans", "en")
BASE = "https://example.gov.cn/dwgk/"
DESKY = "https://slovník.gov.cz/datový/ofn-úřední-desky/pojem/"
SB = "https://slovník.gov.cz/legislativní/sbírka/500/2004/pojem/"
OWN = "urn:dispatch:boards:"
DAY_TYPE = "http://www.w3.org/2001/XMLSchema#date"
KEYS = (
    *("id", "address", "title", "number", "kind", "item", "unit", "period", "published"),
    *("until", "state", "summary", "boards"),
)
# What the standard's own schema demands of a board, of a notice and of a moment in time.
MOMENT = {
    "type": "object",
    "required": ["typ"],
    "properties": {
        "typ": {"const": "Časový okamžik"},
        "datum": {"type": "string", "format": "date"},
        "nespecifikovaný": {"type": "boolean"},
    },
    "oneOf": [{"required": ["datum"]}, {"required": ["nespecifikovaný"]}],
}
WORDS = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
IRI = {"type": "string", "format": "iri", "pattern": "^[a-z]+:"}
DOCUMENT = {
    "type": "object",
    "required": ["typ"],
    "properties": {
        "typ": {"const": "Digitální objekt"},
        "název": WORDS,
        "url": IRI,
        "typ_média": {"pattern": r"^http://www\.iana\.org/assignments/media-types/.+/.+$"},
    },
}
NOTICE = {
    "type": "object",
    "required": ["typ", "iri", "název", "vyvěšení", "relevantní_do"],
    "properties": {
        "typ": {"type": "array", "contains": {"const": "Informace na úřední desce"}},
        "iri": IRI,
        "url": IRI,
        "název": WORDS,
        "popis": WORDS,
        "vyvěšení": MOMENT,
        "relevantní_do": MOMENT,
        "schválení": MOMENT,
        "číslo_jednací": {"type": "string"},
        "revize": {"type": "string"},
        "dokument": {"type": "array", "items": DOCUMENT},
        "agenda": {"type": "array", "items": {"properties": {"typ": {"const": "Agenda"}}}},
    },
}
BOARD = {
    "type": "object",
    "required": ["typ", "iri", "stránka", "provozovatel", "informace"],
    "properties": {
        "typ": {"const": "Úřední deska"},
        "iri": IRI,
        "stránka": IRI,
        "provozovatel": {"required": ["typ", "název", "stát_registrace"]},
        "informace": {"type": "array", "items": NOTICE},
    },
}


def words_of(language):
    return messages.load((LAYOUTS / "locale",), language)


def made(view, language="zh-Hans"):
    return {each.path: each.content for each in opendata.data_files(view, words_of(language))}


@pytest.fixture(scope="module")
def bureau():
    site, _ = loader.load(ROOT)
    return plan(account_of(site, date(2026, 11, 23)), words_of("zh-Hans"), sheets=False).site


@pytest.fixture(scope="module")
def views(bureau):
    shown = replace(
        sample.site(), frame=replace(sample.site().frame, licence="CC BY 4.0", country="CN")
    )
    return {"sample": shown, "bureau": bureau}


@pytest.fixture(scope="module")
def all_files(views):
    return {name: made(view) for name, view in views.items()}


@pytest.mark.parametrize("of", ["sample", "bureau"])
@pytest.mark.parametrize("name", schemas.NAMES)
def test_a_file_is_what_its_schema_says(all_files, of, name):
    files = all_files[of]
    data = json.loads(files[f"data/{name}.json"])
    schema = json.loads(files[f"data/schemas/{name}.schema.json"])
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    checker = validator(schema, format_checker=jsonschema.FormatChecker())
    assert [f"{list(e.path)}: {e.message}" for e in checker.iter_errors(data)] == []
    assert data["$schema"] == schema["$id"] == f"{BASE}data/schemas/{name}.schema.json"
    assert data["day"] == "2026-11-23"


@pytest.mark.parametrize("name", schemas.NAMES)
def test_a_schema_sees_what_drifts(all_files, name):
    files = all_files["sample"]
    checker = jsonschema.Draft202012Validator(json.loads(files[f"data/schemas/{name}.schema.json"]))
    for place in _objects(json.loads(files[f"data/{name}.json"])):
        data = json.loads(files[f"data/{name}.json"])
        target = data
        for step in place:
            target = target[step]
        target["drifted"] = 1
        assert not checker.is_valid(data), place


def _objects(data):
    """Return the place of one object of each shape, save maps of free keys."""
    found = {}
    stack = [((), data)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, dict):
            shape = tuple(step for step in place if isinstance(step, str))
            if (shape and shape[-1] not in ("states", "units")) or not shape:
                found.setdefault(shape, place)
            stack += [((*place, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            stack += [((*place, number), each) for number, each in enumerate(value)]
    return found.values()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", schemas.NAMES)
def test_every_key_of_a_schema_is_explained(language, name):
    schema = json.loads(schemas.schema_json(sample.site().frame, words_of(language), name))
    assert schema["title"]
    assert [place for place, text in _explained(schema, ()) if not text] == []


def _explained(schema, place):
    if isinstance(schema, dict):
        for key, shape in schema.get("properties", {}).items():
            yield (*place, key), shape.get("description")
        for key, part in schema.items():
            yield from _explained(part, (*place, key))


def test_no_word_of_the_keys_is_left_over():
    used = set()
    words = words_of("en")
    seen = messages.Messages(language="en", texts=_Noted(words.texts, used))
    for name in schemas.NAMES:
        schemas.schema_json(sample.site().frame, seen, name)
    known = {key for key in words.texts if key.startswith("opendata.key.")}
    assert known - used == set()


class _Noted(dict):
    def __init__(self, texts, used):
        super().__init__(texts)
        self.used = used

    def __getitem__(self, key):
        self.used.add(key)
        return super().__getitem__(key)


def test_the_keys_that_were_there_are_there(all_files):
    found = {
        each["id"]: each for each in json.loads(all_files["sample"]["data/entries.json"])["entries"]
    }
    assert len(found) == len(sample.ROWS)
    assert found["2026-0011"]["state"] == "withdrawn"
    hung = json.loads(all_files["bureau"]["data/entries.json"])["entries"]
    assert set(KEYS) <= {key for each in (*found.values(), *hung) for key in each}
    rich = found["2026-0003"]
    assert rich["item"]["title"] == "党费收缴、使用和管理情况"
    assert rich["item"]["address"] == f"{BASE}catalogue/C-03/"
    assert rich["unit"] == {
        "id": "branch-1",
        "name": "第一党支部",
        "address": f"{BASE}units/branch-1/",
    }
    assert not [
        value for each in found.values() for value in each.values() if value in ("", [], {}, None)
    ]


def test_values_have_their_types(all_files):
    found = json.loads(all_files["sample"]["data/entries.json"])["entries"]
    elements = {each["name"]: each for each in found[2]["elements"]}
    assert elements["收缴金额"] == {
        "name": "收缴金额",
        "type": "money",
        "value": "1250.00",
        "written": "1,250.00",
    }
    assert elements["公布日期"]["value"] == "2026-10-12"
    assert elements["主要工作"]["items"] == ["按月收缴", "按季公布", "专账管理"]
    table = elements["支出明细"]
    assert table["rows"][0] == ["党员活动资料", "支部委员", "2026-08-10", "180.00"]
    assert table["total"] == ["合计", "", "", "300.00"]
    assert len(table["rows"]) == 2
    steps = found[6]["elements"][0]["steps"]
    assert {way["step"] for way in steps[2]["to"]} < {step["name"] for step in steps}
    assert found[5]["elements"][0]["targets"][0]["share"] == 0.97
    assert entries.typed("percent", "-1,085.50%") == "-1085.50"
    assert entries.typed("text", "1,250") == "1,250"


def test_a_withdrawn_entry_says_why_and_nothing_else(all_files):
    found = json.loads(all_files["sample"]["data/entries.json"])["entries"]
    gone = next(each for each in found if each["state"] == "withdrawn")
    assert gone["withdrawn"] == {"on": "2026-11-10", "reason": "项目未通过审查"}
    assert not {"text", "elements", "attachments", "contacts", "steps", "formed"} & set(gone)


def test_every_id_leads_somewhere(all_files):
    files = all_files["bureau"]
    entry_ids = {each["id"] for each in json.loads(files["data/entries.json"])["entries"]}
    codes = {each["code"] for each in json.loads(files["data/catalogue.json"])["items"]}
    for item in json.loads(files["data/catalogue.json"])["items"]:
        assert set(item.get("entries", [])) <= entry_ids
    for board in json.loads(files["data/boards.json"])["boards"]:
        assert {name for each in board["sections"] for name in each["entries"]} <= entry_ids
        assert set(board.get("past", [])) <= entry_ids
    for unit in json.loads(files["data/organisation.json"])["units"]:
        assert set(unit.get("items", [])) <= codes
        assert set(unit.get("entries", [])) <= entry_ids
    for each in json.loads(files["data/duties.json"])["duties"]:
        assert each["item"] in codes


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data)


def test_plain_text_has_the_words_of_the_page_and_no_tag(bureau):
    for entry in bureau.entries:
        parser = _Words()
        parser.feed(entry.html)
        parser.close()
        assert "".join("".join(parser.words).split()) == "".join(prose.plain(entry.html).split())
    tricky = '<p title="a>b">一&lt;b&gt;二</p><table><tr><th>甲</th><td>乙</td></tr></table>'
    assert prose.plain(tricky) == "一<b>二\n甲\t乙"


def offline(address, *_):
    raise AssertionError(f"{address} is asked for")


def triples(content):
    """Return the triples of a document; whatever is to be fetched is a fault."""
    options = {"documentLoader": offline, "format": "application/n-quads"}
    graph = jsonld.to_rdf(json.loads(content), {"documentLoader": offline})
    assert jsonld.normalize(json.loads(content), {**options, "algorithm": "URDNA2015"})
    return [
        (each["subject"]["value"], each["predicate"]["value"], each["object"])
        for each in graph["@default"]
    ]


@pytest.mark.parametrize("of", ["sample", "bureau"])
def test_the_boards_are_as_the_standard_has_them(all_files, of):
    data = json.loads(all_files[of]["data/boards.jsonld"])
    checker = jsonschema.Draft202012Validator(BOARD, format_checker=jsonschema.FormatChecker())
    for board in data["@graph"]:
        assert [f"{list(e.path)}: {e.message}" for e in checker.iter_errors(board)] == []
    used = {key for board in data["@graph"] for each in board["informace"] for key in each}
    assert used <= set(data["@context"])


def test_the_boards_are_read_as_triples_without_asking_anybody(all_files):
    content = all_files["sample"]["data/boards.jsonld"]
    facts = triples(content)
    board = f"{BASE}boards/party-building/#board"
    notice = f"{BASE}entries/2026/2026-0003/#party-building"
    told = {(predicate, each["value"]) for subject, predicate, each in facts if subject == notice}
    assert notice in {
        each["value"] for s, p, each in facts if (s, p) == (board, f"{SB}obsahuje-informaci")
    }
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert (kind, f"{DESKY}informace-zveřejněná-na-úřední-desce") in told
    assert (f"{DESKY}číslo-jednací", "水党一支发〔2026〕18号") in told
    assert {
        (f"{OWN}takenDown", "2026-11-20"),
        (f"{OWN}digest", "0123456789ab"),
        (f"{OWN}edition", "2"),
        (f"{OWN}slot", "3-2"),
        (f"{OWN}item", f"{BASE}catalogue/C-03/"),
        (f"{OWN}entry", f"{BASE}entries/2026/2026-0003/"),
    } <= told
    down = next(each for s, p, each in facts if (s, p) == (notice, f"{OWN}takenDown"))
    assert down["datatype"] == DAY_TYPE
    up = next(
        each["value"] for s, p, each in facts if (s, p) == (notice, f"{SB}vyvěšení-informace")
    )
    assert ("http://www.w3.org/2006/time#inXSDDate", "2026-11-16") in {
        (p, each["value"]) for s, p, each in facts if s == up
    }
    assert (f"{BASE}#body", f"{SB}zřizuje") in {(s, p) for s, p, _ in facts}
    assert any(p == f"{OWN}deadline" for _, p, _ in facts)


def test_no_key_of_the_boards_is_lost_in_the_triples(all_files):
    """A key without a meaning in the context would vanish without a word."""
    for files in all_files.values():
        data = json.loads(files["data/boards.jsonld"])
        context = data["@context"]
        scoped = context["Zahraniční osoba"]["@context"]
        known = {*context, *scoped, "@graph"}
        assert _keys({"@graph": data["@graph"]}) - known <= {sample.site().frame.language}


def _keys(data):
    if isinstance(data, dict):
        return set(data).union(*map(_keys, data.values()))
    return set().union(*map(_keys, data)) if isinstance(data, list) else set()


def test_an_entry_on_two_boards_is_two_notices(all_files):
    data = json.loads(all_files["sample"]["data/boards.jsonld"])
    iris = [each["iri"] for board in data["@graph"] for each in board["informace"]]
    assert len(iris) == len(set(iris))
    assert len({each.partition("#")[0] for each in iris}) < len(iris)


DIRTY = ("\x00", "\x1b[31m", "\ud800", "\uffff", "\u202e", "]]>", "</script>", "{{7*7}}", "=1+1")


def _dirty(value):
    """Return a view whose every plain text ends in what could break a file."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return tuple(map(_dirty, value))
    if hasattr(value, "__dataclass_fields__"):
        free = ("title", "text", "html", "summary", "name", "reason", "finding", "answer", "note")
        changed = {
            key: getattr(value, key) + "".join(DIRTY)
            if key in free and isinstance(getattr(value, key), str) and getattr(value, key)
            else _dirty(getattr(value, key))
            for key in value.__dataclass_fields__
        }
        return type(value)(**changed)
    return value


def test_hostile_words_break_no_file(views):
    files = made(_dirty(views["sample"]))
    for name in schemas.NAMES:
        data = json.loads(files[f"data/{name}.json"].decode("utf-8"))
        schema = json.loads(files[f"data/schemas/{name}.schema.json"])
        assert jsonschema.Draft202012Validator(schema).is_valid(data), name
    first = json.loads(files["data/entries.json"])["entries"][0]
    assert first["title"] == sample.ROWS[0].title + "".join(DIRTY).replace("\ud800", "?")
    assert triples(files["data/boards.jsonld"])
    assert files["data/register.csv"].decode("utf-8-sig").count("\r\n") == len(sample.ROWS) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_of_every_file(views, language):
    templates = Templates((LAYOUTS,), words_of(language))
    artifacts = {each.path: each.content for each in pages.pages(views["sample"], templates)}
    page = artifacts["data/index.html"].decode()
    links = set(re.findall(r'href="\.\./([^"#]+)"', page))
    assert {
        path for path in artifacts if path.startswith("data/") and path != "data/index.html"
    } <= links
    for key in opendata.register.COLUMNS:
        assert words_of(language).text(f"site.data.column.{key}.means") in page
    for term in opendata.OWN_TERMS:
        assert f'id="term-{term}"' in page
    assert "CC BY 4.0" in page
    assert opendata.STANDARD in page
    assert {"feed.json", "notices.ics", "deadlines.ics", "units/branch-1/notices.ics"} <= links


def test_applications_are_data_too_and_name_nobody(bureau):
    told = json.loads(answers.feedback_json(bureau))["requests"]
    assert len(told) == len(bureau.taking.requests) > 0
    assert {each["item"]["title"].split()[0] for each in told} <= {
        item.row.code for item in bureau.items
    }
    answered = [each for each in told if "answered" in each]
    assert answered
    assert all("outcome" in each and each["answered"]["worked"] >= 0 for each in answered)


def test_what_is_left_of_a_notice_is_told_in_its_own_unit():
    view = sample.site()
    running = next(each for each in view.entries if each.row.notice_open and each.notice)
    counted = replace(running, row=replace(running.row, left=(2, "clear-day")))
    notice = entries.entry_record(view, counted)["notice"]
    assert notice["left"] == {"count": 2, "unit": "clear-day"}
    assert "left" not in entries.entry_record(view, running)["notice"]
