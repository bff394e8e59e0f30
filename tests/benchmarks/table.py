"""The tables of the README from what `engine.py` has measured.

`python tests/benchmarks/table.py [FILE]` prints them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).resolve().parent / "results.json"
TITLES = {
    "dispatch": "**Dispatch**, all checks",
    "plain": "plain pipeline of the same libraries, one process",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "mkdocs": "MkDocs",
    "pelican": "Pelican",
    "pelican-cache": "Pelican with its cache",
    "jekyll": "Jekyll",
}
STEPS = ("clean", "same", "edit", "layout")
REFERENCES = ("hugo", "plain", "dispatch")
"""Whose figures are 1.00: the first that was measured."""


def merged(path: Path, figures: dict[str, Any]) -> str:
    """Return a file of results as it is with new figures; sizes that are not among them stay."""
    former = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    sizes = {**former.get("sizes", {}), **figures["sizes"]}
    ordered = dict(sorted(sizes.items(), key=lambda each: int(each[0])))
    return json.dumps(_rounded({**former, **figures, "sizes": ordered}), indent=1) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


def tables(results: dict[str, Any]) -> str:
    """Return the tables: beside the peers, by size, and what is told of sheets and of the start."""
    parts = []
    measured = [size for size in results["sizes"].items() if len(size[1]["programs"]) > 1]
    if measured:
        parts.append("\n".join(_beside(*measured[-1], results["cores"])))
    if results["sizes"]:
        parts.append("\n".join(_by_size(results["sizes"])))
    parts += ["\n".join(_rest(results))] if {"sheets", "start"} & set(results) else []
    return "\n\n".join(parts)


def _beside(entries: str, size: dict[str, Any], cores: int) -> Iterator[str]:
    """Yield the table of all programs with one size."""
    programs = size["programs"]
    against = next(name for name in REFERENCES if name in programs)
    least = programs[against]
    yield (
        f"{int(entries):,} entries, {cores} cores, medians of {size['runs']} runs in turn; time "
        f"and memory as multiples of those of {TITLES[against]} in the same column:"
    )
    yield ""
    yield "| | clean build | nothing changed | one entry | one layout | peak memory |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, steps in programs.items():
        cells = [_ratio(steps.get(step), least.get(step), "wall") for step in STEPS]
        cells.append(_ratio(steps.get("clean"), least.get("clean"), "peak"))
        yield f"| {TITLES[name]} | {' | '.join(cells)} |"


def _ratio(one: dict[str, float] | None, other: dict[str, float] | None, figure: str) -> str:
    if not one or not other:
        return "–"
    ratio = one[figure] / other[figure]
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _by_size(sizes: dict[str, Any]) -> Iterator[str]:
    """Yield the table of Dispatch with all sizes: each step as a part of a clean build."""
    every = {size: each["programs"]["dispatch"] for size, each in sizes.items()}
    steps = ("same", "edit", "layout", "next-day", "serve")
    yield "Dispatch by size; times as parts of a clean build of that size:"
    yield ""
    yield (
        "| entries | an entry of a clean build, ms | nothing changed | one entry | one layout "
        "| next day | preview follows | `check`, of the CPU | peak memory | written |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for size, costs in every.items():
        clean = costs.get("clean")
        if clean is None:
            continue
        cells = [f"{1000 * clean['wall'] / int(size):.2f}"]
        cells += [_ratio(costs.get(step), clean, "wall") for step in steps]
        cells.append(_ratio(costs.get("check"), clean, "cpu"))
        cells += [f"{clean['peak']:.0f} MB", f"{clean['written']:.1f} MB"]
        yield f"| {int(size):,} | {' | '.join(cells)} |"


def _rest(results: dict[str, Any]) -> Iterator[str]:
    """Yield what is told of sheets and of the start, a line each."""
    sheets, start = results.get("sheets", {}), results.get("start", {})
    if "one" in sheets:
        line = f"A sheet takes {1000 * sheets['one']['wall']:.0f} ms on one core"
        if "all" in sheets:
            line += f"; on all, {sheets['one']['wall'] / sheets['all']['wall']:.2f} times as fast"
        yield f"- {line}."
    if start:
        yield (
            f"- `--help` takes {start['help']['wall']:.2f} s, `check` of one file "
            f"{start['check-file']['wall']:.2f} s (medians of ten)."
        )


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    print(tables(json.loads(path.read_text(encoding="utf-8"))))
