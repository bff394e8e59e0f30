"""What every form of a report says of a finding: its sentence, its rule, its fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import fingerprints
from dispatch.ground.personal import covered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.messages import Messages
    from dispatch.ground.source import Place
    from dispatch.rules.base import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding in the words of a language."""

    found: Diagnostic
    rule: str
    """The name of its rule."""
    message: str
    hint: str
    """What to do; empty where there is no more to say."""
    basis: str
    """The clause that the rule holds."""
    fingerprint: str
    """As the finding's own; of several with one fingerprint each later one has its own."""


def message(found: Diagnostic, messages: Messages, part: str = "message") -> str:
    """Return the sentence of a finding, or its hint; empty where there is none.

    Whatever a file says may be in it: personal numbers are covered, for it may be kept in a log.
    """
    key = f"rules.{found.code}.{part}"
    keys = (f"{key}.{found.variant}", f"{key}.default", key)
    words = {each.place: messages.text(each.key, **dict(each.params)) for each in found.words}
    return covered(messages.first(*keys, **{**dict(found.params), **words}))


def shown_place(place: Place) -> Place:
    """Return a place as it may be shown: a file's name can hold a personal number too."""
    return replace(place, path=covered(place.path))


def _shown(found: Diagnostic) -> Diagnostic:
    if all(each is None or covered(each.path) == each.path for each in (found.place, found.also)):
        return found
    also = shown_place(found.also) if found.also else None
    return replace(found, place=shown_place(found.place), also=also)


def remarks(
    found: Iterable[Diagnostic], messages: Messages, rules: Mapping[str, Rule]
) -> tuple[Remark, ...]:
    """Return findings in the words of a language, in their order."""
    listed = tuple(found)
    return tuple(
        Remark(
            found=_shown(each),
            rule=rules[each.code].name if each.code in rules else "",
            message=message(each, messages),
            hint=message(each, messages, "hint"),
            basis=rules[each.code].clause if each.code in rules else "",
            fingerprint=fingerprint,
        )
        for each, fingerprint in zip(listed, fingerprints(listed), strict=True)
    )
