"""Findings for people and for programs.

The text form is for a clerk at a terminal; the JSON form is stable: a list of mappings with the
keys path, line, column, code, severity, rule, message, basis, hint and fingerprint. The others are
for the systems that show findings where a change is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.front.reporters import machines
from dispatch.front.reporters import people
from dispatch.front.reporters.base import Remark
from dispatch.front.reporters.base import message
from dispatch.front.reporters.base import remarks
from dispatch.front.reporters.base import shown_place
from dispatch.front.reporters.people import count
from dispatch.front.reporters.people import explanation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.ground.messages import Messages
    from dispatch.rules.base import Rule

__all__ = (
    "FORMS",
    "Remark",
    "count",
    "explanation",
    "message",
    "people",
    "remarks",
    "report",
    "shown_place",
)

FORMS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")


def report(
    form: str, found: Sequence[Remark], messages: Messages, rules: Sequence[Rule]
) -> tuple[str, str]:
    """Return findings in a form for programs, and a summary that belongs beside it, if any."""
    if form == "github":
        text, left = machines.as_github(found)
        return text, people.as_markdown(found, messages) if left else ""
    if form == "sarif":
        return machines.as_sarif(found, rules, messages), ""
    if form == "junit":
        return machines.as_junit(found, messages.text("cli.command.check")), ""
    if form == "markdown":
        return people.as_markdown(found, messages), ""
    return (machines.as_gitlab if form == "gitlab" else machines.as_json)(found), ""
