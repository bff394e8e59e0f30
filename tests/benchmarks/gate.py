"""What the gate costs: `check` of a large site with attachments, against a full build of it.

`python tests/benchmarks/gate.py [--entries 10000] [--attachments 200] [--sample 500] [--runs 3]`,
from the root of the checkout, in the environment of `build.py`. Entries have texts of 1 to 2 KB;
attachments are tables, documents and pages of a few KB to 200 KB. Sheets are set for a sample, and
what they cost for all is reckoned from it: it grows with their number. Each run is a process of its
own; what counts is the least processor time, its own and that of the processes it starts, which
other work on the machine moves little.
"""

from __future__ import annotations

import argparse
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from random import Random

import typst

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

import corpus  # noqa: E402 - its folder is not a package

DAY = "2026-11-23"
WANTED = 0.4
FONTS = HERE.parent.parent / "layouts" / "fonts"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"

Cost = tuple[float, float]
"""Seconds of the processor and of the clock."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--attachments", type=int, default=200)
    options.add_argument("--sample", type=int, default=500)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder) / "root", given.entries, given.attachments)
        small = write(Path(folder) / "sample", given.sample, 0)
        _report(given, root, small)


def _report(given: argparse.Namespace, root: Path, small: Path) -> None:
    for each in (root, small):
        _run(each, "build", "--no-sheets")  # the first build compiles the layouts
    check = _least(given.runs, root, "check")
    pages = _least(given.runs, root, "build", "--no-sheets")
    part = _least(given.runs, small, "build", "--no-sheets")
    whole = _least(given.runs, small, "build")
    for name, cost in (("check", check), ("build --no-sheets", pages)):
        print(f"{name:18} {cost[0]:7.2f} s processor {cost[1]:7.2f} s")
    each = tuple((more - less) / given.sample for more, less in zip(whole, part, strict=True))
    full = tuple(base + given.entries * one for base, one in zip(pages, each, strict=True))
    print(f"{'full build':18} {full[0]:7.2f} s processor {full[1]:7.2f} s, of which reckoned")
    print(f"  {given.entries} sheets of {each[0] * 1000:.1f} ms processor, from {given.sample}")
    print(f"gate of a full build: {check[0] / full[0]:.0%} of its processor time,")
    print(f"  {check[1] / full[1]:.0%} of its time (wanted at most {WANTED:.0%});")
    print(f"  of a build without sheets {check[0] / pages[0]:.0%} of its processor time")


def _least(runs: int, root: Path, *command: str) -> Cost:
    found = [_run(root, *command) for _ in range(runs)]
    return min(each[0] for each in found), min(each[1] for each in found)


def _run(root: Path, *command: str) -> Cost:
    for name in ("public", "print"):
        shutil.rmtree(root / name, ignore_errors=True)
    before, begun = _used(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "dispatch", *command, "--root", str(root), "--as-of", DAY],
        cwd=HERE.parent.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])
    return _used() - before, time.perf_counter() - begun


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(root: Path, entries: int, attachments: int, seed: int = 1) -> Path:
    """Write a root whose first entries have an attachment each, and return it."""
    corpus.write(root, entries, seed)
    rng = Random(seed)
    kinds = (("csv", _csv), ("xlsx", _xlsx), ("docx", _docx), ("pdf", _pdf))
    for number, path in enumerate(sorted(root.glob("content/entries/*/*.md"))):
        head, _, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("---\n")
        if number < attachments:
            ending, make = kinds[number % len(kinds)]
            name = f"attachments/{path.stem}.{ending}"
            _put(root / "content" / name, make(rng, rng.randrange(20, 1000)))
            head += f"attachments: [{{file: {name}, title: 明细表}}]\n"
        text = f"{text.rstrip()}\n\n{corpus.words(rng, rng.randrange(5, 90))}。\n"
        path.write_text(f"---\n{head}---\n{text}", encoding="utf-8")
    return root


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _rows(rng: Random, count: int) -> list[tuple[str, str, str]]:
    return [
        (corpus.words(rng, 4), corpus.words(rng, 12), f"{rng.randrange(1, 9_999)}.00")
        for _ in range(count)
    ]


def _csv(rng: Random, count: int) -> bytes:
    return "".join(f"{','.join(row)}\n" for row in _rows(rng, count)).encode()


def _xlsx(rng: Random, count: int) -> bytes:
    cells = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(f"<row>{''.join(map(cells.format, row))}</row>" for row in _rows(rng, 2 * count))
    link = '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
    return _zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="明细" sheetId="1" '
            'r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATED}">{link}'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def _docx(rng: Random, count: int) -> bytes:
    text = "".join(
        f"<w:p><w:r><w:t>{''.join(row[:2])}</w:t></w:r></w:p>" for row in _rows(rng, 2 * count)
    )
    body = f"<w:document {W}><w:body>{text}</w:body></w:document>"
    return _zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def _zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def _pdf(rng: Random, count: int) -> bytes:
    text = "\n\n".join("，".join(row[:2]) for row in _rows(rng, count // 5 + 1))
    fonts = typst.Fonts(
        font_paths=[str(FONTS)], include_system_fonts=False, include_embedded_fonts=False
    )
    made = typst.Compiler(text.encode(), font_paths=fonts).compile()
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    main()
