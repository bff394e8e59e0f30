"""The commands that make something: build, new, schema, serve, and check, which mends if asked.

A function takes the desk, where everything that a command needs lies ready, and returns the exit
code. Gathers the modules of this floor for `cli`.
"""

from __future__ import annotations

import gc
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.front import building
from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.front import telling
from dispatch.front.building import Request
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import item_of
from dispatch.front.desk import say
from dispatch.front.desk import shown
from dispatch.front.desk import site_of
from dispatch.front.desk import tell
from dispatch.front.desk import unknown
from dispatch.ground.crew import Crew
from dispatch.ground.crew import processors
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.diagnostics import within
from dispatch.ground.errors import DispatchError
from dispatch.ground.personal import covered
from dispatch.ground.stopwatch import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dispatch.front.building import Outcome
    from dispatch.front.desk import Desk
    from dispatch.front.serve import Shown
    from dispatch.ground.diagnostics import Diagnostic


class UnitOwesNotError(DispatchError):
    """A unit that does not owe the item it is to disclose."""

    key = "unit-owes-not"


def build(
    desk: Desk,
    request: Request,
    *,
    timings: bool = False,
    profile: Path | None = None,
    run: Callable[[Desk, Request], int] | None = None,
) -> int:
    """Make the site, and the sheets where they have a place; say what was made or why not.

    What it cost is said with `timings`, and written as a trace where `profile` names a file.
    Where something else is to be made of the request, `run` does.
    """
    run = run or _build
    if not timings and profile is None:
        return run(desk, request)
    from dispatch.front import costs  # noqa: PLC0415 - rare

    if profile is not None:
        costs.check_place(profile)
    watch = Stopwatch(running=True)
    with watch.stage(*costs.WHOLE):
        code = run(desk, replace(request, how=replace(request.how, watch=watch)))
    costs.tell(desk, watch, timings=timings, profile=profile)
    return code


def _build(desk: Desk, request: Request) -> int:
    begun = time.monotonic()
    progress, waiting = telling.progress(desk), telling.waiting(desk)
    outcome = building.build(request, progress, waiting=waiting)
    telling.tell_gravest(desk, outcome.found)
    if outcome.refused:
        say(desk, "cli.build.refused", count=reporters.count(outcome.found, desk.messages))
        return FAULTY
    desk.terminal.out(_summary(desk, outcome, time.monotonic() - begun, request))
    if request.parts:
        say(desk, "cli.join.taken", pages=request.parts.pages, sheets=request.parts.sheets)
    return GOOD


def _summary(desk: Desk, outcome: Outcome, seconds: float, request: Request) -> str:
    words = desk.messages
    text = words.text(
        "cli.build.pages", pages=outcome.pages, folder=telling.below(desk, request.public)
    )
    if request.printed:
        text += words.text(
            "cli.build.sheets",
            sheets=outcome.sheets,
            public=outcome.public_sheets,
            folder=telling.below(desk, request.printed),
        )
    changed = sum(len(manifest.paths("changed")) for manifest in outcome.manifests)
    added = sum(len(manifest.paths("new")) for manifest in outcome.manifests)
    removed = sum(len(manifest.removed) for manifest in outcome.manifests)
    text += words.text("cli.build.changes", new=added, changed=changed, removed=removed)
    count = reporters.count(outcome.found, words)
    text += words.text("cli.build.end", count=count, day=desk.day, seconds=f"{seconds:.1f}")
    return desk.terminal.style(text, "good") + "\n"


def check(
    desk: Desk, paths: tuple[str, ...], *, form: str, strict: bool, signed: bool = False
) -> int:
    """Say all that is to be said of the content, or of some files of it.

    With `signed`, approvals are held against the signatures of git too.
    """
    if paths:
        seen = pipeline.examine_some(desk.root, desk.day, paths, strict=strict)
    else:
        seen = pipeline.examine(desk.root, desk.day, strict=strict)
    more = _unsigned(desk, seen) if signed else ()
    found = within(by_gravity((*seen.found, *more)), paths)
    if waived := within(seen.waived, paths):
        say(desk, "cli.waived", count=len(waived))
    tell(desk, found, form=form)
    if form == "text":
        desk.terminal.out(reporters.count(found, desk.messages) + "\n")
        _tell_baseline(desk, seen)
    return FAULTY if pipeline.refuses(found, strict=strict) else GOOD


def _unsigned(desk: Desk, seen: pipeline.Examined) -> tuple[Diagnostic, ...]:
    from dispatch.front import signing  # noqa: PLC0415 - only where it is asked for

    return signing.approvals(desk.root, seen.account.site) if seen.account else ()


def scan(desk: Desk, which: str, *, form: str, strict: bool) -> int:
    """Say what the commits hold that nobody should have."""
    from dispatch.front import scanning  # noqa: PLC0415 - heavy floors only where they are used

    return scanning.scan(desk, which, form=form, strict=strict)


def _tell_baseline(desk: Desk, seen: pipeline.Examined) -> None:
    if seen.passed:
        say(desk, "cli.baseline.passed", count=seen.passed)
    if seen.gone:
        say(desk, "cli.baseline.gone", count=len(seen.gone))
        for each in seen.gone:
            desk.terminal.err(f"    {covered(str(each))}\n")


def mend(desk: Desk, paths: tuple[str, ...], *, yes: bool) -> int:
    """Put right what can be put right without harm, after showing it."""
    from dispatch.front import mending  # noqa: PLC0415 - the same

    return mending.mend(desk, paths, yes=yes)


def write_baseline(desk: Desk) -> int:
    """Write the baseline: everything that is found now, and may be passed over."""
    from dispatch.publishing.single import write_file  # noqa: PLC0415 - the same
    from dispatch.reading import baseline  # noqa: PLC0415

    found = pipeline.examine(desk.root, desk.day, passing=False).found
    named = [each for each in found if baseline.passes(each)]
    write_file(desk.root / baseline.PATH, baseline.text_of(found).encode())
    say(desk, "cli.baseline.written", count=len(named), path=baseline.PATH)
    left = tuple(each for each in found if not baseline.passes(each))
    desk.terminal.out(shown(desk, left))
    return FAULTY if pipeline.refuses(left, strict=False) else GOOD


def new(desk: Desk, code: str, *, unit: str | None) -> int:
    """Write an entry to fill in for a catalogue item."""
    from dispatch.front import scaffold  # noqa: PLC0415 - the same

    site = site_of(desk)
    item = item_of(desk, site, code)
    owner = unit or item.units[0]
    if site.organisation.unit(owner) is None:
        known = {each.id: each.name for each in site.organisation.units}
        raise unknown(desk, "unit", owner, known)
    if owner not in item.units:
        raise UnitOwesNotError(unit=owner, item=item.code, names=", ".join(item.units))
    path, text = scaffold.scaffold(site, item, unit=owner, day=desk.day, messages=desk.messages)
    scaffold.write_new(desk.root, path, text)
    desk.terminal.out(desk.messages.text("cli.new.written", path=path) + "\n")
    return GOOD


def schema(desk: Desk) -> int:
    """Write the JSON Schemas of all content files, for editors."""
    from dispatch.front import schema as schemas  # noqa: PLC0415 - the same

    account = pipeline.examine(desk.root, desk.day).account
    site = account.site if account else None
    for path in schemas.write_schemas(desk.root, schemas.schemas(site, desk.messages)):
        desk.terminal.out(f"{path}\n")
    desk.terminal.out(schemas.editor_text(desk.messages))
    return GOOD


def serve(
    desk: Desk, *, host: str, port: int, sheets: bool, records: Callable[[], date] | None = None
) -> int:
    """Build, serve, watch and reload until interrupted; nothing of it stays on disk.

    With `records`, which tells what day it is, a form for staff is served too.
    """
    from dispatch.front import recording  # noqa: PLC0415 - the same
    from dispatch.front import serve as server  # noqa: PLC0415
    from dispatch.publishing.localserver import Address  # noqa: PLC0415

    how = building.How(crew=Crew(jobs=processors()))

    def build(public: Path) -> tuple[bool, tuple[server.Shown, ...]]:
        request = Request(
            root=desk.root,
            day=desk.day,
            messages=desk.messages,
            public=public,
            printed=public.with_name("print") if sheets else None,
            how=how,
        )
        outcome = building.build(request, _silent, waiting=_nothing)
        return not outcome.refused, tuple(_row(desk, each) for each in outcome.found)

    gc.enable()  # this run is long
    base = urlsplit(pipeline.site_setting(desk.root, "base_url")).path
    recorder = recording.recorder(desk, records) if records else None
    with tempfile.TemporaryDirectory(prefix="dispatch-") as folder:
        preview = server.Preview(
            build=build,
            folder=Path(folder),
            watch=tuple(desk.root / name for name in ("content", "layouts", "config.yaml")),
            messages=desk.messages,
            address=Address(port=port, host=host, base=base),
            routes=(recorder.route(),) if recorder else (),
            greet=recorder.greet if recorder else _nobody,
        )
        server.serve(preview, lambda text: desk.terminal.err(f"{text}\n"))
    return GOOD


def _nobody(origin: str) -> None:
    """Greet nobody: there is no form."""


def _row(desk: Desk, each: Diagnostic) -> Shown:
    from dispatch.front.serve import Shown  # noqa: PLC0415 - the same

    return Shown(
        place=str(reporters.shown_place(each.place)),
        code=each.code,
        severity=each.severity.word,
        message=reporters.message(each, desk.messages),
        hint=reporters.message(each, desk.messages, "hint"),
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Take note of progress that nobody watches."""


def _nothing() -> None:
    """Take note of waiting that nobody sees."""
