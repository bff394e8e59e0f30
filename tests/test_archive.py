"""PDF/A-2a and PDF/UA-1, part by part: no validator can be had here (veraPDF is in no registry).

What ISO 19005-2 and ISO 14289-1 ask of a file and pypdf can see is looked at, one requirement a
test, in the sheets of every layout and in a document that holds them all. That these hold says
less than a validator would; the engine itself refuses more when it is asked for the standards.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject
from pypdf.generic import DictionaryObject
from pypdf.generic import IndirectObject
from pypdf.generic import StreamObject

from dispatch.ground.prose import render
from dispatch.rendering.sheets import Sheets
from tests.test_layouts import WORDS
from tests.test_layouts import money
from tests.test_sheets import LAYOUTS
from tests.test_sheets import TEXT
from tests.test_sheets import view

NAMES = (
    *("notice", "statement", "table", "ledger", "roster", "card", "procedure", "targets"),
    *("poster", "document"),
)
BODY = f"{TEXT}\n\n# 甲\n\n**粗** [网址](https://example.gov.cn/a)\n\n- 张三\n- 李四\n\n# 乙\n\n"
BUNDLE = """#import "parts.typ": *
#let bundle(view) = {
  sheet(measures(view), view, foot: (m, view) => none, [= #view.name])
  view.sheets.join()
}
"""
DAY = date(2026, 10, 12)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"


def sheet_view(layout):
    blocks = (*render(BODY).tree, money(45))
    return view(layout=layout, blocks=blocks, labels=WORDS, digest="0123456789ab")


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("layouts")
    (folder / "sheets").mkdir()
    (folder / "sheets" / "bundle.typ").write_text(BUNDLE, "utf-8")
    sheets = Sheets((folder, LAYOUTS))
    views = [sheet_view(layout) for layout in NAMES[:-1]]
    made = {each.layout: sheets.sheet(each).content for each in views}
    data = {"issuer": "局党组"}
    made["document"], _ = sheets.document("bundle", data, name="全部", day=DAY, sheets=views)
    return made


@pytest.fixture(params=NAMES)
def content(files, request) -> bytes:
    return files[request.param]


@pytest.fixture
def reader(content) -> PdfReader:
    return PdfReader(BytesIO(content))


def every(reader: PdfReader) -> list[object]:
    """Return every object that can be reached from the trailer."""
    seen: set[int] = set()
    found: list[object] = []
    left: list[object] = [reader.trailer]
    while left:
        each = left.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in seen:
                continue
            seen.add(each.idnum)
            each = each.get_object()
        found.append(each)
        if isinstance(each, DictionaryObject):
            left.extend(each.raw_get(key) for key in each)
        elif isinstance(each, ArrayObject):
            left.extend(each)
    return found


def dictionaries(reader: PdfReader) -> list[DictionaryObject]:
    return [each for each in every(reader) if isinstance(each, DictionaryObject)]


def fonts(reader: PdfReader) -> list[DictionaryObject]:
    return [each for each in dictionaries(reader) if each.get("/Type") == "/Font"]


def test_the_header_says_a_version_and_that_it_is_binary(content):
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4,}", content)


def test_the_trailer_has_an_id_and_no_encryption(reader):
    ids = reader.trailer["/ID"]
    assert len(ids) == 2
    assert all(len(bytes(each.original_bytes)) >= 16 for each in ids)
    assert "/Encrypt" not in reader.trailer


def test_nothing_follows_the_end(content):
    assert content.rstrip(b"\r\n").endswith(b"%%EOF")
    assert content.count(b"%%EOF") == 1, "there is one version in it"


def test_metadata_name_the_standards_and_agree_with_the_properties(reader):
    stream = reader.trailer["/Root"]["/Metadata"]
    assert (stream["/Type"], stream["/Subtype"]) == ("/Metadata", "/XML")
    text = stream.get_data().decode("utf-8")
    for part in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert part in text
    packet = ET.fromstring(re.search(r"<rdf:RDF.*</rdf:RDF>", text, re.DOTALL)[0])
    assert packet.find(f".//{DC}title/{RDF}Alt/{RDF}li").text == reader.metadata.title
    assert packet.find(f".//{DC}creator/{RDF}Seq/{RDF}li").text == reader.metadata.author
    assert packet.find(f".//{DC}language/{RDF}Bag/{RDF}li").text == "zh-CN"
    assert re.search(r"CreateDate>2026-10-12", text)
    assert reader.metadata["/CreationDate"].startswith("D:20261012")


def test_colours_are_independent_or_have_an_output_intent(reader):
    (intent,) = reader.trailer["/Root"]["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"]
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp", "an ICC profile"
    for space in (each for each in every(reader) if isinstance(each, ArrayObject) and len(each)):
        assert space[0] not in ("/DeviceCMYK", "/Separation", "/DeviceN")
    for page in reader.pages:
        operators = (
            {bytes(operator) for _, operator in page.get_contents_operations()}
            if hasattr(page, "get_contents_operations")
            else set()
        )
        assert not operators & {b"K", b"k"}


def test_fonts_are_embedded_with_their_maps(reader):
    whole = [font for font in fonts(reader) if font["/Subtype"] == "/Type0"]
    assert whole
    assert {font["/Subtype"] for font in fonts(reader)} <= {
        *("/Type0", "/CIDFontType0", "/CIDFontType2")
    }
    for font in whole:
        assert font["/Encoding"] == "/Identity-H"
        assert b"beginbf" in font["/ToUnicode"].get_data()
        (below,) = font["/DescendantFonts"]
        below = below.get_object()
        descriptor = below["/FontDescriptor"]
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])
        if below["/Subtype"] == "/CIDFontType2":
            assert below["/CIDToGIDMap"] == "/Identity"
            assert descriptor["/FontFile2"].get_data()
        else:
            assert descriptor["/FontFile3"]["/Subtype"] in ("/CIDFontType0C", "/OpenType")
            assert descriptor["/FontFile3"].get_data()
        system = below["/CIDSystemInfo"]
        assert (system["/Registry"], system["/Ordering"]) == ("Adobe", "Identity")


def test_every_character_has_its_unicode(reader):
    for font in fonts(reader):
        if font["/Subtype"] == "/Type0":
            text = font["/ToUnicode"].get_data().decode("ascii")
            codes = {
                code.upper() for code in re.findall(r"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]+)>", text)
            }
            assert codes
            assert not codes & {"0000", "FEFF", "FFFE"}


def test_nothing_is_transparent_without_a_colour_space(reader):
    for each in dictionaries(reader):
        if each.get("/S") == "/Transparency":
            assert "/CS" in each
        if each.get("/Type") == "/ExtGState":
            assert each.get("/SMask", "/None") == "/None"
            assert "/TR" not in each
            assert each.get("/BM", "/Normal") in ("/Normal", "/Compatible")


def test_nothing_runs_and_nothing_is_fetched(reader):
    forbidden = {"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/Sound", "/Movie"}
    forbidden |= {"/ResetForm", "/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView"}
    for each in dictionaries(reader):
        assert each.get("/S") not in forbidden
        assert not {"/AA", "/JS", "/OPI", "/Alternates", "/PS"} & set(each)
        if isinstance(each, StreamObject):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & set(each), "no stream lies elsewhere"
            assert each.get("/Filter") not in ("/LZWDecode", "/Crypt")
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})
    assert not {"/NeedsRendering", "/AcroForm", "/Collection"} & set(reader.trailer["/Root"])


def test_links_are_printed_and_described(reader):
    for each in dictionaries(reader):
        if each.get("/Type") == "/Annot":
            assert each["/Subtype"] == "/Link"
            assert each["/F"] & 4
            assert each.get("/Contents")


def test_pages_have_no_layers_and_follow_their_structure(reader):
    assert "/OCProperties" not in reader.trailer["/Root"]
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page


def test_the_document_is_tagged_and_says_its_language_and_title(reader):
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"]) is True
    assert reader.metadata.title


def structure(reader: PdfReader) -> list[str]:
    """Return the kinds of the structure, in reading order."""
    found: list[str] = []

    def walk(element):
        element = element.get_object() if isinstance(element, IndirectObject) else element
        if isinstance(element, ArrayObject):
            for each in element:
                walk(each)
        elif isinstance(element, DictionaryObject):
            if "/S" in element:
                found.append(str(element["/S"]))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_structure_is_of_known_kinds_with_one_title_to_a_sheet(reader, request):
    kinds = structure(reader)
    name = request.node.callspec.params["content"]
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == (1 if name != "document" else len(NAMES))
    assert {"/P", "/Table", "/THead", "/TH", "/TD", "/TR"} <= set(kinds)
    roles = set(reader.trailer["/Root"]["/StructTreeRoot"].get("/RoleMap", {}))
    known = {"Document", "Part", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "Table", "TR", "TH"}
    known |= {"TD", "THead", "TBody", "TFoot", "L", "LI", "Lbl", "LBody", "Span", "Link", "Figure"}
    known |= {"NonStruct", "BlockQuote", "Code", "Note", "Caption", "Title"}
    assert {kind for kind in kinds if kind not in roles} <= {f"/{each}" for each in known}


def test_headings_skip_no_level(reader):
    levels = [int(kind[2]) for kind in structure(reader) if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_not_text_has_other_words_for_it(reader):
    def walk(element):
        element = element.get_object() if isinstance(element, IndirectObject) else element
        if isinstance(element, ArrayObject):
            for each in element:
                walk(each)
        elif isinstance(element, DictionaryObject):
            if element.get("/S") == "/Figure":
                assert element.get("/Alt"), "a figure without words"
            walk(element.get("/K", ArrayObject()))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
