"""`links`: whether what public pages link to elsewhere is still there. Only when asked for."""

from __future__ import annotations

import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.front import pipeline
from dispatch.front import reporters
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import account_of
from dispatch.front.desk import say
from dispatch.front.desk import tell
from dispatch.front.linking.outward import outward
from dispatch.front.linking.probe import Answer
from dispatch.front.linking.probe import Manner
from dispatch.front.linking.probe import ask
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import by_gravity
from dispatch.ground.diagnostics import diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.front.desk import Desk
    from dispatch.front.linking.outward import Outward
    from dispatch.ground.diagnostics import Diagnostic

CODE = "X001"
AT_ONCE = 8
"""How many hosts are asked at a time; each of them is asked one thing at a time."""

_GRAVITY: tuple[tuple[str, Severity], ...] = (
    ("broken", Severity.ERROR),
    ("unresolved", Severity.ERROR),
    ("offline", Severity.ERROR),
    ("declined", Severity.WARNING),
    ("private", Severity.WARNING),
    ("moved", Severity.INFO),
)


def links(desk: Desk, paths: tuple[str, ...], *, form: str, manner: Manner) -> int:
    """Ask for everything that public pages link to elsewhere, and say what is not there."""
    account = account_of(desk)
    every = tuple(outward(account.site, desk.day))
    found = tuple(each for each in every if not paths or _below(each.place.path, paths))
    answers = asked([each.url for each in found], manner, lambda host: _said(desk, host))
    away = answers and all(each.state in ("offline", "unresolved") for each in answers.values())
    if away and form == "text":
        say(desk, "links.offline", count=len(answers))
        return FAULTY
    faults = by_gravity(_finding(each, answers[each.url]) for each in found if _told(each, answers))
    tell(desk, faults, form=form)
    if form == "text":
        good = sum(each.state in ("good", "moved") for each in answers.values())
        hosts = len({_host(url) for url in answers})
        desk.terminal.out(
            desk.messages.text("links.end", links=len(answers), hosts=hosts, good=good)
            + reporters.count(faults, desk.messages)
            + "\n"
        )
    return FAULTY if pipeline.refuses(faults, strict=False) else GOOD


def asked(
    urls: Iterable[str], manner: Manner, begun: Callable[[str], None]
) -> Mapping[str, Answer]:
    """Return what comes of each address; none is asked twice, and no host two things at once."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        by_host[_host(url)].append(url)

    def one_host(host: str) -> list[tuple[str, Answer]]:
        begun(host)
        return list(_in_turn(by_host[host], manner))

    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="links") as pool:
        return {url: answer for host in pool.map(one_host, by_host) for url, answer in host}


def _in_turn(urls: Sequence[str], manner: Manner) -> Iterator[tuple[str, Answer]]:
    for number, url in enumerate(urls):
        if number:
            time.sleep(manner.pause / 2)
        yield url, ask(url, manner)


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(folder in ("", path) or path.startswith(f"{folder}/") for folder in folders)


def _told(each: Outward, answers: Mapping[str, Answer]) -> bool:
    return answers[each.url].state != "good"


def _finding(each: Outward, answer: Answer) -> Diagnostic:
    variant = answer.reason if answer.state == "broken" else answer.state
    made = diagnostic(CODE, each.place, variant, url=each.url, detail=answer.detail)
    return replace(made, severity=dict(_GRAVITY)[answer.state])


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _said(desk: Desk, host: str) -> None:
    say(desk, "links.asking", host=host)
