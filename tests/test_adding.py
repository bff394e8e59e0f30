"""Posting records added to files: what stood there stays, and what was meant can be read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground import files
from dispatch.ground import yamldoc
from dispatch.ground.yamldoc.spans import spans
from dispatch.model.record import Act
from dispatch.model.record import Inspection
from dispatch.model.record import Posting
from dispatch.model.record import Printed
from dispatch.model.values import NOWHERE
from dispatch.reading.records import records_of
from dispatch.reading.records.adding import added
from tests.conftest import ROOT

PATH = "content/postings/2026-10.yaml"
UP = Act(on=date(2026, 10, 12), by="keeper")
NEW = Posting(
    entry="2026-0009",
    board="hall",
    up=Act(on=date(2026, 10, 30), by="null"),
    slot="3-2",
    printed=Printed(edition=2, content="0123456789ab", layout="00000000000e"),
    photo="attachments/postings/2026-0009-hall-2026-10-30.jpg",
    photo_digest="0" * 64,
)
LOOK = Inspection(on=date(2026, 10, 20), by="keeper", state="legible")
DOWN = Act(on=date(2026, 10, 28), by="keeper")

BLOCK = """\
# 十月
- entry: 2026-0001
  board: hall
  up: {on: 2026-10-12, by: keeper}   # 早上贴的

- {entry: 2026-0002, board: hall, up: {on: 2026-10-13, by: keeper}}
# 完
"""


def legal(data):
    found, _ = files.source_of(PATH, data)
    return found is not None and not records_of(found)[1]


def read(data):
    """Return the records of a file that must be good, without where they stand."""
    source, faults = files.source_of(PATH, data)
    assert not faults
    records, found = records_of(source)
    assert not found, (found, data)
    return tuple(replace(each, origin=NOWHERE) for each in records)


def changed(data, *, at=None, new=(), **more):
    """Return the records of a file, one of them told of more, and new ones after them."""
    records = list(read(data))
    if at is not None:
        more.setdefault("inspected", records[at].inspected)
        records[at] = replace(records[at], **more)
    return (*records, *new)


def put(text, **change):
    """Return the text of a file after a change that must be possible."""
    data = text if isinstance(text, bytes) else text.encode()
    wanted = changed(data, **change)
    made = added(PATH, data, wanted)
    assert made is not None
    assert read(made) == wanted
    return made.decode() if isinstance(text, str) else made


def test_a_look_is_added_in_its_record_and_nothing_else_moves():
    assert put(BLOCK, at=0, inspected=(LOOK,)) == BLOCK.replace(
        "贴的\n",
        "贴的\n  inspected:\n    - {on: 2026-10-20, by: keeper, state: legible}\n",
    )
    assert put(BLOCK, at=1, inspected=(LOOK,)) == BLOCK.replace(
        "by: keeper}}",
        "by: keeper}, inspected: [{on: 2026-10-20, by: keeper, state: legible}]}",
    )


def test_taking_down_is_added_in_its_record():
    down = "down: {on: 2026-10-28, by: keeper}"
    assert put(BLOCK, at=0, down=DOWN) == BLOCK.replace("贴的\n", f"贴的\n  {down}\n")
    assert put(BLOCK, at=1, down=DOWN) == BLOCK.replace("keeper}}", f"keeper}}, {down}}}")


def test_a_new_record_stands_at_the_end_and_looks_like_the_last():
    assert put(BLOCK, new=[NEW]) == BLOCK + (
        '- {entry: 2026-0009, board: hall, up: {on: 2026-10-30, by: "null"}, slot: 3-2, '
        "printed: {edition: 2, content: 0123456789ab, layout: 00000000000e}, "
        "photo: attachments/postings/2026-0009-hall-2026-10-30.jpg, "
        f"photo_digest: {'0' * 64}}}\n"
    )
    short = BLOCK.partition("\n\n")[0]
    assert put(short, new=[replace(NEW, photo=None, photo_digest=None, slot=None)]) == short + (
        "\n- entry: 2026-0009\n  board: hall\n"
        '  up: {on: 2026-10-30, by: "null"}\n'
        "  printed: {edition: 2, content: 0123456789ab, layout: 00000000000e}\n"
    )
    assert put("", new=[replace(NEW, slot=None, printed=None, photo=None, photo_digest=None)]) == (
        '- entry: 2026-0009\n  board: hall\n  up: {on: 2026-10-30, by: "null"}\n'
    )


def test_a_single_record_becomes_the_first_of_a_list():
    lone = (
        "# 一条\n---\nentry: 2026-0001\nboard: hall\n# 大厅\nup: {on: 2026-10-12,\n"
        " by: keeper}\n\ninspected:\n- {on: 2026-10-13, by: keeper,\n   state: '有\n\n    些'}\n"
        "# 完\n...\n"
    )
    assert put(
        lone, new=[replace(NEW, slot=None, printed=None, photo=None, photo_digest=None)]
    ) == (
        "# 一条\n---\n- entry: 2026-0001\n  board: hall\n  # 大厅\n  up: {on: 2026-10-12,\n"
        "   by: keeper}\n\n  inspected:\n  - {on: 2026-10-13, by: keeper,\n"
        "     state: '有\n\n      些'}\n"
        '# 完\n- entry: 2026-0009\n  board: hall\n  up: {on: 2026-10-30, by: "null"}\n...\n'
    )
    flow = "{entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper}}  # 一\n"
    bare = replace(NEW, slot=None, printed=None, photo=None, photo_digest=None)
    assert put(flow, new=[bare]) == (
        "[{entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper}},\n"
        ' {entry: 2026-0009, board: hall, up: {on: 2026-10-30, by: "null"}}]  # 一\n'
    )
    assert put(lone, at=0, down=DOWN).count("- entry") == 0


def test_a_list_in_brackets_stays_one():
    text = (
        "[\n  {entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper}}  # 一\n  # 二\n]\n"
    )
    bare = replace(NEW, slot=None, printed=None, photo=None, photo_digest=None)
    assert put(text, new=[bare, bare]) == (
        "[\n  {entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper}},  # 一\n"
        '  # 二\n  {entry: 2026-0009, board: hall, up: {on: 2026-10-30, by: "null"}},\n'
        '  {entry: 2026-0009, board: hall, up: {on: 2026-10-30, by: "null"}}\n]\n'
    )


def test_line_ends_and_the_mark_are_the_owner_s():
    for end in ("\n", "\r\n", "\r"):
        raw = b"\xef\xbb\xbf" + BLOCK.replace("\n", end).encode()
        made = put(raw, at=0, down=DOWN, new=[NEW])
        assert made.startswith(b"\xef\xbb\xbf# ")
        assert made.count(b"\xef\xbb\xbf") == 1
        assert made.count(end.encode()) == BLOCK.count("\n") + 2
        assert set(re.findall(rb"[\r\n]+", made)) <= {end.encode(), end.encode() * 2}


@pytest.mark.parametrize(
    "text",
    [
        "- entry: 2026-0001\n  board: hall\n",  # a key lacks
        "- &a {entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper}}\n",
        "- {entry: 2026-0001, board: hall, up: {on: 2026-10-32, by: keeper}}\n",
        "[",
        "~\n",
        "nothing\n",
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_not_understood_is_left_alone(text):
    data = text if isinstance(text, bytes) else text.encode()
    assert added(PATH, data, (NEW,)) is None


def test_nothing_is_taken_away_or_rewritten():
    data = BLOCK.encode()
    one, two = read(data)
    for wanted in (
        (one,),
        (two, one),
        (replace(one, up=DOWN), two),
        (replace(one, board="corridor"), two),
    ):
        assert added(PATH, data, wanted) is None
    taken = added(PATH, data, (replace(one, down=DOWN), two))
    assert added(PATH, taken, (one, two)) is None
    assert added(PATH, taken, (replace(one, down=UP), two)) is None


def test_words_that_no_file_may_hold_are_refused():
    for state in ("有\u202e反", "\udcff"):
        wanted = changed(BLOCK.encode(), at=0, inspected=(replace(LOOK, state=state),))
        assert added(PATH, BLOCK.encode(), wanted) is None
    for state in ('"', "a: b #c", "- 破", "换\n行", "{}", "~", "null", "*", "：全角", "'", "\\n"):
        put(BLOCK, at=0, inspected=(replace(LOOK, state=state),))
        put(BLOCK, at=1, inspected=(replace(LOOK, state=state),))


def test_a_file_that_would_be_too_large_to_be_read_is_refused():
    data = BLOCK.encode() + b"#" * (files.SIZE_LIMIT - len(BLOCK.encode()) - 100)
    assert added(PATH, data, changed(data, at=0, down=DOWN)) is not None
    assert added(PATH, data, changed(data, new=[NEW])) is None


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
names = st.sampled_from(["keeper", "head", "null", "no", "0755", "a-b", "true"])
acts = st.builds(Act, on=days, by=names)
states = st.sampled_from(
    ["legible", "damaged", "褪色", "a: b", "有 #号", "'", '"', "两\n行", "null"]
)
looks = st.builds(Inspection, on=days, by=names, state=states)
prints = st.builds(
    Printed,
    edition=st.integers(0, 99),
    content=st.text("0123456789abcdef", min_size=12, max_size=12),
    layout=st.just("0" * 12),
)
postings = st.builds(
    Posting,
    entry=st.from_regex(r"2026-[0-9]{4}", fullmatch=True),
    board=names,
    up=acts,
    inspected=st.lists(looks, max_size=3).map(tuple),
    down=st.none() | acts,
    slot=st.none() | st.just("3-2"),
    printed=st.none() | prints,
    photo=st.none() | st.just("attachments/p.jpg"),
)


@st.composite
def written(draw):
    """Return a file of postings as people and programs write them, in any style that is legal."""
    records = draw(st.lists(postings, max_size=4))
    form = draw(st.sampled_from(["block", "flow", "lone", "lone-flow"]))
    note = draw(st.sampled_from(["", "  # 注", "  # { [ - '"]))
    line = draw(st.sampled_from(["", "# 行\n", "\n", "\n# 行\n\n"]))
    if form == "flow":
        gap = draw(st.sampled_from([" ", "\n", f"{note}\n  ", f"\n{line}   "]))
        close = draw(st.sampled_from(["", ",", "\n", ",\n", f"{note}\n{line}", f",{note}\n"]))
        close = close if records else ""
        inner = f",{gap}".join(braces(draw, each) for each in records)
        text = f"[{inner}{close}]{note}\n{line}"
    elif form == "lone" and records:
        text = "".join(f"{each}{note if plain(each) else ''}\n" for each in rows(draw, records[0]))
        text += line
    elif form == "lone-flow" and records:
        text = f"{braces(draw, records[0])}{note}\n{line}"
    else:
        text = listed(draw, records, note, line)
    head = draw(st.sampled_from(["", "# 头\n", "\n", "---\n", "# 头\n---\n"]))
    tail = draw(st.sampled_from(["", "", "...\n", "# 尾\n", "\n\n"]))
    text = head + text + tail
    if draw(st.booleans()):
        text = text.rstrip("\n")
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + text.replace("\n", ends).encode()


def listed(draw, records, note, line):
    blanks = draw(st.sampled_from(["", "  "]))
    dash = draw(st.sampled_from(["- ", "-   "]))
    parts = []
    for each in records:
        block = draw(st.booleans())
        lines = rows(draw, each) if block else [braces(draw, each)]
        for number, row in enumerate(lines):
            lead = dash if number == 0 else " " * len(dash)
            parts.append(f"{blanks}{lead}{row}{note if plain(row) else ''}\n")
        parts.append(line)
    return "".join(parts)


def plain(row):
    """Whether a note may stand behind a row."""
    return not row.endswith(("|-", "行")) and "\n" not in row


def rows(draw, record):
    """Return the lines of a record in block style."""
    for name, value in parts(draw, record):
        if name == "inspected" and value and draw(st.booleans()):
            deep = draw(st.sampled_from(["", "  ", "    "]))
            yield "inspected:"
            for each in value:
                if draw(st.booleans()):
                    yield f"{deep}- {brace(draw, each)}"
                else:
                    yield f"{deep}- on: {each.on}"
                    yield f"{deep}  by: {scalar(draw, each.by)}"
                    yield f"{deep}  state: {scalar(draw, each.state)}"
        elif name in ("up", "down") and value and draw(st.booleans()):
            yield f"{name}:"
            yield f"  on: {value.on}"
            yield f"  by: {scalar(draw, value.by)}"
        elif value is None:
            yield f"{name}:{draw(st.sampled_from(['', ' ~', ' null']))}"
        else:
            yield f"{name}: {flow(draw, value)}"


def parts(draw, record):
    """Return what a record says, in any order, with keys that may stand there for nothing."""
    names = ["entry", "board", "up", "inspected", "down", "slot", "printed", "photo"]
    for name in draw(st.permutations(names)):
        value = getattr(record, name) or None
        if value is not None or draw(st.integers(0, 4)) == 0:
            yield name, value


def braces(draw, record):
    gap = draw(st.sampled_from([", ", ",", ",\n    "]))
    inner = gap.join(
        f"{name}: {'~' if value is None else flow(draw, value)}"
        for name, value in parts(draw, record)
    )
    return "{" + inner.replace("},", "}, ") + draw(st.sampled_from(["", " ", ","])) + "}"


def flow(draw, value):
    if isinstance(value, tuple):
        return "[" + ", ".join(brace(draw, each) for each in value) + "]"
    return brace(draw, value) if hasattr(value, "__dataclass_fields__") else scalar(draw, value)


def brace(draw, value):
    names = [name for name in value.__dataclass_fields__ if name != "origin"]
    pairs = (f"{name}: {scalar(draw, getattr(value, name))}" for name in names)
    return "{" + ", ".join(pairs) + "}"


def scalar(draw, value):
    text = str(value)
    if re.fullmatch(r"[\w-]+", text) and text != "null" and draw(st.booleans()):
        return text
    if "\n" in text or draw(st.booleans()):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "'" + text.replace("'", "''") + "'"


@st.composite
def additions(draw):
    """Return a file and what its records are to be."""
    data = draw(written())
    assume(legal(data))
    records = list(read(data))
    for index, each in enumerate(records):
        if draw(st.booleans()):
            more = {
                name: draw(what)
                for name, what in (
                    ("down", acts),
                    ("printed", prints),
                    ("photo", st.just("attachments/q.jpg")),
                    ("photo_digest", st.just("a" * 64)),
                )
                if getattr(each, name) is None and draw(st.booleans())
            }
            looked = tuple(draw(st.lists(looks, max_size=2)))
            records[index] = replace(each, inspected=each.inspected + looked, **more)
    return data, (*records, *draw(st.lists(postings, max_size=2)))


@pytest.mark.heavy
@given(additions())
@settings(max_examples=150, deadline=None)
def test_any_addition_to_any_file_is_what_was_meant_and_nothing_more(case):
    data, wanted = case
    made = added(PATH, data, wanted)
    assert made is not None, data.decode()
    assert read(made) == wanted
    left, kept = iter(made), re.sub(rb": (~|null\b)", b":", data)
    assert all(byte in left for byte in kept), "something went, or changed its place"
    old, new = (files.source_of(PATH, each)[0].text for each in (data, made))
    assert [line.strip() for line in new.split("\n") if line.strip().startswith("#")] == [
        line.strip() for line in old.split("\n") if line.strip().startswith("#")
    ]
    for index, record in enumerate(read(data)):
        if record == wanted[index] and isinstance(yamldoc.read(source(data))[0], list):
            assert slice_of(old, index) == slice_of(new, index)
    if wanted == read(data):
        assert made == data


def source(data):
    return files.source_of(PATH, data)[0]


def slice_of(text, index):
    span = spans(text)[(index,)]
    return text[span.start : span.end]


def test_the_bureau_s_files_can_all_be_added_to():
    for path in sorted((ROOT / "content/postings").iterdir()):
        data = path.read_bytes()
        last = len(read(data)) - 1
        made = put(data, at=last, inspected=(*read(data)[last].inspected, LOOK), new=[NEW])
        assert len(made.splitlines()) <= len(data.splitlines()) + 9
