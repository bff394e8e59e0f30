"""What the parser stumbles over, as a fault in the words of a clerk, where it was caused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from dispatch.ground import slips
from dispatch.ground.diagnostics import diagnostic

if TYPE_CHECKING:
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ground.source import Source

# What the parser says in English, and the variant that says it in words of the clerk.
_VARIANTS = (
    ("could not find expected ':'", "colon"),
    ("mapping values are not allowed", "colon"),
    ("did not find expected key", "expected-key"),
    ("did not find expected '-' indicator", "expected-key"),
    ("that cannot start any token", "indicator"),
    ("did not find expected alphabetic or numeric character", "indicator"),
    ("did not find expected comment or line break", "indicator"),
    ("did not find expected whitespace or line break", "indicator"),
    ("did not find expected tag", "indicator"),
    ("did not find expected <document start>", "expected-key"),
    ("hexdecimal", "escape"),
    ("found unexpected end of stream", "quote-unclosed"),
    ("did not find expected ',' or ']'", "flow-unclosed"),
    ("did not find expected ',' or '}'", "flow-unclosed"),
    ("did not find expected node content", "flow-unclosed"),
    ("inconsistent indentation", "indentation"),
    ("block sequence entries are not allowed", "indentation"),
    ("found a tab character", "tab"),
    ("unknown escape character", "escape"),
)


def fault(source: Source, start: int, text: str, error: yaml.YAMLError) -> Diagnostic:
    """Return an error of the parser, in a text that begins at an offset of the source."""
    if not isinstance(error, yaml.MarkedYAMLError):
        index = min(getattr(error, "position", 0) or 0, len(text))
        return diagnostic("S006", source.place(start + index), "other")
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark else 0
    if told := slips.near(source, start, text, index):
        return told
    problem = str(error.problem or "")
    variant = next((name for words, name in _VARIANTS if words in problem), "other")
    if variant == "indicator" and text[index : index + 1] == "\t":
        variant = "tab"
    if variant == "quote-unclosed" and error.context_mark:
        index = error.context_mark.index
    return diagnostic("S006", source.place(start + index), variant)
