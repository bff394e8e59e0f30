"""Files of every kind that entries carry, made with a text in one place of them.

A carrier is a function from a text to bytes; the text may be anything that fits into XML. Each is
given a personal value by the tests, and one that only looks like it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr

from PIL import Image
from PIL import PngImagePlugin
from pypdf import PdfReader
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject
from pypdf.generic import DictionaryObject
from pypdf.generic import NameObject
from pypdf.generic import TextStringObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    Carrier = Callable[[str], bytes]

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
TYPES = {"[Content_Types].xml": "<Types/>"}
CUT = 7
"""Where a text is cut in two that stands in two runs."""


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in members.items():
            whole.writestr(name, content)
    return out.getvalue()


# Workbooks.


def xlsx(rows: str, *, head: str = "", state: str = "visible", **more: str) -> bytes:
    """Return a workbook of one sheet; further parts by name, with `__` for a slash."""
    listed = f'<sheet name="明细" sheetId="1" r:id="rId1" state="{state}"/>'
    link = '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
    members = {
        **TYPES,
        "xl/workbook.xml": (
            f'<workbook xmlns="{SHEETS}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PARTS}">{link}</Relationships>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{SHEETS}">{head}<sheetData>{rows}</sheetData></worksheet>'
        ),
    }
    return zipped(members | {f"{name.replace('__', '/')}.xml": text for name, text in more.items()})


def _cell(text: str, row: str = "", before: str = "甲") -> str:
    return (
        f'<row r="2"{row}><c r="A2" t="inlineStr"><is><t>{before}</t></is></c>'
        f'<c r="B2" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
    )


def xlsx_cell(text: str) -> bytes:
    """In a cell."""
    return xlsx(_cell(text))


def xlsx_runs(text: str) -> bytes:
    """In a shared string of two runs, one of them bold."""
    one, other = escape(text[:CUT]), escape(text[CUT:])
    string = f"<si><r><t>{one}</t></r><r><rPr><b/></rPr><t>{other}</t></r></si>"
    row = '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    return xlsx(row, xl__sharedStrings=f'<sst xmlns="{SHEETS}">{string}</sst>')


def xlsx_hidden_row(text: str) -> bytes:
    """In a hidden row."""
    return xlsx(_cell(text, ' hidden="1"'))


def xlsx_hidden_column(text: str) -> bytes:
    """In a hidden column."""
    return xlsx(_cell(text), head='<cols><col min="2" max="2" hidden="1"/></cols>')


def xlsx_hidden_sheet(text: str) -> bytes:
    """In a sheet that is hidden."""
    return xlsx(_cell(text), state="veryHidden")


def xlsx_comment(text: str) -> bytes:
    """In a comment of a cell."""
    said = f"<text><r><t>{escape(text)}</t></r></text>"
    made = f'<comment ref="A1" authorId="0">{said}</comment>'
    whole = f'<comments xmlns="{SHEETS}"><commentList>{made}</commentList></comments>'
    return xlsx(_cell("乙"), xl__comments1=whole)


def xlsx_properties(text: str) -> bytes:
    """In the properties of a workbook."""
    return xlsx(_cell("乙"), docProps__core=f"<core><title>{escape(text)}</title></core>")


def xlsx_drawing(text: str) -> bytes:
    """In a drawing on a sheet."""
    return xlsx(_cell("乙"), xl__drawings__drawing1=f'<a:t xmlns:a="{DRAWN}">{escape(text)}</a:t>')


def xlsx_footer(text: str) -> bytes:
    """In the foot of a printed sheet."""
    foot = f"<headerFooter><oddFooter>&amp;C{escape(text)}</oddFooter></headerFooter>"
    return xlsx(_cell("乙"), head=foot)


def xlsx_cache(text: str) -> bytes:
    """In what a pivot table keeps of rows that stand nowhere any more."""
    row = f"<r><s v={quoteattr(text)}/></r>"
    whole = f'<pivotCacheRecords xmlns="{SHEETS}">{row}</pivotCacheRecords>'
    return xlsx(_cell("乙"), xl__pivotCache__pivotCacheRecords1=whole)


def xlsx_validation(text: str) -> bytes:
    """In the list of values that a cell may take."""
    made = f'<dataValidations><dataValidation type="list"><formula1>"{escape(text)}"</formula1>'
    return xlsx(_cell("乙"), head=f"{made}</dataValidation></dataValidations>")


def xlsx_number(digits: str) -> bytes:
    """As a number, which is kept to 15 digits."""
    return xlsx(f'<row r="2"><c r="A2"><v>{digits}</v></c></row>')


def xlsx_float(digits: str) -> bytes:
    """As a number with an exponent."""
    return xlsx(f'<row r="2"><c r="A2"><v>{float(digits):.16E}</v></c></row>')


# Documents.


def docx(body: str, **more: str) -> bytes:
    """Return a document; further parts of it by name."""
    whole = f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    parts = {f"word/{name}.xml": text for name, text in more.items()}
    return zipped({**TYPES, "word/document.xml": whole, **parts})


def _paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def _run(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def docx_text(text: str) -> bytes:
    """In a paragraph."""
    return docx(_paragraph(_run(text)))


def docx_runs(text: str) -> bytes:
    """In runs of two characters, with marks of spelling between them."""
    parts = [text[at : at + 2] for at in range(0, len(text), 2)]
    runs = '<w:proofErr w:type="spellStart"/>'.join(f"<w:r>{_run(each)}</w:r>" for each in parts)
    return docx(f"<w:p>{runs}</w:p>")


def docx_cell(text: str) -> bytes:
    """In a cell of a table."""
    cells = "".join(f"<w:tc>{_paragraph(_run(each))}</w:tc>" for each in ("甲", text, "乙"))
    return docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


def docx_part(name: str) -> Carrier:
    """Return what makes a document with the text in a part of it."""

    def made(text: str) -> bytes:
        """In a part."""
        whole = f'<w:x xmlns:w="{WORDS}">{_paragraph(_run(text))}</w:x>'
        return docx(_paragraph(_run("乙")), **{name: whole})

    return made


def docx_deleted(text: str) -> bytes:
    """In words that were deleted, and are kept."""
    run = f"<w:r><w:delText>{escape(text)}</w:delText></w:r>"
    return docx(f'<w:p><w:del w:author="x">{run}</w:del></w:p>')


def docx_hidden(text: str) -> bytes:
    """In words that are not shown."""
    return docx(_paragraph(f"<w:rPr><w:vanish/></w:rPr>{_run(text)}"))


def docx_box(text: str) -> bytes:
    """In a text box."""
    inner = f"<w:txbxContent>{_paragraph(_run(text))}</w:txbxContent>"
    box = f'<wps:txbx xmlns:wps="{SHAPES}">{inner}</wps:txbx>'
    return docx(_paragraph(_run("乙"), f"<w:drawing>{box}</w:drawing>"))


def docx_properties(text: str) -> bytes:
    """In the properties of a document."""
    whole = f"<Properties><Company>{escape(text)}</Company></Properties>"
    return zipped(
        {
            **TYPES,
            "word/document.xml": f'<w:p xmlns:w="{WORDS}"/>',
            "docProps/app.xml": whole,
        }
    )


def docx_described(text: str) -> bytes:
    """In what is said of a picture."""
    picture = f'<wp:docPr xmlns:wp="x" id="1" descr={quoteattr(text)}/>'
    return docx(_paragraph(f"<w:drawing>{picture}</w:drawing>"))


def docx_linked(text: str) -> bytes:
    """In the target of a link."""
    target = f"mailto:a@example.org?subject={text}"
    link = f"<Relationship Id='a' Target={quoteattr(target)}/>"
    links = f'<Relationships xmlns="{PARTS}">{link}</Relationships>'
    return zipped(
        {
            **TYPES,
            "word/document.xml": f'<w:p xmlns:w="{WORDS}"/>',
            "word/_rels/document.xml.rels": links,
        }
    )


def docx_embedded(text: str) -> bytes:
    """In a workbook within a document."""
    return zipped(
        {
            **TYPES,
            "word/document.xml": f'<w:p xmlns:w="{WORDS}"/>',
            "word/embeddings/book.xlsx": xlsx_cell(text),
        }
    )


def pptx_slide(text: str) -> bytes:
    """In two runs on a slide."""
    runs = "".join(f"<a:r><a:t>{escape(x)}</a:t></a:r>" for x in (text[:CUT], text[CUT:]))
    slide = f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWN}"><a:p>{runs}</a:p></p:sld>'
    return zipped({**TYPES, "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide})


def pptx_notes(text: str) -> bytes:
    """In the notes of a slide."""
    notes = f'<p:notes xmlns:p="{SLIDES}" xmlns:a="{DRAWN}"><a:t>{escape(text)}</a:t></p:notes>'
    return zipped({**TYPES, "ppt/presentation.xml": "<p/>", "ppt/notesSlides/n1.xml": notes})


def _open(kind: str, body: str, meta: str = "") -> bytes:
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "text", "table"))
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:body {spaces}>{body}</office:body>",
            "meta.xml": f"<office:meta {spaces}><title>{meta}</title></office:meta>",
        }
    )


def odt_text(text: str) -> bytes:
    """In two spans of a paragraph."""
    spans = f"{escape(text[:CUT])}<text:span>{escape(text[CUT:])}</text:span>"
    return _open("text", f"<text:p>{spans}</text:p>")


def odt_note(text: str) -> bytes:
    """In a note at the margin."""
    note = f"<office:annotation><text:p>{escape(text)}</text:p></office:annotation>"
    return _open("text", f"<text:p>乙{note}</text:p>")


def odt_properties(text: str) -> bytes:
    """In the properties."""
    return _open("text", "<text:p>乙</text:p>", escape(text))


def odt_spaced(text: str) -> bytes:
    """In words of which each space is an element."""
    inner = "<text:s/>".join(escape(each) for each in (text[:CUT], text[CUT:]))
    return _open("text", f"<text:p>{inner}</text:p>")


def ods_cell(text: str) -> bytes:
    """In a cell."""
    cells = "".join(
        f"<table:table-cell><text:p>{escape(each)}</text:p></table:table-cell>"
        for each in ("甲", text)
    )
    return _open("spreadsheet", f"<table:table-row>{cells}</table:table-row>")


def ods_value(text: str) -> bytes:
    """In the value of a cell, which is not what it shows."""
    cell = f"<table:table-cell office:value={quoteattr(text)}><text:p>*</text:p></table:table-cell>"
    return _open("spreadsheet", f"<table:table-row>{cell}</table:table-row>")


# PDF.


def typeset(operations: str, *more: bytes) -> bytes:
    """Return a PDF of one page with these operations, its objects written by hand."""
    stream = operations.encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start)


def _changed(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(typeset("BT /F1 12 Tf 20 100 Td (B) Tj ET"))))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_text(digits: str) -> bytes:
    """On a page."""
    return typeset(f"BT /F1 12 Tf 20 100 Td (A {digits} B) Tj ET")


def pdf_operations(digits: str) -> bytes:
    """On a page, by two operations of text."""
    return typeset(f"BT /F1 12 Tf 20 100 Td ({digits[:CUT]}) Tj ({digits[CUT:]}) Tj ET")


def pdf_kerned(digits: str) -> bytes:
    """On a page, each digit moved a little."""
    parts = " -20 ".join(f"({each})" for each in digits)
    return typeset(f"BT /F1 12 Tf 20 100 Td [{parts}] TJ ET")


def pdf_spread(digits: str) -> bytes:
    """On a page, each digit placed by itself."""
    parts = "".join(f"1 0 0 1 {20 + 9 * at} 100 Tm ({each}) Tj " for at, each in enumerate(digits))
    return typeset(f"BT /F1 12 Tf {parts}ET")


def pdf_lines(digits: str) -> bytes:
    """On a page, over two lines."""
    return typeset(f"BT /F1 12 Tf 20 100 Td ({digits[:9]}) Tj 0 -14 Td ({digits[9:]}) Tj ET")


def pdf_invisible(digits: str) -> bytes:
    """On a page, in letters that are not drawn."""
    return typeset(f"BT 3 Tr /F1 12 Tf 20 100 Td ({digits}) Tj ET")


def pdf_earlier(digits: str) -> bytes:
    """On a page as it was before somebody wrote over it, with both kept."""
    old = pdf_text(digits)
    new = b"BT /F1 12 Tf 20 100 Td (A B) Tj ET"
    place = len(old) + 1
    made = b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(new), new)
    table = b"xref\n4 1\n%010d 00000 n \n" % place
    start = old[old.rindex(b"startxref") :].split()[1]
    tail = b"trailer<</Size 6/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF"
    return old + b"\n" + made + table + tail % (start, place + len(made))


def pdf_note(text: str) -> bytes:
    """In a note on a page."""
    note = FreeText(text=text, rect=(0, 0, 9, 9))
    return _changed(lambda writer: writer.add_annotation(page_number=0, annotation=note))


def pdf_reply(text: str) -> bytes:
    """In the rich text and the title of a note."""
    note = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/RC"): TextStringObject(f"<p>{text}</p>"),
        }
    )
    return _changed(
        lambda writer: writer.pages[0].update({NameObject("/Annots"): ArrayObject([note])})
    )


def pdf_link(text: str) -> bytes:
    """In the target of a link."""
    target = DictionaryObject(
        {
            NameObject("/S"): NameObject("/URI"),
            NameObject("/URI"): TextStringObject(f"mailto:a@example.org?subject={text}"),
        }
    )
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): target})
    return _changed(
        lambda writer: writer.pages[0].update({NameObject("/Annots"): ArrayObject([note])})
    )


def pdf_field(text: str) -> bytes:
    """In a field of a form."""
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("a"),
            NameObject("/V"): TextStringObject(text),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    return _changed(lambda writer: writer.root_object.update({NameObject("/AcroForm"): form}))


def pdf_properties(text: str) -> bytes:
    """In the properties."""
    return _changed(lambda writer: writer.add_metadata({"/Keywords": text}))


def pdf_embedded(text: str) -> bytes:
    """In a file within the PDF."""
    return _changed(lambda writer: writer.add_attachment("a.csv", text.encode()))


def pdf_bookmark(text: str) -> bytes:
    """In a bookmark."""
    return _changed(lambda writer: writer.add_outline_item(title=text, page_number=0))


def pdf_table(text: str) -> bytes:
    """In a table that the engine of the sheets has set."""
    import typst

    cells = f'[甲], [#"{text}"], [300.00]'
    source = f"#set page(width: 12cm, height: 6cm)\n#table(columns: 3, {cells})"
    made: bytes = typst.compile(source.encode())
    return made


# Texts, pictures, and files within files.


def csv(encoding: str) -> Carrier:
    """Return what makes a text of an encoding."""

    def made(text: str) -> bytes:
        """In a row."""
        return f"姓名,内容,金额\n甲,{text},300.00\n".encode(encoding)

    return made


def nested(depth: int) -> Carrier:
    """Return what makes a zip within zips."""

    def made(text: str) -> bytes:
        """In a document within zips."""
        content = docx_text(text)
        for level in range(depth):
            content = zipped({f"内{level}.{'zip' if level else 'docx'}": content})
        return content

    return made


def _picture(form: str, **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form, **how)
    return out.getvalue()


def jpeg_described(text: str) -> bytes:
    """In the description of a photograph."""
    exif = Image.Exif()
    exif[0x010E] = text
    return _picture("JPEG", exif=exif)


def jpeg_commented(text: str) -> bytes:
    """In the comment of a camera's user."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-le")
    return _picture("JPEG", exif=exif)


def jpeg_titled(text: str) -> bytes:
    """In the title that Windows gives."""
    exif = Image.Exif()
    exif[0x9C9B] = text.encode("utf-16-le")
    return _picture("JPEG", exif=exif)


def jpeg_comment(text: str) -> bytes:
    """In the comment of a JPEG."""
    return _picture("JPEG", comment=text.encode())


def jpeg_xmp(text: str) -> bytes:
    """In the XMP of a JPEG."""
    return _picture("JPEG", xmp=f"<x:xmpmeta xmlns:x='x'><t>{text}</t></x:xmpmeta>".encode())


def jpeg_tail(text: str) -> bytes:
    """After the end of a JPEG."""
    return _picture("JPEG") + text.encode()


def png_text(text: str) -> bytes:
    """In a text of a PNG."""
    more = PngImagePlugin.PngInfo()
    more.add_itxt("Comment", text)
    return _picture("PNG", pnginfo=more)


def png_packed(text: str) -> bytes:
    """In a packed text of a PNG, after the picture."""
    body = b"zTXtComment\0\0" + zlib.compress(text.encode("latin-1", "ignore"))
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    whole = _picture("PNG")
    return whole[:-12] + chunk + whole[-12:]


def gif_comment(text: str) -> bytes:
    """In the comment of a GIF."""
    return _picture("GIF", comment=text.encode())


def webp_xmp(text: str) -> bytes:
    """In the XMP of a WebP."""
    return _picture("WEBP", xmp=f"<x><t>{text}</t></x>".encode())


def tiff_described(text: str) -> bytes:
    """In the description of a TIFF."""
    return _picture("TIFF", description=text)


TEXT: tuple[tuple[str, str, Carrier], ...] = (
    ("csv", "utf-8", csv("utf-8")),
    ("csv", "utf-8-sig", csv("utf-8-sig")),
    ("csv", "gb18030", csv("gb18030")),
    ("txt", "utf-16", csv("utf-16")),
    ("xlsx", "cell", xlsx_cell),
    ("xlsx", "runs", xlsx_runs),
    ("xlsx", "hidden-row", xlsx_hidden_row),
    ("xlsx", "hidden-column", xlsx_hidden_column),
    ("xlsx", "hidden-sheet", xlsx_hidden_sheet),
    ("xlsx", "comment", xlsx_comment),
    ("xlsx", "properties", xlsx_properties),
    ("xlsx", "drawing", xlsx_drawing),
    ("xlsx", "footer", xlsx_footer),
    ("xlsx", "pivot-cache", xlsx_cache),
    ("xlsx", "validation", xlsx_validation),
    ("docx", "text", docx_text),
    ("docx", "runs", docx_runs),
    ("docx", "cell", docx_cell),
    ("docx", "header", docx_part("header1")),
    ("docx", "footer", docx_part("footer1")),
    ("docx", "footnote", docx_part("footnotes")),
    ("docx", "comment", docx_part("comments")),
    ("docx", "deleted", docx_deleted),
    ("docx", "hidden", docx_hidden),
    ("docx", "text-box", docx_box),
    ("docx", "properties", docx_properties),
    ("docx", "description", docx_described),
    ("docx", "embedded", docx_embedded),
    ("pptx", "slide", pptx_slide),
    ("pptx", "notes", pptx_notes),
    ("odt", "text", odt_text),
    ("odt", "note", odt_note),
    ("odt", "properties", odt_properties),
    ("ods", "cell", ods_cell),
    ("pdf", "note", pdf_note),
    ("pdf", "rich-note", pdf_reply),
    ("pdf", "field", pdf_field),
    ("pdf", "properties", pdf_properties),
    ("pdf", "embedded", pdf_embedded),
    ("pdf", "bookmark", pdf_bookmark),
    ("pdf", "table", pdf_table),
    ("zip", "one", nested(1)),
    ("zip", "nested", nested(2)),
    ("jpg", "user-comment", jpeg_commented),
    ("jpg", "title", jpeg_titled),
    ("jpg", "comment", jpeg_comment),
    ("jpg", "xmp", jpeg_xmp),
    ("png", "text", png_text),
    ("gif", "comment", gif_comment),
    ("webp", "xmp", webp_xmp),
)
"""What can carry any text: the format, the place, and what makes it."""

DIGITS: tuple[tuple[str, str, Carrier], ...] = (
    ("odt", "spaces", odt_spaced),
    ("ods", "value", ods_value),
    ("docx", "link", docx_linked),
    ("pdf", "text", pdf_text),
    ("pdf", "operations", pdf_operations),
    ("pdf", "kerned", pdf_kerned),
    ("pdf", "spread", pdf_spread),
    ("pdf", "invisible", pdf_invisible),
    ("pdf", "link", pdf_link),
    ("pdf", "earlier", pdf_earlier),
    ("jpg", "description", jpeg_described),
    ("jpg", "tail", jpeg_tail),
    ("png", "packed", png_packed),
    ("tiff", "description", tiff_described),
)
"""What carries numbers, and no sentence."""

EXACT: tuple[tuple[str, str, Carrier], ...] = (
    ("xlsx", "number", xlsx_number),
    ("xlsx", "exponent", xlsx_float),
    ("pdf", "two-lines", pdf_lines),
)
"""What carries one kind of number: 15 digits, 11 digits, and 18."""
