"""The house: floors, doors, and what a module may be."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "dispatch"
FLOORS = (
    "ground",
    "model",
    "clock",
    "reading",
    "ledger",
    "rules",
    "planning",
    "rendering",
    "publishing",
    "front",
)
# On these floors a module knows those listed before it; on the others, none but the bases.
STAIRS = {
    "ground": (
        "errors",
        "stopwatch",
        "patterns",
        "source",
        "edits",
        "personal",
        "diagnostics",
        "files",
        "slips",
        "yamldoc",
        "evident",
        "habits",
        "plain",
        "capitals",
        "grids",
        "excess",
        "trees",
        "prose",
        "secrecy",
        "characters",
        "scripts",
        "messages",
        "webfiles",
        "elsewhere",
        "crew",
    ),
    "model": (
        "values",
        "paper",
        "config",
        "catalogue",
        "elements",
        "sums",
        "organisation",
        "board",
        "record",
        "waiver",
        "entry",
        "site",
    ),
    "clock": ("workdays", "counting", "tracing", "schedule"),
    "ledger": ("index", "answers", "pace", "hanging", "duties", "account", "turning"),
}
BASES = {
    "reading": ("known", "base"),
    "rules": ("base", "exposure", "meant", "register", "samples", "texts"),
    "planning": (
        "views",
        "targets",
        "wording",
        "boards",
        "placing",
        "lacks",
        "contacts",
        "leaves",
    ),
    "rendering": (
        "artifact",
        "fingerprints",
        "templates",
        "codes",
        "calendars",
        "changes",
        "policy",
        "scripts",
        "press",
    ),
    "publishing": ("base", "cache", "values", "listing", "filing"),
    "front": (
        "pipeline",
        "printing",
        "posting",
        "reporters",
        "desk",
        "past",
        "handing",
        "rounding",
        "reuse",
        "setting",
        "keeping",
        "telling",
    ),
}
GATHERERS = {
    "reading": ("loader", "understanding"),
    "rules": ("__init__",),
    "planning": ("plan",),
    "rendering": ("pages",),
    "publishing": ("publish", "kept"),
    "front": (
        "pipeline",
        "outfit",
        "building",
        "joining",
        "parting",
        "sharing",
        "making",
        "asking",
        "cli",
    ),
}
DOORS = {
    "yaml": ("ground.yamldoc",),
    "frontmatter": ("reading.parser",),
    "markdown": ("ground.prose",),
    "nh3": ("ground.prose",),
    "jinja2": ("rendering.templates",),
    "markupsafe": ("rendering",),
    "typst": ("rendering.sheets",),
    "segno": ("rendering.codes",),
    "click": ("front.cli",),
    "opencc": ("ground.scripts",),
    "chinese_calendar": ("clock.workdays",),
    "holidays": ("clock.workdays",),
    "pypdf": ("reading.inspection",),
    "distributed": ("front.cluster",),
    "xlsxwriter": ("rendering.opendata",),
    "PIL": ("reading.inspection",),
    "pydantic": ("model", "reading"),
    "pydantic_core": ("model", "reading"),
}
FORBIDDEN_NAMES = ("utils", "helpers", "core", "manager", "util", "helper", "misc", "common")
# Who may know what time it is, where it runs, and what its environment says.
CLOCK = re.compile(
    r"date\.today|datetime\.now|datetime\.utcnow|time\.time\(|os\.environ|os\.getenv|"
    r"Path\.cwd|os\.getcwd|Path\(\)\.resolve|Path\(\"\.\"\)"
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def floor_of(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@cache
def imports_of(path: Path) -> set[str]:
    """Return the modules that a module imports, type-checking imports among them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def own_imports(path: Path) -> set[str]:
    """Return the modules of the package that a module imports, without `dispatch.`."""
    known = {dotted(each).removesuffix(".__init__") for each in modules()} - {"__init__"}
    names = {name.removeprefix("dispatch.") for name in imports_of(path)}
    return {name for name in names if name in known and name not in FLOORS}


IDS = [dotted(path) for path in modules()]
each_module = pytest.mark.parametrize("path", modules(), ids=IDS)


@each_module
def test_every_module_has_a_floor(path):
    name = dotted(path)
    assert name in ("__init__", "__main__") or floor_of(name) in FLOORS


@each_module
def test_a_module_imports_only_from_below(path):
    name = dotted(path)
    if name in ("__init__", "__main__"):
        return
    height = FLOORS.index(floor_of(name))
    above = {other for other in own_imports(path) if FLOORS.index(floor_of(other)) > height}
    assert not above


@each_module
def test_modules_of_a_floor_do_not_know_each_other(path):
    name = dotted(path)
    floor, room = floor_of(name), room_of(name)
    if name in ("__init__", "__main__") or room in GATHERERS.get(floor, ()):
        return
    beside = {room_of(each) for each in own_imports(path) if floor_of(each) == floor} - {room}
    if floor in STAIRS:
        stairs = STAIRS[floor]
        assert room == "__init__" or room in stairs, "list the module where it stands"
        assert beside <= set(stairs[: stairs.index(room)] if room in stairs else ())
    elif room in BASES.get(floor, ()):
        bases = BASES[floor]
        assert beside <= set(bases), "a base knows only bases"
    else:
        assert beside <= set(BASES.get(floor, ()))


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library):
    users = {
        dotted(path).removesuffix(".__init__")
        for path in modules()
        if any(name.split(".")[0] == library for name in imports_of(path))
    }
    doors = DOORS[library]
    assert users, f"nobody uses {library}"
    assert all(any(f"{user}.".startswith(f"{door}.") for door in doors) for user in users), users


@each_module
def test_only_the_command_line_reads_the_clock_and_the_environment(path):
    if dotted(path).startswith("front.cli"):
        return
    found = CLOCK.findall(path.read_text(encoding="utf-8"))
    # How long a thing took is no day: `monotonic` is free to use.
    assert not found


@each_module
def test_modules_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    limit = 400 if dotted(path).startswith("model.") else LONGEST_MODULE
    assert len(text.splitlines()) <= limit
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and _body_lines(node) > LONGEST_FUNCTION
    ]
    assert not long


def _body_lines(node: ast.FunctionDef) -> int:
    first = node.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno if is_doc else first.lineno - 1) or 0
    return (node.end_lineno or 0) - start


@each_module
def test_nothing_is_kept_in_modules_that_changes(path):
    name = dotted(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    mutable = [
        ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.List | ast.Set | ast.ListComp | ast.SetComp)
    ]
    assert not mutable, f"{name} keeps lists or sets; registries are tuples"


@each_module
def test_names_say_what_a_module_is_for(path):
    assert not set(dotted(path).split(".")) & set(FORBIDDEN_NAMES)


def test_every_floor_and_every_stair_is_there():
    names = {dotted(path).removesuffix(".__init__") for path in modules()}
    for floor, rooms in STAIRS.items():
        missing = [room for room in rooms if f"{floor}.{room}" not in names]
        assert not missing, f"{floor} lists {missing}"
