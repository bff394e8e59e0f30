"""Findings for people and for programs.

The text form is for a clerk at a terminal; the JSON form is stable: a list of mappings with the
keys path, line, column, code, severity, rule, message, basis, hint and fingerprint.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ground.source import Place
    from dispatch.rules.base import Rule


_PLACE = re.compile(r"\{\w+\}")
"""A place in a text that only a finding can fill."""


def message(found: Diagnostic, messages: Messages, part: str = "message") -> str:
    """Return the sentence of a finding, or its hint; empty where there is none."""
    key = f"rules.{found.code}.{part}"
    keys = (f"{key}.{found.variant}", f"{key}.default", key)
    return messages.first(*keys, **dict(found.params))


def as_text(
    found: Iterable[Diagnostic], messages: Messages, style: Callable[[str, str], str]
) -> str:
    """Return the findings as lines, each with what to do under it; empty where there is none."""
    return "".join(_entry(each, messages, style) for each in found)


def _entry(each: Diagnostic, messages: Messages, style: Callable[[str, str], str]) -> str:
    severity = each.severity.word
    label = style(f"{messages.text(f'cli.severity.{severity}')}[{each.code}]", severity)
    lines = [f"{style(_seen(each.place), 'place')}: {label} {message(each, messages)}"]
    if each.also:
        lines.append("    " + messages.text("cli.also", place=_seen(each.also)))
    if hint := message(each, messages, "hint"):
        lines.append("    " + style(messages.text("cli.hint", hint=hint), "faint"))
    return "\n".join(lines) + "\n"


def _seen(place: Place) -> str:
    """Return a place as a terminal may show it: a file's name can hold commands to it."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in str(place))


def count(found: Iterable[Diagnostic], messages: Messages) -> str:
    """Return how many findings there are, by severity, in a sentence."""
    numbers = Counter(each.severity for each in found)
    if not numbers:
        return messages.text("cli.count.none")
    parts = [
        messages.text(f"cli.count.{severity.word}", count=numbers[severity])
        for severity in sorted(Severity, reverse=True)
        if numbers[severity]
    ]
    return messages.text("cli.count.some", parts=messages.text("cli.count.comma").join(parts))


def as_json(found: Iterable[Diagnostic], messages: Messages, rules: Mapping[str, Rule]) -> str:
    """Return the findings as a JSON list, ended by a newline."""
    rows = [_row(each, messages, rules.get(each.code)) for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(each: Diagnostic, messages: Messages, rule: Rule | None) -> dict[str, object]:
    return {
        "path": each.place.path,
        "line": each.place.line,
        "column": each.place.column,
        "code": each.code,
        "severity": each.severity.word,
        "rule": rule.name if rule else "",
        "message": message(each, messages),
        "basis": rule.clause if rule else "",
        "hint": message(each, messages, "hint"),
        "fingerprint": each.fingerprint,
    }


def explanation(rule: Rule, messages: Messages) -> str:
    """Return what a rule holds, why, its clause, and a bad and a good sample."""
    key = f"rules.{rule.code}"
    severity = messages.text(f"cli.severity.{rule.severity.word}")
    parts = [
        f"{rule.code}  {rule.name}  ({severity})",
        _part(messages, "what", messages.first(f"{key}.what")),
        _part(messages, "why", messages.first(f"{key}.why")),
        _part(messages, "clause", rule.clause),
        _part(messages, "hint", messages.first(f"{key}.hint", f"{key}.hint.default")),
        _part(messages, "bad", rule.bad.shown if rule.bad else "", told=True),
        _part(messages, "good", rule.good.shown if rule.good else "", told=True),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(messages: Messages, name: str, text: str, *, told: bool = False) -> str:
    if not text.strip():
        return ""
    shown = text if told else _PLACE.sub("…", text)
    body = "\n".join(f"    {line}" for line in shown.rstrip().splitlines())
    return f"{messages.text(f'cli.explain.{name}')}\n{body}"
