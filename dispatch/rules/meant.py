"""What is meant to be public, and how much the rest weighs; for family C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.model.values import Scope

if TYPE_CHECKING:
    from dispatch.model.catalogue import Item
    from dispatch.rules.exposure import Exposed

NEVER = ("identity", "card", "permit")
"""What not even an element that is meant to be public should hold; there it is worth a warning."""
GRAVE = ("identity", "card", "permit")
"""What may hang on no board, whoever can read it, and lie in no repository."""
PUBLIC_KEYS = (("mobile", ("office_phone", "phone")), ("address", ("place", "office")))
"""Fields that are there to be public, by what they may hold."""


def is_meant(each: Exposed, item: Item | None) -> bool:
    """Tell whether something personal stands where the item means it to be public."""
    if each.remark or each.kind in NEVER:
        return False
    last = next((key for key in reversed(each.keys) if isinstance(key, str)), "")
    return last in dict(PUBLIC_KEYS).get(each.kind, ()) or _in_public_element(each, item)


def _in_public_element(each: Exposed, item: Item | None) -> bool:
    if item is None or len(each.keys) < 2 or each.keys[0] != "elements":  # noqa: PLR2004
        return False
    element = item.element(str(each.keys[1]))
    return element is not None and element.public


def severity_of(each: Exposed, item: Item | None) -> Severity:
    """Return how much it weighs: on the web everything, inside what nobody may see anywhere."""
    if each.kind in NEVER and not each.remark and _in_public_element(each, item):
        return Severity.WARNING
    if each.kind in GRAVE:
        return Severity.ERROR
    if each.file and each.entry is None:
        return Severity.WARNING
    inside = item is not None and item.scope in (Scope.UNIT, Scope.GROUP)
    return Severity.WARNING if inside else Severity.ERROR
