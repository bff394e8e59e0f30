"""Sources and attachments with faults that nobody thought of: only findings come out.

Bounded by examples and by structure, not by time. What is fuzzed is the bureau's own content, a
few files of it at a time, and files of every kind that entries carry.
"""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front import pipeline
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.personal import detect
from dispatch.ground.secrecy import marks
from dispatch.reading.inspection import Obstacle
from dispatch.reading.inspection import inspect
from dispatch.rules.samples import Sample
from tests.cases.bombs import HARMLESS
from tests.cases.bombs import REFUSED
from tests.cases.carriers import DIGITS
from tests.cases.carriers import TEXT
from tests.cases.values import identity
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import write_sample

FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PLACES = (
    "config.yaml",
    "content/organisation.yaml",
    "content/catalogue.yaml",
    "content/boards.yaml",
    "content/entries/2026/2026-0001.md",
    "content/postings/2026-10.yaml",
    "content/feedback/2026-10.yaml",
    "content/oversight/2026-10.yaml",
    "content/pages/about.md",
)
SNIPPETS = (
    *(
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "---\n",
        "\n",
        "  ",
        "\t",
        "#",
        "|",
        ">",
        "*a",
        "&a ",
        "!!x ",
    ),
    *(
        "'",
        '"',
        "\\",
        "?",
        "%",
        "@",
        "~",
        "null",
        "true",
        "2026-02-30",
        "9" * 40,
        "1e999",
        "-0",
        ".",
    ),
    *(
        "，",
        "〔2026〕",
        "（",
        "》",
        "共3项",
        "壹拾贰元",
        "合计",
        "星期三",
        "等2人",
        "机密★",
        "低保",
        "\u200b",
    ),
    *(
        "\u202e",
        "\ufeff",
        "\x00",
        "\x85",
        "\ud7ff",
        "🈚",
        "e\u0301",
        "<br>",
        "<!--",
        "](",
        "![",
        "|-|\n",
    ),
)
"""What is put in: signs that mean something to YAML, to Markdown, or to a rule."""


@cache
def samples() -> tuple[tuple[str, str], ...]:
    """Return texts of the bureau, by the place in a small site where such a text stands."""
    chance = random.Random(1)
    found = [(path, (ROOT / path).read_text("utf-8")) for path in PLACES[:4]]
    for path in PLACES[4:]:
        folder = path.rpartition("/")[0]
        files = sorted((ROOT / folder).glob("*.*"))
        chosen = chance.sample(files, min(12, len(files)))
        found += [(f"{folder}/{each.name}", each.read_text("utf-8")) for each in chosen]
    return tuple(found)


def edited(data, text: str) -> str:
    """Return a text with lines, words and signs moved, doubled, dropped and put in."""
    for _ in range(data.draw(st.integers(1, 6))):
        lines = text.split("\n")
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(("put", "drop", "double", "swap", "indent", "cut", "join")))
        line = lines[at]
        if how == "put":
            place = data.draw(st.integers(0, len(line)))
            lines[at] = line[:place] + data.draw(st.sampled_from(SNIPPETS)) + line[place:]
        elif how == "drop":
            del lines[at : at + data.draw(st.integers(1, 4))]
        elif how == "double":
            lines[at:at] = lines[at : at + data.draw(st.integers(1, 4))]
        elif how == "swap":
            lines[at], lines[other] = lines[other], line
        elif how == "indent":
            lines[at] = data.draw(st.sampled_from(("  ", "    ", "\t", "- "))) + line
        elif how == "cut":
            lines[at] = line[: data.draw(st.integers(0, len(line)))]
        else:
            lines[at] = line + lines[other].strip()
        text = "\n".join(lines) or "x"
    return text


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return write_sample(tmp_path_factory.mktemp("small") / "root", Sample())


def examined(root: Path, path: str, content: bytes) -> tuple[Diagnostic, ...]:
    """Return what is found in a root in which one file is another, which is put back."""
    place = root / path
    before = place.read_bytes() if place.exists() else None
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    try:
        return pipeline.examine(root, TODAY).found
    finally:
        if before is None:
            place.unlink()
        else:
            place.write_bytes(before)


def hold(root: Path, path: str, content: bytes) -> None:
    """Hold that whatever is found has a place, and is found again."""
    found = examined(root, path, content)
    assert all(isinstance(each, Diagnostic) and each.place.line > 0 for each in found)
    assert found == examined(root, path, content)


@FEW
@given(data=st.data())
def test_texts_with_anything_in_them_draw_findings_only(small, data):
    path, text = data.draw(st.sampled_from(samples()))
    hold(small, path, edited(data, text).encode("utf-8", "surrogatepass"))


@FEW
@given(data=st.data())
def test_bytes_of_any_kind_draw_findings_only(small, data):
    path, text = data.draw(st.sampled_from(samples()))
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 9))
    hold(small, path, bytes(content[: len(content) - cut]))


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(("2026-10-12", "2026-0001", "A-01", "branch-1", "society", "", "0", "[]")),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    *(
        "id",
        "item",
        "unit",
        "title",
        "formed",
        "published",
        "period",
        "number",
        "boards",
        "posting",
    ),
    *(
        "notice",
        "decision",
        "procedure",
        "contacts",
        "elements",
        "attachments",
        "stage",
        "extended",
    ),
    *(
        "corrects",
        "supersedes",
        "withdrawn",
        "draft",
        "addressee",
        "summary",
        "section",
        "keywords",
    ),
)


@pytest.mark.heavy
@FEW
@given(fields=st.dictionaries(st.sampled_from(FIELDS), TREES, min_size=1, max_size=4))
def test_fields_of_any_shape_draw_findings_only(small, fields):
    path = "content/entries/2026/2026-0001.md"
    lines = (small / path).read_text("utf-8").split("\n")
    head = [line for line in lines if not line.startswith(tuple(f"{key}:" for key in fields))]
    said = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    hold(small, path, "\n".join((head[0], *said, *head[1:])).encode("utf-8", "surrogatepass"))


MATTER = re.compile(r"^---\n(.*?)\n---\n", re.DOTALL)


def grafted(data, tree):
    """Return a tree in which one branch, anywhere in it, is another, or has another key."""
    if isinstance(tree, dict) and tree and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(tree)))
        name = data.draw(st.sampled_from((key, key, key, key.upper(), *FIELDS, "")))
        rest = {other: each for other, each in tree.items() if other != key}
        return {**rest, name: grafted(data, tree[key])}
    if isinstance(tree, list) and tree and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(tree) - 1))
        new = grafted(data, tree[at])
        return data.draw(st.sampled_from(([*tree[:at], new, *tree[at + 1 :]], [*tree, new])))
    return data.draw(TREES | st.just([tree]) | st.just({"of": tree}))


@pytest.mark.heavy
@settings(FEW, max_examples=120)
@given(data=st.data())
def test_files_of_any_shape_draw_findings_only(small, data):
    path, text = data.draw(st.sampled_from(samples()))
    matter = MATTER.match(text)
    tree = yaml.load(matter[1] if matter else text, Loader=yaml.BaseLoader)
    for _ in range(data.draw(st.integers(1, 4))):
        tree = grafted(data, tree)
    made = json.dumps(tree, ensure_ascii=False)
    body = f"---\n{made}\n---\n{text[matter.end() :]}" if matter else made
    hold(small, path, body.encode("utf-8", "surrogatepass"))


# Attachments.


@cache
def carried() -> tuple[bytes, ...]:
    """Return a file of every kind."""
    number = identity(random.Random(3))
    return tuple(made(number) for _, _, made in (*TEXT, *DIGITS))


def rezipped(data, content: bytes) -> bytes:
    """Return a zip with members moved, renamed, dropped, doubled, cut and written over."""
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        members = [[name, whole.read(name)] for name in whole.namelist()]
    for _ in range(data.draw(st.integers(1, 4))):
        one, other = (data.draw(st.sampled_from(members)) for _ in range(2))
        how = data.draw(st.sampled_from(("drop", "double", "swap", "rename", "cut", "put", "nest")))
        if how == "drop" and len(members) > 1:
            members.remove(one)
        elif how == "double":
            members.append([f"x/{one[0]}", other[1]])
        elif how == "swap":
            one[1], other[1] = other[1], one[1]
        elif how == "rename":
            names = (
                "xl/workbook.xml",
                "../../x.xml",
                "mimetype",
                "OFD.xml",
                "a/",
                "甲.zip",
                "x" * 300,
            )
            one[0] = data.draw(st.sampled_from(names))
        elif how == "cut":
            one[1] = one[1][: data.draw(st.integers(0, len(one[1])))]
        elif how == "nest":
            one[1] = content
        else:
            one[1] = mangled(data, one[1])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, inner in dict(members).items():
            whole.writestr(name, inner)
    return out.getvalue()


WORDS = (
    *(
        b"<a>",
        b"</a>",
        b"<!DOCTYPE a>",
        b"<![CDATA[",
        b"&#x41;",
        b"&a;",
        b' r="',
        b"<?x?>",
        b"\xff",
    ),
    *(b"<c t='s'><v>9</v></c>", b"<v>-1</v>", b"1E9999", b"<row r='1'>", b"<sheet r:id='q'/>"),
    *(b"/Kids[2 0 R]", b"/Length -1", b"/Filter/FlateDecode", b"/Prev 0", b"<<", b">>", b"endobj"),
    *(
        b"stream\n",
        b"/Count 999999999",
        b"/Contents 1 0 R",
        b"/Annots 3 0 R",
        b"(",
        b"\0\0\xff\xff",
    ),
)


def mangled(data, content: bytes) -> bytes:
    """Return bytes with words of the formats put in, pieces doubled, dropped and moved."""
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = sorted(data.draw(st.integers(0, len(content))) for _ in range(2))
        piece = data.draw(st.sampled_from((*WORDS, b"", content[at : at + 200])))
        end = data.draw(st.sampled_from((at, min(to, at + 40))))
        content = content[:at] + piece + content[end:]
    return content


@settings(FEW, max_examples=300)
@given(data=st.data())
def test_attachments_of_any_structure_have_an_answer(data):
    content = data.draw(st.sampled_from(carried()))
    if content.startswith(b"PK") and data.draw(st.booleans()):
        content = rezipped(data, content)
    else:
        content = mangled(data, content)
    found = inspect("表", content)
    assert set(found.obstacles) <= set(get_args(Obstacle))
    for piece in found.pieces:
        for hit in detect(piece.text, TODAY):
            assert 0 <= hit.start < hit.end <= len(piece.text)
        assert all(each.start < each.end for each in marks(piece.text))


# Bombs, each opened by a process of its own whose memory is measured.

MOST = 700_000_000
"""How many bytes of memory any of them may take."""
ASK = (
    "import sys; from dispatch.reading.inspection.worker import main; main();"
    "sys.stderr.write(open('/proc/self/status', encoding='utf-8').read())"
)


def opened(path: Path) -> tuple[list[str], int]:
    """Return the obstacles of a file, and how much memory it took to find them."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(["x.bin", str(path)]) + "\n",
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        timeout=90,
    )
    (peak,) = (line for line in done.stderr.split("\n") if line.startswith("VmHWM"))
    return json.loads(done.stdout)["obstacles"], int(peak.split()[1]) * 1024


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by Linux")
@pytest.mark.parametrize("make", [*REFUSED, *HARMLESS], ids=lambda make: make.__name__)
def test_what_is_made_to_harm_is_answered_within_bounds(tmp_path, make):
    path = tmp_path / "x.bin"
    path.write_bytes(make())
    obstacles, memory = opened(path)
    assert memory < MOST
    assert bool(obstacles) or make in HARMLESS
