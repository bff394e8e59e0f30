"""Family S: that a file can be read as it was meant. The reader finds these faults.

Reading stops at them, so that they are no checks of a site; here they have their names, what they
hold, and their samples.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Rule
from dispatch.rules.base import noted
from dispatch.rules.samples import Sample
from dispatch.rules.samples import instead
from dispatch.rules.samples import sample
from dispatch.rules.samples import whole

GOOD = Sample()
RECORD = "entry: 2026-0001\nboard: hall\nup: {on: 2026-10-12, by: keeper}\n"
ENTRY = """\
---
id: 2026-0001
item: A-01
unit: branch-1
title: 第一党支部三季度党费收缴使用情况
formed: 2026-09-30
published: 2026-10-12
procedure:
  proposed: {by: liaison, on: 2026-10-09}
  reviewed: {by: director, on: 2026-10-10, secrecy: cleared, accuracy: confirmed}
  approved: {by: secretary, on: 2026-10-11}
elements: {收缴金额: 1250.00}
---
现将有关情况公开如下。
"""
DEEP = "entry: " + "[" * 40 + "]" * 40 + "\n"
TITLE = "title: 第一党支部三季度党费收缴使用情况\n"


def _read(code: str, name: str, doc: str, bad: Sample, good: Sample = GOOD) -> Rule:
    return noted(code, name, doc, origin="reader", samples=(bad, good))


RULES = (
    _read(
        "S001",
        "encoding-not-utf8",
        """A file is not written in UTF-8.

        Read in another encoding its words would become others, so that nothing is guessed.""",
        whole("posting", RECORD.replace("hall", "大厅"), encoding="gb18030"),
    ),
    _read(
        "S002",
        "control-character",
        """A text holds a character that nobody sees: control, direction or zero width.

        It can make a text read otherwise than it is, and comes with what is pasted.""",
        sample(entry="title: 第一党支部\u200b三季度党费"),
    ),
    _read(
        "S003",
        "file-too-large",
        """A text file is larger than a million bytes.

        No disclosure is as long; usually something else was saved under that name.""",
        whole("posting", "# 这一行重复了五万遍\n", times=50_000),
    ),
    _read(
        "S004",
        "not-a-regular-file",
        """A link, a pipe or another thing that is no file lies in the content.

        What is published must lie in git itself; a link may lead out of the site.""",
        instead("posting", "link", "../boards.yaml"),
    ),
    _read(
        "S005",
        "file-name-unusable",
        """A file's name holds characters that some systems cannot have, or that nobody sees.

        The address is made of it, and colleagues on Windows could not fetch it from git.""",
        whole("content/postings/2026-10?.yaml", RECORD),
        whole("content/postings/2026-10b.yaml", RECORD),
    ),
    _read(
        "S006",
        "yaml-syntax",
        """The YAML cannot be read.

        A missing space, quote or bracket: what follows would mean something else.""",
        sample(entry="title: “三季度”: 党费"),
    ),
    _read(
        "S007",
        "duplicate-key",
        """One key stands twice in one mapping.

        YAML takes the last without a word: `scope: unit`, further down `scope: society`.""",
        sample(entry=TITLE + "title: 党费"),
    ),
    _read(
        "S008",
        "alias-or-tag",
        """The YAML uses anchors, aliases, merges, tags or directives.

        They change what a value is, or make a file of ten lines into one of ten million.""",
        sample(posting="up: &up {on: 2026-10-12, by: keeper}\ndown: *up"),
    ),
    _read(
        "S009",
        "too-deep-or-long",
        """The YAML is nested too deeply, has too many nodes, or a key that is too long.

        No content is like that; reading it would only wear out the machine.""",
        whole("posting", DEEP),
    ),
    _read(
        "S010",
        "value-cut-by-comment",
        """A value is cut off by a `#` that YAML takes for the beginning of a comment.

        `关于 #1 项目` would be published as `关于`.""",
        sample(entry="title: 关于 #1 项目的党费"),
        sample(entry='title: "关于 #1 项目的党费"'),
    ),
    _read(
        "S011",
        "fullwidth-colon",
        """A key is followed by a fullwidth colon.

        YAML then sees no key at all, and reads the line as one long word.""",
        sample(entry="title：第一党支部三季度党费"),
    ),
    _read(
        "S012",
        "front-matter-missing",
        """A Markdown file does not begin with a block between two lines of `---`.

        Without it nothing says which item and which unit the text belongs to.""",
        whole("entry", "现将有关情况公开如下。\n"),
    ),
    _read(
        "S013",
        "front-matter-unclosed",
        """The block at the head of a Markdown file has no closing line `---`.

        The whole text would be taken for keys, or the keys would be published as text.""",
        whole("entry", ENTRY.replace("---\n现将", "现将")),
    ),
    _read(
        "S014",
        "wrong-shape",
        """A mapping is expected and something else stands there, or a list is.

        Usually a colon, a hyphen or the indentation is missing.""",
        whole("posting", "只有一句话\n"),
    ),
    _read(
        "S015",
        "unknown-key",
        """A key is not one that format 1 knows.

        What stands under it would never be read: a misspelt `posting` posts nothing.""",
        sample(entry="titel: 三季度党费"),
    ),
    _read(
        "S016",
        "key-missing",
        """A key that format 1 requires is not there.

        Without it the noun cannot be understood, and nothing that names it either.""",
        whole("entry", ENTRY.replace("published: 2026-10-12\n", "")),
    ),
    _read(
        "S017",
        "wrong-value",
        """A value is not of the form that its key asks for: a day, a number, a word of a fixed set.

        Nothing is guessed: `2026-1-5` may be the fifth of January or a slip.""",
        sample(entry="formed: 2026-9-30"),
    ),
    _read(
        "S018",
        "prose-too-costly",
        """A text nests brackets, quotes or tables so deeply that setting it would take minutes.

        Nobody writes so by hand; such texts come from damaged pastes, or from malice.""",
        sample(text="[" * 3_000),
    ),
    replace(
        _read(
            "S019",
            "file-not-read",
            """A file that is none of the known kinds lies in a folder of the content.

            Somebody put it there for a purpose, and nothing of it is shown anywhere.""",
            whole("content/entries/2026/2026-0001.docx", "不是文本"),
            whole("content/attachments/2026-0001.docx", "不是文本"),
        ),
        severity=Severity.WARNING,
    ),
    _read(
        "S020",
        "file-missing",
        """One of the three files that must exist is not there.

        Without configuration, organisation and catalogue there is nothing to hold entries to.""",
        instead("organisation", "removed"),
    ),
    _read(
        "S021",
        "several-documents",
        """A YAML file holds several documents, parted by `---`.

        Only the first would be read; a list of records does what was meant.""",
        whole("posting", RECORD + "---\n" + RECORD),
        whole("posting", "- " + RECORD.replace("\n", "\n  ").rstrip() + "\n"),
    ),
)
