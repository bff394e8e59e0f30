"""What an input goes through: reading, checking, telling, planning and, where asked, rendering."""

from __future__ import annotations

import json
import signal
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch import rules
from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.ground.errors import DispatchError
from dispatch.ledger.account import account_of
from dispatch.planning.plan import plan
from dispatch.reading import loader
from dispatch.reading.inspection import inspect
from dispatch.rendering import feeds
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.fuzzing.inputs import good_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.planning.plan import Plan
    from tests.fuzzing.inputs import Input

SECONDS = 10
"""How long an input may keep a processor busy."""
LANGUAGES = ("zh-Hans", "en")


class SlowError(Exception):
    """An input took longer than any may."""


class InputError(Exception):
    """An input came to something else than findings; `mark` says where, for one fault alike."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__(repr(fault)[:300])
        frames = traceback.extract_tb(fault.__traceback__)
        ours = [each for each in frames if "/dispatch/" in each.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].name}:{ours[-1].line}"
        self.mark = f"{type(fault).__name__} {place}"
        self.trace = "".join(traceback.format_exception(fault))[-3000:]


class Target:
    """A root in which one input after the other stands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.planned = 0
        self._rules = {rule.code: rule for rule in rules.RULES}
        self._words = [pipeline.words(None, language) for language in LANGUAGES]
        self._there: dict[str, bytes] = {}
        self._templates: Templates | None = None

    def run(self, given: Input, *, render: bool = False) -> frozenset[str]:
        """Return which findings an input draws, by code and sentence; InputError for more."""
        self._write({**good_site(), **dict(given.files)})
        try:
            with _bounded():
                return self._run(given, render=render)
        except DispatchError as error:
            return frozenset({error.key})
        except Exception as fault:
            raise InputError(fault) from fault

    def _run(self, given: Input, *, render: bool) -> frozenset[str]:
        site, told = loader.load(self.root)
        found = told
        if site is not None:
            account = account_of(site, given.day)
            attached = ((path, dict(given.files)[f"content/{path}"]) for path in site.attachments
                        if f"content/{path}" in dict(given.files))  # fmt: skip
            inspected = {path: inspect(path, content) for path, content in attached}
            found = (*told, *rules.checked(account, told, inspected).found)
            if not pipeline.refuses(found, strict=False):
                made = plan(account, self._words[0], sheets=True)
                self.planned += not render
                if render:
                    self._render(made)
        self._tell(found)
        return frozenset(f"{each.code} {each.variant}" for each in found)

    def _tell(self, found: tuple[Diagnostic, ...]) -> None:
        """Put findings into words, and hold that each has a place."""
        for words in self._words:
            remarks = reporters.remarks(found, words, self._rules)
            assert len(json.loads(reporters.report("json", remarks, words, rules.RULES)[0])) == len(
                found
            )
        assert all(each.place.line > 0 and each.place.column > 0 for each in found)

    def _render(self, made: Plan) -> None:
        if self._templates is None:
            self._templates = Templates(pipeline.layout_folders(self.root), self._words[0])
        for page in (
            *pages.pages(made.site, self._templates),
            *feeds.feeds(made.site, self._templates),
        ):
            assert isinstance(page.content, bytes)

    def _write(self, wanted: dict[str, bytes]) -> None:
        """Let just these files stand in the root."""
        for path in self._there.keys() - wanted.keys():
            (self.root / path).unlink()
        for path, data in wanted.items():
            if self._there.get(path) != data:
                place = self.root / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        self._there = dict(wanted)


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise SlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
