"""How a tree of texts becomes a noun, and how what pydantic finds becomes diagnostics.

All faults of a file are reported at once, each where it stands.
"""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeVar

from pydantic import ValidationError

from dispatch.ground import files
from dispatch.ground import slips
from dispatch.ground import yamldoc
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import diagnostic
from dispatch.reading.known import known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from dispatch.ground.source import Place
    from dispatch.ground.source import Source
    from dispatch.ground.yamldoc import Keys
    from dispatch.model.values import Origin

Noun = TypeVar("Noun")
Found = tuple[Diagnostic, ...]

_SHAPES = {
    "dict_type": "mapping",
    "dataclass_type": "mapping",
    "model_attributes_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
}
_VALUES = {
    "enum": "enum",
    "literal_error": "enum",
    "string_type": "text",
    "string_too_short": "empty",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "pattern",
    "too_short": "too_short",
    "too_long": "too_long",
    "day_form": "day_form",
    "day_unreal": "day_unreal",
    "count_form": "count_form",
    "flag_form": "flag_form",
    "period_form": "period_form",
    "union_tag_invalid": "limit-type",
}
_MISSING = ("missing", "missing_argument", "missing_keyword_only_argument", "union_tag_not_found")
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
NOTHING: Mapping[str, object] = MappingProxyType({})
_SHOWN = 60
_KEYS_SHOWN = 6
_LISTS = ("items", "units", "people", "boards")
"""The lists right below a document whose mappings are nouns with an origin."""


def document(root: Path, path: str) -> tuple[Source | None, Any, Found]:
    """Return a YAML file of the root as source and tree; the tree is None where it has faults."""
    source, faults = files.read_source(root, path)
    if source is None:
        return None, None, faults
    tree, found = yamldoc.read(source)
    return source, tree, found


def validate(
    adapter: TypeAdapter[Noun],
    tree: object,
    source: Source,
    origin: Origin,
    extras: Mapping[str, object] = NOTHING,
) -> tuple[Noun, Found] | tuple[None, Found]:
    """Return a tree as the noun of an adapter, or everything that keeps it from being so.

    A key without a value counts as a key that is not there. The extras are what a reader knows
    and a file may not say; the origins of nouns in lists are set here.
    """
    if not isinstance(tree, dict):
        place = yamldoc.locate(source, origin.start, origin.end, origin.keys)
        form = _form(known(adapter, ()))
        return None, (_shape_fault(place, source, tree, "document", form=form),)
    refused = _claims(tree, source, origin)
    if blank := _is_blank(tree):
        refused = (*refused, *_blank_unknown(adapter, tree, source, origin))
    try:
        noun = adapter.validate_python({**stamped(tree, origin, pruned=not blank), **extras})
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = (_fault(adapter, each, tree, source, origin) for each in details)
        return None, (*refused, *found)
    return (None, refused) if refused else (noun, ())


def stamped(tree: object, origin: Origin, *, pruned: bool = False) -> Any:  # noqa: ANN401 - a tree
    """Return a tree without empty keys, whose nouns know where they came from.

    Nouns with an origin are the whole document, and what stands in a list right below it. One that
    is `pruned` has no empty keys.
    """
    if not isinstance(tree, dict):
        return _pruned(tree)
    whole: dict[str, Any] = {
        key: value if pruned or key == "elements" else _pruned(value)
        for key, value in tree.items()
        if value is not None
    }
    for key in _LISTS:
        if isinstance(whole.get(key), list):
            whole[key] = [
                each | {"origin": origin.down(key, index)} if isinstance(each, dict) else each
                for index, each in enumerate(whole[key])
            ]
    return whole


def _is_blank(tree: object) -> bool:
    """Tell whether any key below has no value."""
    if isinstance(tree, dict):
        return any(each.__class__ is not str and _is_blank(each) for each in tree.values())
    if isinstance(tree, list):
        return any(each.__class__ is not str and _is_blank(each) for each in tree)
    return tree is None


def _pruned(tree: object) -> Any:  # noqa: ANN401 - a tree
    if isinstance(tree, dict):
        return {key: _pruned(value) for key, value in tree.items() if value is not None}
    if isinstance(tree, list):
        return [_pruned(each) for each in tree]
    return tree


def _fault(
    adapter: TypeAdapter[Any],
    error: ErrorDetails,
    tree: object,
    source: Source,
    origin: Origin,
) -> Diagnostic:
    keys, rest = _resolved(tree, error["loc"])
    kind = error["type"]
    value = error.get("input")
    if kind in _MISSING:
        name = "type" if kind == "union_tag_not_found" else str(rest[-1] if rest else keys[-1])
        return diagnostic("S016", _key_place(source, origin, (*keys, name)), key=name)
    if kind in _UNKNOWN:
        return _unknown(source, origin, keys, sorted(known(adapter, keys[:-1])))
    if kind in _SHAPES:
        place = yamldoc.locate(source, origin.start, origin.end, (*origin.keys, *keys))
        form = _form(known(adapter, keys))
        return _shape_fault(place, source, value, _SHAPES[kind], key=_last_name(keys), form=form)
    return _value_fault(source, origin, keys, error)


def _resolved(tree: Any, location: Keys) -> tuple[Keys, Keys]:  # noqa: ANN401 - a tree
    """Return the part of pydantic's location that is in the tree, without the tags of unions."""
    keys: list[str | int] = []
    rest: list[str | int] = []
    for part in location:
        in_mapping = isinstance(tree, dict) and part in tree
        if in_mapping or (isinstance(tree, list) and isinstance(part, int) and part < len(tree)):
            keys.append(part)
            tree = tree[part]
            rest.clear()
        else:
            rest.append(part)
    return tuple(keys), tuple(rest)


def _key_place(source: Source, origin: Origin, keys: Keys) -> Place:
    whole = (*origin.keys, *keys)
    return yamldoc.locate(source, origin.start, origin.end, whole, at_key=True)


def _unknown(source: Source, origin: Origin, keys: Keys, names: list[str]) -> Diagnostic:
    key = str(keys[-1])
    nearest = next(iter(get_close_matches(key.strip().lower(), names, 1, 0.5)), "")
    variant = "nearest" if nearest else "default"
    place = _key_place(source, origin, keys)
    return diagnostic("S015", place, variant, key=key, nearest=nearest, known=", ".join(names))


def _shape_fault(
    place: Place, source: Source, value: object, variant: str, **params: str
) -> Diagnostic:
    if isinstance(value, str) and (fault := slips.at(source, place)):
        return fault
    return diagnostic("S014", place, variant, value=shown(value), **params)


def _form(names: Iterable[str]) -> str:
    """Return how a mapping with these keys is written, the first of them at least."""
    keys = sorted(names)[:_KEYS_SHOWN]
    return "{" + ", ".join(f"{key}: …" for key in keys) + "}"


def _value_fault(source: Source, origin: Origin, keys: Keys, error: ErrorDetails) -> Diagnostic:
    context = error.get("ctx") or {}
    variant = _VALUES.get(error["type"], "other")
    if variant == "limit-type":
        keys = (*keys, "type")
    place = yamldoc.locate(source, origin.start, origin.end, (*origin.keys, *keys))
    allowed = str(context.get("expected", context.get("expected_tags", ""))).replace("'", "")
    return diagnostic(
        "S017",
        place,
        variant,
        key=_last_name(keys),
        value=shown(error.get("input")),
        allowed=allowed.replace(" or ", ", "),
        what=context.get("pattern", ""),
        limit=context.get("max_length", context.get("min_length", "")),
        detail=error["msg"],
    )


def shown(value: object) -> str:
    """Return a value of a file as a message may quote it: one line, at most 60 characters."""
    if not isinstance(value, str):
        return "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else ""
    line = " ".join(value.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _last_name(keys: Keys) -> str:
    return next((key for key in reversed(keys) if isinstance(key, str)), "")


def _blank_unknown(
    adapter: TypeAdapter[Any], tree: dict[str, Any], source: Source, origin: Origin
) -> Found:
    """Return the faults of unknown keys without a value, which the validator never sees."""
    blank = [keys for keys in _blanks(tree, ()) if keys[0] != "elements"]
    return tuple(
        _unknown(source, origin, keys, names)
        for keys in blank
        if str(keys[-1]) not in (names := sorted(known(adapter, keys[:-1])))
    )


def _blanks(tree: object, keys: Keys) -> Iterator[Keys]:
    pairs: Iterable[tuple[str | int, object]] = ()
    if isinstance(tree, dict):
        pairs = tree.items()
    elif isinstance(tree, list):
        pairs = enumerate(tree)
    for key, value in pairs:
        if value is None and isinstance(tree, dict):
            yield (*keys, key)
        else:
            yield from _blanks(value, (*keys, key))


def _claims(tree: dict[str, Any], source: Source, origin: Origin) -> Found:
    """Return the faults of keys that only a reader may set."""
    owners: list[tuple[Keys, object]] = [((), tree)]
    for key in _LISTS:
        listed = tree.get(key)
        owners += [((key, index), each) for index, each in enumerate(_list(listed))]
    return tuple(
        _unknown(source, origin, (*keys, name), [])
        for keys, owner in owners
        for name in ("origin", "body_start")
        if isinstance(owner, dict) and name in owner
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
