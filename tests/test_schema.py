"""The schemas for editors: they accept what the reader accepts, and catch what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front.schema import FILES
from dispatch.front.schema import FOLDER
from dispatch.front.schema import _Words
from dispatch.front.schema import editor_text
from dispatch.front.schema import schemas
from dispatch.front.schema import write_schemas
from dispatch.ground import files
from dispatch.ground import messages
from dispatch.ground.source import Source
from dispatch.model.elements import scalar_problem
from dispatch.publishing.base import OutputNotWritableError
from dispatch.reading import loader
from dispatch.reading import parser
from dispatch.reading.schemas import readings

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

REPOSITORY = Path(__file__).parent.parent
WORDS = messages.load((REPOSITORY / "layouts/locale",), "zh-Hans")
KINDS = ("text", "number", "integer", "money", "percent", "date", "phone")


class Core(yaml.SafeLoader):
    """Reads scalars as editors do, by the core schema of YAML 1.2."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "null|Null|NULL|~|", ["n", "N", "~", ""]),
):
    Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first)
    )
Core.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def native(text):
    return yaml.load(text, Core)


@pytest.fixture(scope="module")
def site():
    found, _ = loader.load(REPOSITORY)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def made(site):
    return schemas(site, WORDS)


def faults(schema, value):
    validator = jsonschema.Draft202012Validator(schema)
    return [
        f"{'/'.join(map(str, each.path))}: {each.message}" for each in validator.iter_errors(value)
    ]


def name_of(path):
    folder = {"entries": "entry", "pages": "page"}
    parts = path.removesuffix(".yaml").split("/")
    return folder.get(parts[1], parts[1]) if len(parts) > 1 else parts[0]


def front_matter(source):
    if not source.path.endswith(".md"):
        return source.text
    parts = parser.split(source)
    return source.text[parts.start : parts.end]


def test_every_schema_is_one(made):
    for each in (made, schemas(None, WORDS)):
        assert list(each) == [*(name for name, _ in FILES), "page"]
        for schema in each.values():
            jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("own", [True, False])
def test_every_file_of_the_bureau_is_accepted(site, made, own):
    chosen = made if own else schemas(None, WORDS)
    found = {
        path: faults(chosen[name_of(path)], native(front_matter(source)))
        for path, source in site.sources.items()
    }
    assert len(found) > 40
    assert {path: each for path, each in found.items() if each} == {}


ENTRY = """\
id: 2026-0999
item: C-03
unit: branch-1
title: 2026
period: 2026-Q3
formed: 2026-09-30
published: 2026-10-12
elements:
  应缴人数: 38
  实缴人数: 38
  收缴率: 100%
  上期结余: 4,126.50
  收缴金额: 5789.00
  收缴明细: [{党小组: 1, 人数: 38, 金额: 5789}, {党小组: 合计, 人数: , 金额: 5789}]
  支出金额: 0
  支出明细: [{用途: 无, 金额: 0}]
  期末结余: -1.5
"""
NOTICE = """\
id: 2026-0999
item: C-02
unit: branch-1
title: 公示
formed: 2026-09-30
published: 2026-10-12
notice: {days: "5", unit: working-day, from: 2026-10-12, to: 2026-10-19}
contacts: [{for: objections, office: 组织人事科}]
elements:
  公示类型: 预备党员
  公示人数: 0
  公示对象:
    - {姓名: 张三, 性别: , 民族: 汉, 出生年月: 1990, 文化程度: 大学, 现任职务: 无,
       培养考察起始: 2025.1}
"""


@pytest.mark.parametrize("text", [ENTRY, NOTICE], ids=["statement", "notice"])
def test_an_entry_as_editors_see_it_is_accepted(made, text):
    assert faults(made["entry"], native(text)) == []
    entry, found = parser.parse(Source(path="e.yaml", text=text, digest=""))
    assert entry is not None
    assert found == ()


@pytest.mark.parametrize(
    ("text", "old", "new", "where"),
    [
        (ENTRY, "item: C-03", "item: C-99", "item"),
        (ENTRY, "unit: branch-1", "unit: branch-9", "unit"),
        (ENTRY, "unit: branch-1", "", ""),
        (ENTRY, "title: 2026", "titel: 2026", ""),
        (ENTRY, "title: 2026", 'title: ""', "title"),
        (ENTRY, "title: 2026", "title: ", "title"),
        (ENTRY, "title: 2026", "title: [2026]", "title"),
        (ENTRY, "2026-Q3", "2026-09", "period"),
        (ENTRY, "2026-Q3", "2026", "period"),
        (ENTRY, "period: 2026-Q3", "", ""),
        (ENTRY, "2026-09-30", "2026-9-30", "formed"),
        (ENTRY, "应缴人数: 38", "应缴人数: 38人", "elements/应缴人数"),
        (ENTRY, "应缴人数: 38", "应缴人数: 3.5", "elements/应缴人数"),
        (ENTRY, "应缴人数: 38", "应缴人数: ", "elements/应缴人数"),
        (ENTRY, "应缴人数: 38", "", "elements"),
        (ENTRY, "应缴人数: 38", "应缴人次: 38", "elements"),
        (ENTRY, "收缴率: 100%", "收缴率: 全部", "elements/收缴率"),
        (ENTRY, "收缴金额: 5789.00", "收缴金额: 5789.00元", "elements/收缴金额"),
        (ENTRY, "[{用途: 无, 金额: 0}]", "无", "elements/支出明细"),
        (ENTRY, "[{用途: 无, 金额: 0}]", "[]", "elements/支出明细"),
        (ENTRY, "{用途: 无, 金额: 0}", "{用途: 无}", "elements/支出明细/0"),
        (ENTRY, "{用途: 无, 金额: 0}", "{用途: 无, 金额: 0, 备注: 无}", "elements/支出明细/0"),
        (ENTRY, "{用途: 无, 金额: 0}", "{用途: 无, 金额: 零}", "elements/支出明细/0/金额"),
        (NOTICE, "notice: {", "#", ""),
        (NOTICE, "contacts: [", "#", ""),
        (NOTICE, "unit: working-day", "unit: workday", "notice"),
        (NOTICE, 'days: "5"', "days: 五", "notice"),
        (NOTICE, "for: objections", "for: objection", "contacts/0/for"),
    ],
)
def test_what_is_wrong_is_found_where_it_is(made, text, old, new, where):
    assert old in text
    found = faults(made["entry"], native(text.replace(old, new, 1)))
    assert where in {each.split(":")[0] for each in found}


def test_a_draft_may_lack_what_it_must_have_one_day(made):
    empty = re.sub(r"elements:.*", "elements: {应缴人数: , 实缴人数: 38}", ENTRY, flags=re.DOTALL)
    assert faults(made["entry"], native(empty))
    assert faults(made["entry"], native(f"{empty}\ndraft: true")) == []
    assert faults(made["entry"], native(f'{empty}\ndraft: "true"')) == []
    assert faults(made["entry"], native(f"{empty}\ndraft: false"))


@pytest.mark.parametrize(
    ("name", "text", "good"),
    [
        ("config", "site: {title: 2026}", True),
        ("config", "site: {title: 站点, languages: en}", False),
        ("organisation", "units: [{id: new-1, name: 新单位, online: true}]", True),
        ("organisation", "units: [{id: 新, name: 新单位}]", False),
        ("organisation", "units: []", False),
        (
            "postings",
            "{entry: 2026-0001, board: party-affairs, up: {on: 2026-10-12, by: keeper-1}}",
            True,
        ),
        (
            "postings",
            "[{entry: 2026-0001, board: hall, up: {on: 2026-10-12, by: keeper-1}}]",
            False,
        ),
        ("feedback", "- {received: 2026-10-14, channel: box, text: 1}", True),
        ("feedback", "- {received: 2026-10-14, channel: fax, text: 1}", False),
        ("page", "{title: 关于, order: 3}", True),
        ("page", "{title: 关于, order: 第三}", False),
    ],
)
def test_the_other_files(made, name, text, good):
    assert (faults(made[name], native(text)) == []) is good


@pytest.mark.parametrize(
    ("limit", "good"),
    [
        ("每季度结束后15日内公开", True),
        ("{type: standing}", True),
        ("{type: periodic, every: quarter, month: 1, day: 15}", True),
        ("{type: event, from: formed, within: {count: 5, unit: working-day}}", True),
        ("{every: quarter, day: 15}", False),
        ("{type: periodic, every: week}", False),
        ("{type: event, after: formed}", False),
        ("{type: sometimes}", False),
    ],
)
def test_the_limits_of_the_catalogue(site, made, limit, good):
    tree = native(site.sources["content/catalogue.yaml"].text)
    tree["items"][0]["limit"] = native(limit)
    assert (faults(made["catalogue"], tree) == []) is good


values = st.one_of(
    st.text("0123456789-+.,%％ 年元日()（）ext;；", max_size=12),
    st.from_regex(r"[-+]?[0-9]{1,3}(,[0-9]{3}){0,2}(\.[0-9]{1,7})?[%％]?", fullmatch=True),
    st.dates().map(str),
    st.text(max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), values)
def test_elements_are_typed_as_the_rules_type_them(kind, text):
    schema = _Words(messages=WORDS).scalar(kind)
    accepted = not faults(schema, text)
    if text == text.strip() and text:
        refused = bool(scalar_problem(kind, text))
        unreal = kind == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        assert accepted is not refused or unreal


@given(st.text("0123456789truefalsx.-+eE_", min_size=1, max_size=8))
def test_readings_are_what_editors_see(text):
    seen = native(text)
    assert seen in readings(text) or seen in (None, [None])


def test_codes_that_look_like_numbers_are_known_as_both():
    assert readings("1.10") == ("1.10", 1.1)
    assert readings("0755") == ("0755", 755)
    assert readings("A-01") == ("A-01",)


def test_names_are_told_with_what_they_stand_for(made):
    item = made["entry"]["properties"]["item"]
    assert dict(zip(item["enum"], item["enumDescriptions"], strict=True))["C-03"].startswith("党费")
    posting = made["postings"]["$defs"]["Posting"]["properties"]["board"]
    assert posting["enum"] == ["party-affairs", "party-building"]


def test_every_key_is_explained_in_chinese(made):
    nouns = {name: node for schema in made.values() for name, node in nouns_of(schema)}
    plain_words = [key for key in WORDS.texts if key.startswith("schema.noun.")]
    explained = {f"schema.noun.{noun}.{key}" for noun, node in nouns.items() for key in node}
    assert explained == set(plain_words)


def nouns_of(schema):
    """The nouns in a schema, each with the keys that it has and the word for itself."""
    for node in (schema, *schema.get("$defs", {}).values()):
        if "$comment" in node:
            yield node["$comment"], ("self", *node["properties"])


def test_they_are_written_the_same_each_time(made, site, tmp_path):
    paths = write_schemas(tmp_path, made)
    first = {path: (tmp_path / path).read_bytes() for path in paths}
    write_schemas(tmp_path, schemas(site, WORDS))
    assert {path: (tmp_path / path).read_bytes() for path in paths} == first
    assert sorted(each.name for each in (tmp_path / FOLDER).iterdir()) == sorted(
        Path(path).name for path in paths
    )
    assert json.loads(first[f"{FOLDER}/entry.json"]) == made["entry"]
    assert all(data.endswith(b"}\n") and b"\r" not in data for data in first.values())


def test_where_they_cannot_be_written_it_says_so(made, tmp_path):
    (tmp_path / ".dispatch").write_text("", encoding="utf-8")
    with pytest.raises(OutputNotWritableError):
        write_schemas(tmp_path, made)


def test_editors_are_told_of_files_that_are_written(made):
    text = editor_text(WORDS)
    settings_ = json.loads(text[text.index("{") : text.rindex("}") + 1])
    assert set(settings_["yaml.schemas"]) == {
        f"./{FOLDER}/{name}.json" for name in made if name != "page"
    }
    lines = re.findall(r"# (\S+)\n# yaml-language-server: \$schema=(\S+)", text)
    assert len(lines) == 2
    for path, schema in lines:
        assert (REPOSITORY / path).parent.joinpath(schema).resolve().parent == REPOSITORY / FOLDER


def test_the_line_for_editors_is_a_comment_to_the_reader():
    line = editor_text(WORDS).splitlines()[-1]
    assert line.startswith("# yaml-language-server: ")
    source, found = files.source_of("content/entries/e.yaml", f"{line}\n{ENTRY}".encode())
    assert found == ()
    assert parser.parse(source)[1] == ()
