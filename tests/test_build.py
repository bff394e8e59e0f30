"""The bureau itself: built as a newcomer builds it, twice, on two days, and killed on the way."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader

from dispatch.front import paging
from dispatch.front import pipeline
from dispatch.ledger.account import account_of
from dispatch.ledger.index import index_of
from dispatch.planning.plan import plan
from dispatch.planning.scope import public_part
from dispatch.publishing.lockfile import exclusive
from dispatch.reading import loader
from dispatch.rules.samples import Sample
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.conftest import write_sample

HREF = re.compile(r'\b(?:href|src)="([^"]*)"')
BASE = "https://example.gov.cn/dwgk/"
EDITION = re.compile(r'(data-edition="|EDITION = ")[0-9a-f]+(")')


def copy_bureau(folder):
    """Return a root with the bureau's content and nothing else."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "config.yaml", folder)
    return folder


def dispatch(root, *arguments, **given):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dispatch", *arguments]
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **given,
    )


def build(root, *arguments, day=TODAY):
    process = dispatch(root, "build", "--as-of", day.isoformat(), *arguments)
    out, err = process.communicate(timeout=100)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return a root of the bureau that was built once."""
    root = copy_bureau(tmp_path_factory.mktemp("bureau"))
    code, out, err = build(root)
    assert code == 0, err
    assert re.match(r"已生成网页 \d+ 个（public/），张贴件 \d+ 份", out)
    return root


def outputs(root):
    return {
        name: content
        for folder in ("public", "print")
        for name, content in tree_of(root / folder).items()
    }


def test_every_entry_in_force_has_its_page_and_its_sheet(site):
    read, found = loader.load(site)
    assert found == ()
    everything, public = index_of(read, TODAY), index_of(public_part(read, TODAY), TODAY)
    assert len(public.entries) >= 50
    for name, entry in public.entries.items():
        assert (site / f"public/entries/{entry.year}/{name}/index.html").is_file()
    sheeted = 0
    for name, entry in everything.entries.items():
        if everything.in_force(entry) and read.boards_of(entry):
            folder = "public" if name in public.entries and public.in_force(entry) else "print"
            assert (site / folder / f"sheets/{name}.pdf").is_file(), name
            other = {"public": "print", "print": "public"}[folder]
            assert not (site / other / f"sheets/{name}.pdf").exists()
            sheeted += 1
    assert sheeted >= 60


def test_every_link_inside_the_site_resolves(site):
    public = site / "public"
    broken = []
    for page in sorted(public.rglob("*.html")):
        here = urljoin(BASE, page.relative_to(public).as_posix())
        for target in HREF.findall(page.read_text(encoding="utf-8")):
            whole = urljoin(here, target.replace("&amp;", "&"))
            if whole.startswith(BASE) and not reached(public, whole, here):
                broken.append((here, target))
    assert broken == []


def reached(public, whole, here):
    path = unquote(urlsplit(whole).path).removeprefix(urlsplit(BASE).path)
    file = public / path
    file = file / "index.html" if path.endswith("/") or not path else file
    if not file.is_file():
        return False
    anchor = urlsplit(whole).fragment
    same = here if file.suffix == ".html" else ""
    return not anchor or not same or f'id="{anchor}"' in file.read_text(encoding="utf-8")


@pytest.mark.heavy
def test_two_builds_are_the_same_to_the_byte(site, tmp_path):
    other = copy_bureau(tmp_path)
    assert build(other)[0] == 0
    first, second = outputs(site), outputs(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.heavy
def test_only_what_depends_on_the_day_differs_on_another_day(tmp_path):
    other = copy_bureau(tmp_path)
    # Nothing begins or ends on these two days, and no period of an open notice runs.
    days = [date(2026, 8, 29), date(2026, 8, 30)]
    trees = []
    for day in days:
        assert build(other, day=day)[0] == 0
        trees.append(outputs(other))
    first, second = trees
    assert sorted(first) == sorted(second)
    text = [f"{day.year}年{day.month}月{day.day}日" for day in days]
    for name, content in first.items():
        if name.endswith(".xlsx"):
            assert parts(content) == parts(second[name]), name
        elif content != second[name]:
            one, two = content.decode(), second[name].decode()
            for day, words, tree in zip(days, text, (0, 1), strict=True):
                page = (one, two)[tree].replace(words, "DAY").replace(day.isoformat(), "DAY")
                page = page.replace(f"DTSTAMP:{day:%Y%m%d}", "DTSTAMP:DAY")
                page = EDITION.sub(r"\1EDITION\2", page)
                one, two = (page, two) if tree == 0 else (one, page)
            assert without_pace(one) == without_pace(two), name
    assert not [name for name in first if name.endswith(".pdf") and first[name] != second[name]]


def parts(workbook):
    """Return what a workbook holds, without the day that it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        names = [each for each in packed.namelist() if not each.startswith("docProps/")]
        assert names
        return {name: packed.read(name) for name in names}


def without_pace(page):
    """Return a page without what measures elapsed time, which moves with each day."""
    page = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    return re.sub(r"[\d.]+ ?%", "", page)


def test_a_sheet_is_a_tagged_document_with_its_title(site):
    sheets = sorted((site / "public/sheets").glob("*.pdf"))
    for sheet in sheets[:5]:
        reader = PdfReader(sheet)
        assert reader.metadata.title
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)


@pytest.mark.parametrize("folder", ["content", ".", "..", "/", "notes"])
def test_an_output_that_is_not_ours_is_refused(tmp_path, folder):
    root = copy_bureau(tmp_path / "root")
    (root / "notes").mkdir()
    (root / "notes/mine.txt").write_text("x", encoding="utf-8")
    before = tree_of(tmp_path)
    code, out, err = build(root, "--no-sheets", "--public", folder)
    assert (code, out) == (1, "")
    assert "错误：" in err
    assert tree_of(tmp_path) == before


@pytest.mark.heavy
def test_the_bureau_killed_on_the_way_keeps_its_site(site, tmp_path):
    root = tmp_path / "bureau"
    shutil.copytree(site, root, symlinks=True)
    old, rng = outputs(root), random.Random(2026)
    for _ in range(3):
        process = dispatch(root, "build", "--as-of", "2026-06-30")
        while not list(root.glob(".public.stage-*")):
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.8))
        process.kill()
        process.communicate(timeout=100)
        assert process.returncode == -signal.SIGKILL
        assert outputs(root) == old
    assert build(root, day=date(2026, 6, 30))[0] == 0
    assert outputs(root) != old
    assert [path for path in root.glob(".p*") if ".spare-" not in path.name] == []


@pytest.mark.heavy
def test_who_waited_builds_what_is_there_then(tmp_path):
    root = write_sample(tmp_path / "root", Sample())
    assert build(root, "--no-sheets")[0] == 0
    entry = root / "content/entries/2026/2026-0001.md"
    with exclusive(root / ".dispatch/build.lock"):
        process = dispatch(root, "build", "--no-sheets", "--as-of", TODAY.isoformat())
        assert "等它结束" in process.stderr.readline()
        text = entry.read_text(encoding="utf-8")
        entry.write_text(text.replace("使用情况", "使用概况"), encoding="utf-8")
    process.communicate(timeout=100)
    assert process.returncode == 0
    page = root / "public/entries/2026/2026-0001/index.html"
    assert "使用概况" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["pipe", "link", "changed"])
def test_an_attachment_that_changes_under_way_stops_the_build(tmp_path, kind):
    root = copy_bureau(tmp_path)
    site, _ = loader.load(root)
    made = plan(account_of(site, TODAY), pipeline.words(root, "zh-Hans"), sheets=False)
    attachment = made.attachments[0]
    path = Path(attachment.location)
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/dev/zero")
    else:
        path.write_bytes(b"x")
    with pytest.raises(paging.AttachmentChangedError):
        paging.unchanged(attachment)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("body", "code"),
    [("字😀", "F009"), ("甲|乙\n-|-\n丙|丁\n\n" * 2000, "F010")],
)
def test_what_a_sheet_cannot_show_refuses_the_build_at_its_place(tmp_path, body, code):
    root = write_sample(tmp_path / "root", Sample())
    path = root / "content/entries/2026/2026-0001.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8")
    code_, out, err = build(root)
    assert (code_, out) == (1, "")
    assert f"{path.relative_to(root)}:" in err
    assert f"错误[{code}]" in err
    assert not (root / "public").exists()
