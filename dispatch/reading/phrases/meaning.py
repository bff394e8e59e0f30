"""What a sentence of the grammar means as a limit of the catalogue, or why it means none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model.catalogue import Event
from dispatch.model.catalogue import OnRequest
from dispatch.model.catalogue import Stage
from dispatch.model.catalogue import Staged
from dispatch.model.catalogue import Standing
from dispatch.model.values import Duration
from dispatch.model.values import DurationUnit
from dispatch.reading.phrases import periods
from dispatch.reading.phrases.base import Clock
from dispatch.reading.phrases.base import Fault
from dispatch.reading.phrases.base import Meaning
from dispatch.reading.phrases.sentence import Sentence
from dispatch.reading.phrases.sentence import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.reading.phrases.base import ClockName
    from dispatch.reading.phrases.notation import Node

_NUMBERED = ("within", "same-day", "next-day")
_DATED = ("period-end", "period-day")
_PERIODIC = (*_DATED, "bare", "regular")
_STAGES = ("staged", "by-stages", "each-stage")
_ANCILLARY: tuple[ClockName, ...] = ("posting", "answer", "archive")
_ORDER = ("事前", "事中", "事后")
_OPINIONS = ("意见", "异议", "建议", "投诉")
_REVIEWED = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def meaning(sentence: Sentence) -> Meaning | Fault:
    """Return the limit and the clocks of one way of reading, or its first fault."""
    found = next(_faults(sentence), None)
    if found:
        return found
    if sentence.has("standing"):
        return _standing(sentence)
    if sentence.has(*_STAGES):
        return _staged(sentence)
    if sentence.has(*_PERIODIC):
        return _periodic(sentence)
    if _requests(sentence):
        return _request(sentence)
    return _event(sentence)


def _faults(sentence: Sentence) -> Iterator[Fault]:
    for clause in sentence.clauses:
        if clause.name.startswith("no-"):
            yield fault(clause.name.removeprefix("no-"), clause)
    yield from sentence.unreal()
    for clause in sentence.all(*_NUMBERED, *_STAGES, "prompt"):
        yield from _clause_faults(sentence, clause)
    for name in ("standing", "regular", "request", "cap", "extend", "by-stages", "each-stage"):
        if len(sentence.all(name)) > 1:
            yield fault("two-clocks", sentence.all(name)[1])
    for clause in sentence.all("posting"):
        if any("公示" in sentence.words(each) for each in _starts(sentence)):
            yield fault("two-clocks", clause)
    for name in _ANCILLARY:
        if len(tuple(_ancillary(sentence, name))) > 1:
            yield fault("two-clocks", sentence.all(name)[-1])


def _starts(sentence: Sentence) -> Iterator[Node]:
    for clause in sentence.clauses:
        yield from clause.all("event")


def _clause_faults(sentence: Sentence, clause: Node) -> Iterator[Fault]:
    """Return what is wrong with a clause that names an event, whatever stands beside it."""
    if covered := clause.find("covered"):
        yield fault("period-mismatch", covered)
    told = sentence.event(clause)
    if clause.find("reply") and not (told and told.kind == "accepted"):
        yield fault("answer-to-what", clause)


def _answers(sentence: Sentence, clause: Node) -> bool:
    """Tell whether a clause with a number says how soon opinions are answered."""
    node = clause.find("event")
    words = sentence.words(node) if node else ""
    return bool(clause.find("reply")) and any(each in words for each in _OPINIONS)


def _requests(sentence: Sentence) -> bool:
    """Tell whether the phrase is about what is made public to whoever applies for it."""
    return sentence.has("request", "onsite") or any(
        clause.find("reply") and not _answers(sentence, clause)
        for clause in sentence.all(*_NUMBERED)
    )


def _ancillary(sentence: Sentence, name: ClockName) -> Iterator[Node]:
    yield from sentence.all(name)
    if name == "answer":
        yield from (each for each in sentence.all("within") if _answers(sentence, each))


def _extra(sentence: Sentence, updates: tuple[Node, ...] = ()) -> tuple[Clock, ...]:
    """Return the clocks beside that of publishing."""
    found = [
        Clock(name=name, length=sentence.length(clause))
        for name in _ANCILLARY
        for clause in _ancillary(sentence, name)
    ]
    found += [Clock(name="update", length=sentence.length(each)) for each in updates]
    found += [Clock(name="progress") for _ in sentence.all("progress")[:1]]
    return tuple(found)


def _numbered(sentence: Sentence) -> tuple[Node, ...]:
    """Return the clauses that say within how long something is made public."""
    return tuple(each for each in sentence.all(*_NUMBERED) if not _answers(sentence, each))


def _is_update(sentence: Sentence, clause: Node) -> bool:
    """Tell whether a clause is about what follows a change."""
    told = sentence.event(clause)
    names = ("renew", "if-changed", "dynamic")
    return bool(told and told.kind == "changed") or any(clause.find(name) for name in names)


def _stray(sentence: Sentence, *allowed: str) -> Iterator[Fault]:
    """Return the clauses that cannot stand beside a limit of this kind."""
    for clause in sentence.clauses:
        known = (*allowed, *_ANCILLARY, "rider", "progress")
        if clause.name not in known and not _answers(sentence, clause):
            yield fault("kinds-differ", clause)


def _standing(sentence: Sentence) -> Meaning | Fault:
    numbered, prompts = _numbered(sentence), sentence.all("prompt")
    stray = [*_stray(sentence, "standing", "prompt", "review", *_NUMBERED)]
    stray += [fault("two-clocks", each) for each in numbered[1:]]
    stray += [fault("kinds-differ", each) for each in prompts if not _is_update(sentence, each)]
    stray += [fault("two-clocks", each) for each in prompts[1:] or (prompts if numbered else ())]
    stray += [fault("request-or-event", each) for each in numbered if _takes_in(sentence, each)]
    stray += [fault("two-clocks", each) for each in sentence.all("review")[1:]]
    if stray:
        return stray[0]
    reviews = sentence.all("review")
    months = _REVIEWED[periods.every(sentence, reviews[0])] if reviews else 0
    limit = Standing(
        within=sentence.length(numbered[0]) if numbered else None,
        review=Duration(count=months, unit=DurationUnit.MONTH) if reviews else None,
    )
    return Meaning(
        limit=limit, extra=_extra(sentence, prompts), event=_event_words(sentence, numbered)
    )


def _takes_in(sentence: Sentence, clause: Node) -> bool:
    told = sentence.event(clause)
    return bool(told and told.kind == "accepted")


def _event_words(sentence: Sentence, clauses: tuple[Node, ...]) -> str:
    nodes = (clause.find("event") for clause in clauses)
    return next((sentence.line.words(node.start, node.end) for node in nodes if node), "")


def _staged(sentence: Sentence) -> Meaning | Fault:
    stages = tuple(stage for clause in sentence.all("staged") for stage in clause.all("stage"))
    names = tuple(sentence.words(stage) for stage in stages)
    stray = [*_stray(sentence, *_STAGES)]
    if not names:
        stray.append(fault("stages-unnamed", sentence.all(*_STAGES)[0]))
    elif len(names) == 1:
        stray.append(fault("stages-few", stages[0]))
    elif names != tuple(each for each in _ORDER if each in names):
        stray.append(fault("stages-order", stages[-1]))
    each_stage = sentence.all("each-stage")
    stray += [fault("stage-clock", each) for each in each_stage if not _begins(sentence, each)]
    if stray:
        return stray[0]
    within = sentence.length(each_stage[0]) if each_stage else None
    limit = Staged(stages=tuple(Stage(name=name, within=within) for name in names))
    return Meaning(limit=limit, extra=_extra(sentence), event=_event_words(sentence, each_stage))


def _begins(sentence: Sentence, clause: Node) -> bool:
    """Tell whether the clock of each stage starts with the stage, as those of the catalogue do."""
    node = clause.find("event")
    return bool(node and sentence.words(node).endswith(("形成", "形成或者变更", "形成或变更")))


def _periodic(sentence: Sentence) -> Meaning | Fault:
    dated, bare = sentence.all(*_DATED), sentence.all("bare")
    stray = [*_stray(sentence, *_PERIODIC)]
    stray += [each for clause in (*dated, *bare) for each in periods.faults(sentence, clause)]
    if not dated:
        stray.append(fault("no-day", sentence.all(*_PERIODIC)[0]))
    often = {periods.every(sentence, clause) for clause in (*dated, *bare)}
    if len(often) > 1 or len(dated) > 1 or (dated and any(each.find("object") for each in bare)):
        stray.append(fault("two-clocks", (*dated, *bare)[-1]))
    if stray:
        return stray[0]
    return Meaning(limit=periods.limit(sentence, dated[0]), extra=_extra(sentence))


def _request(sentence: Sentence) -> Meaning | Fault:
    numbered, extends = _numbered(sentence), sentence.all("extend")
    stray = [*_stray(sentence, "request", "extend", "onsite", *_NUMBERED)]
    stray += [fault("two-clocks", each) for each in numbered[1:]]
    stray += [fault("answer-to-what", each) for each in numbered if not _is_applied(sentence, each)]
    if not numbered:
        stray.append(fault("request-open", sentence.clauses[0]))
    if stray:
        return stray[0]
    within = sentence.length(numbered[0])
    if within is None:
        return fault("request-open", numbered[0])
    limit = OnRequest(within=within, extend=sentence.length(extends[0]) if extends else None)
    return Meaning(limit=limit, extra=_extra(sentence), event=_event_words(sentence, numbered))


def _is_applied(sentence: Sentence, clause: Node) -> bool:
    told = sentence.event(clause)
    asked = sentence.has("request") or bool(clause.find("reply"))
    return bool(told and told.applied and asked)


def _event(sentence: Sentence) -> Meaning | Fault:
    numbered, prompts, caps = _numbered(sentence), sentence.all("prompt"), sentence.all("cap")
    main = (numbered or prompts)[:1]
    updates = tuple(each for each in (*numbered, *prompts) if each not in main)
    stray = [*_stray(sentence, "prompt", "cap", *_NUMBERED)]
    if not main:
        stray.append(Fault(reason="no-clock", end=len(sentence.line.text)))
    if numbered:  # 及时公开，自形成之日起20个工作日内: the number says how promptly
        updates = tuple(each for each in updates if not _announces(each, numbered[0]))
    stray += [fault("two-clocks", each) for each in updates if not _is_update(sentence, each)]
    stray += [fault("two-clocks", each) for each in updates[1:]]
    stray += [fault("request-or-event", each) for each in main if _is_doubtful(sentence, each)]
    if caps and (numbered or not (main and sentence.event(main[0]))):
        stray.append(fault("start", caps[0]))
    if stray:
        return stray[0]
    return Meaning(
        limit=_event_limit(sentence, main[0], caps),
        extra=_extra(sentence, updates),
        event=_event_words(sentence, main),
    )


def _announces(clause: Node, numbered: Node) -> bool:
    """Tell whether a clause says no more than 及时公开, before the one that gives the number."""
    more = ("event", "renew", "if-changed", "dynamic", "object")
    return (
        clause.name == "prompt"
        and clause.start < numbered.start
        and not any(clause.find(each) for each in more)
    )


def _event_limit(sentence: Sentence, main: Node, caps: tuple[Node, ...]) -> Event:
    told = sentence.event(main)
    after = told.kind if told else "changed" if _is_update(sentence, main) else "formed"
    within = sentence.length(caps[0] if caps else main)
    return Event(after=after, within=within, prompt=within is None)


def _is_doubtful(sentence: Sentence, clause: Node) -> bool:
    """Tell whether an application may be meant, of which the phrase does not say what for."""
    told = sentence.event(clause)
    return bool(told and told.applied and told.kind == "accepted")
