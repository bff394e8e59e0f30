"""Findings for the systems that show them: JSON, GitHub, GitLab, SARIF, JUnit.

Each form is as its reader documents it; fingerprints are the same in all of them, and survive
moved lines.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from dispatch import __version__
from dispatch.ground.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.front.reporters.base import Remark
    from dispatch.ground.messages import Messages
    from dispatch.rules.base import Rule

SHOWN = 10
"""How many errors, warnings and notices GitHub shows of one step, each."""
COMMANDS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice"))
GRAVITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
"""What Code Quality of GitLab calls severities."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def as_json(remarks: Iterable[Remark]) -> str:
    """Return the findings as a JSON list, ended by a newline."""
    return _json([_row(each) for each in remarks])


def _row(each: Remark) -> dict[str, object]:
    place = each.found.place
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "code": each.found.code,
        "severity": each.found.severity.word,
        "rule": each.rule,
        "message": each.message,
        "basis": each.basis,
        "hint": each.hint,
        "fingerprint": each.fingerprint,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_github(remarks: Iterable[Remark]) -> tuple[str, tuple[Remark, ...]]:
    """Return the commands that annotate a change on GitHub, and the findings left out of them.

    GitHub shows ten of each severity in a step and drops the rest without a word.
    """
    every = tuple(remarks)
    shown: list[Remark] = []
    lines: list[str] = []
    for severity, command in COMMANDS:
        there = [each for each in every if each.found.severity is severity][:SHOWN]
        shown += there
        lines += [_annotation(command, each) for each in there]
    left = {id(each) for each in shown}
    return "".join(lines), tuple(each for each in every if id(each) not in left)


def _annotation(command: str, each: Remark) -> str:
    place = each.found.place
    title = f"{each.found.code} {each.rule}"
    properties = (
        ("file", place.path),
        ("line", str(place.line)),
        ("col", str(place.column)),
        ("title", title),
    )
    told = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{command} {told}::{_data(_whole(each))}\n"


def _whole(each: Remark) -> str:
    return f"{each.message}\n{each.hint}" if each.hint else each.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(remarks: Iterable[Remark]) -> str:
    """Return the findings as GitLab's Code Quality reads them."""
    return _json(
        [
            {
                "description": f"[{each.found.code}] {_whole(each)}",
                "check_name": each.rule or each.found.code,
                "fingerprint": each.fingerprint,
                "severity": GRAVITIES[each.found.severity],
                "location": {
                    "path": each.found.place.path,
                    "lines": {"begin": each.found.place.line},
                },
            }
            for each in remarks
        ]
    )


def as_sarif(remarks: Iterable[Remark], rules: Iterable[Rule], messages: Messages) -> str:
    """Return the findings as SARIF 2.1.0, with every rule that there is."""
    listed = tuple(rules)
    places = {rule.code: index for index, rule in enumerate(listed)}
    driver = {
        "name": "Dispatch",
        "semanticVersion": __version__,
        "rules": [_descriptor(rule, messages) for rule in listed],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "config.yaml"}}},
        "results": [_result(each, places) for each in remarks],
    }
    return _json({"$schema": SARIF, "version": "2.1.0", "runs": [run]})


def _descriptor(rule: Rule, messages: Messages) -> dict[str, object]:
    what = messages.first(f"rules.{rule.code}.what") or rule.name
    why = messages.first(f"rules.{rule.code}.why")
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what}{why}"},
        "help": {"text": rule.clause},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(each: Remark, places: dict[str, int]) -> dict[str, object]:
    found = each.found
    index = {"ruleIndex": places[found.code]} if found.code in places else {}
    also = {"relatedLocations": [_location(found.also)]} if found.also else {}
    return {
        "ruleId": found.code,
        **index,
        "level": LEVELS[found.severity],
        "message": {"text": _whole(each)},
        "locations": [_location(found.place)],
        **also,
        "partialFingerprints": {"dispatch/v1": each.fingerprint},
    }


def _location(place: object) -> dict[str, object]:
    path, line, column = (getattr(place, name) for name in ("path", "line", "column"))
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path), "uriBaseId": "ROOT"},
            "region": {"startLine": line, "startColumn": column},
        }
    }


def as_junit(remarks: Iterable[Remark], title: str) -> str:
    """Return the findings as a JUnit report: one case for each, or one that passed."""
    every = tuple(remarks)
    failed = [each for each in every if each.found.severity > Severity.INFO]
    suite = ET.Element("testsuite", name=title, tests=str(len(every) or 1), errors="0")
    suite.set("failures", str(len(failed)))
    suite.extend(_cases(every))
    if not every:
        ET.SubElement(suite, "testcase", name=title, classname="check")
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _cases(remarks: Iterable[Remark]) -> Iterator[ET.Element]:
    for each in remarks:
        place = each.found.place
        name = _plain(f"{each.found.code} {place.line}:{place.column} {each.rule}")
        case = ET.Element("testcase", name=name, classname=_plain(place.path))
        case.set("file", _plain(place.path))
        if each.found.severity > Severity.INFO:
            failure = ET.SubElement(case, "failure", message=_plain(each.message))
            failure.set("type", each.found.severity.word)
            failure.text = _plain(f"{place}: {_whole(each)}")
        else:
            ET.SubElement(case, "system-out").text = _plain(_whole(each))
        yield case


def _plain(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
