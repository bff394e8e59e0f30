"""The faces of the sheets, cut down from two Debian packages, the same bytes every time.

The files beside this script are made by it. It wants a directory into which these packages of
Debian 12 were unpacked (`apt-get download PACKAGE`, then `dpkg -x FILE DIRECTORY`)::

    texlive-lang-chinese 2022.20230122-1      FandolFang, FandolKai
    fonts-noto-cjk 1:20220127+repack1-1       Noto Serif CJK SC, Noto Sans CJK SC
    unicode-data 15.0.0-1                     the list of 通用规范汉字 (Unihan, kTGH)

and, in the Python that runs it, fonttools 4.60.1 and cffsubr 0.4.0::

    python3 make_fonts.py DIRECTORY

What is kept of each face is told by `FACES`; hints and all layout features but `halt` and `kern`
are left out, outlines are untouched. About three minutes.
"""

from __future__ import annotations

import bz2
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cffsubr
from fontTools import subset
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTO = "usr/share/fonts/opentype/noto"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
SIMPLIFIED = 2
"""The number of the SC face in the collections of Noto CJK."""

LATIN = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1CD, 0x1DC),
    (0x251, 0x251),
    (0x261, 0x261),
    (0x2B0, 0x2FF),
)
SYMBOLS = (
    (0x2000, 0x2BFF),
    (0x3000, 0x312F),
    (0x31C0, 0x33FF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1F100, 0x1F1FF),
)
NAMES = (
    "𠮷㐂㑇㛃㛄㝢㬎㴋䲟䶮仝俻倧偲傃僡凃勄勐匄吿喆喦嘦囍囧圐圙坔埿堃壵奀奣姈婳孞孭寕屴岀岺嵃嵗巃巙弌彣彧忞怹"
    "恊悊惪愙戉扥抏拪挍揸敟斈旲昉昍昇晈晿曌曈曧朙朤枟栁栢桼棫楙榃樑橒槑歨毉汣沚泲洣浬涏淥渼湉溋滎漍濬瀞炁炘"
    "烎焜煊熣燚燊爔牂犇玍玹珈珺琞琻瑄瑨璟璠瓛甯甦畊畬皛皞盝睎睿矞祎祘祾禛禩稘竑竝筠箖絜綝縯罡羴翀翾耑臸芃芠"
    "荇菂萓葳蒗蔴薷虓衎衠袆裵觃訚誾謇譞赑趡跶轘迻逄遹邨邽郃郤鄢酆鉎鉨鋆錡鎏鏐閆陞隄雒霈霂靁靇韡頔顒颋颙飏飝"
    "馫骉骎髙鬯魆鱻鹍麤黉黧鼐鼒龑龖龘龢峯堦徳崐崘氹淼燊琦璈鑫森垚焱磊晶犇𣲘𫖮𫍯𨱇𬭚𬸪𪟝𫘧"
)
"""Characters of names and places that the lists of characters leave out, and some they have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One file to be made: from where, and what stays in it."""

    target: str
    source: str
    digest: str
    number: int
    keep: frozenset[str]


def ranges(pairs: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Return all characters of the ranges, ends included."""
    return frozenset(chr(code) for low, high in pairs for code in range(low, high + 1))


def table(codec: str, leads: range, trails: Iterable[int]) -> frozenset[str]:
    """Return the characters of a part of a two-byte character set."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(pair.decode(codec, "ignore") for pair in pairs) - {""}


def standard(origin: Path) -> frozenset[str]:
    """Return the 8,105 characters of 通用规范汉字表 (2013)."""
    with bz2.open(origin / UNIHAN, "rt", encoding="utf-8") as lines:
        return frozenset(chr(int(line[2:].split()[0], 16)) for line in lines if "\tkTGH\t" in line)


def mapped(path: Path) -> frozenset[str]:
    """Return the characters that a font file shows."""
    return frozenset(map(chr, TTFont(path, lazy=True).getBestCmap()))


def faces(origin: Path) -> tuple[Face, ...]:
    """Return the files to be made, with their characters."""
    high = range(0xA1, 0xFF)
    simplified = table("gb2312", high, high)
    common = table("gb2312", range(0xB0, 0xD8), high)
    traditional = table("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *high])
    titles = simplified | traditional | standard(origin) | frozenset(NAMES) | ranges(LATIN)
    fang = origin / FANDOL / "FandolFang-Regular.otf"
    latin = ranges((*LATIN, *SYMBOLS))
    return (
        Face(
            target="FandolFang.otf",
            source=f"{FANDOL}/FandolFang-Regular.otf",
            digest="d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
            number=-1,
            keep=mapped(fang),
        ),
        Face(
            target="FandolKai.otf",
            source=f"{FANDOL}/FandolKai-Regular.otf",
            digest="ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
            number=-1,
            keep=common
            | ranges(LATIN)
            | ranges(((0x2010, 0x203F), (0x3000, 0x301F), (0xFF00, 0xFF60))),
        ),
        Face(
            target="NotoSerifCJKsc-Bold.otf",
            source=f"{NOTO}/NotoSerifCJK-Bold.ttc",
            digest="a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
            number=SIMPLIFIED,
            keep=titles,
        ),
        Face(
            target="NotoSansCJKsc-Bold.otf",
            source=f"{NOTO}/NotoSansCJK-Bold.ttc",
            digest="faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
            number=SIMPLIFIED,
            keep=titles,
        ),
        Face(
            target="NotoSerifCJKsc-Regular.otf",
            source=f"{NOTO}/NotoSerifCJK-Regular.ttc",
            digest="a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
            number=SIMPLIFIED,
            keep=(titles - mapped(fang)) | latin,
        ),
    )


def settings(number: int) -> subset.Options:
    """Return what the cutter keeps: no hints, two features, all names."""
    options = subset.Options()
    options.font_number = number
    options.layout_features = ["halt", "kern"]
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables = [*options.drop_tables, "BASE", "VORG", "vhea", "vmtx"]
    return options


def cut(face: Face, origin: Path, target: Path) -> None:
    """Write one face; a source with another digest is refused."""
    source = origin / face.source
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != face.digest:
        message = f"{face.source}: digest {digest}, expected {face.digest}"
        raise SystemExit(message)
    options = settings(face.number)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, face.keep))
    cutter.subset(font)
    mark(font)
    cffsubr.subroutinize(font)
    font.save(str(target / face.target))


def mark(font: TTFont) -> None:
    """Say in the font itself that it is a changed version, as its licence asks."""
    for record in font["name"].names:
        if record.nameID == 5:  # noqa: PLR2004 (the version string)
            record.string = f"{record.toUnicode()}; cut down for Dispatch"


def main(origin: Path, target: Path) -> None:
    """Write all faces and print their sizes and digests."""
    for face in faces(origin):
        cut(face, origin, target)
        made = (target / face.target).read_bytes()
        print(f"{hashlib.sha256(made).hexdigest()}  {len(made):>8}  {face.target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else HERE)
