"""Family W, the characters: pinyin left behind, two scripts in one text, look-alikes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from dispatch.ground import scripts
from dispatch.ground.diagnostics import Severity
from dispatch.ground.edits import Edit
from dispatch.ground.patterns import Late
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample
from dispatch.rules.texts import index
from dispatch.rules.texts import place
from dispatch.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rules.register import Register
    from dispatch.rules.texts import Words

SHOWN = 8
"""The most characters of the other script that are told."""

_HAN = "\u3400-\u9fff"
_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜüńňǹḿ\u0300\u0301\u0304\u0306\u030c\u0251\u0261"
_PINYIN = Late(rf"(?<=[{_HAN}])[（(][ \t]*(?P<letters>[a-zA-Z{_TONED}]{{1,9}}[1-4]?)[ \t]*[)）]")
_TONE = re.compile(rf"[{_TONED}]|[a-z][1-4]$")
_SYLLABLE = Late(
    r"(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?(?:[aeiouv]|[aeiou]{2,3})(?:n|ng|r)?", re.IGNORECASE
)
_BRACKET = re.compile(r"[（(][ \t]*[A-Za-z\u0080-\u024f\u0251\u0261\u0300-\u030c\u1e3f]")


@rule(
    "W002",
    "pinyin-left-behind",
    severity=Severity.WARNING,
    clause="党务公开的内容应当准确；内容格式 1：正文",
    samples=(
        sample(text="成立党务公开领(lǐng)导小组。"),
        sample(text="成立党务公开领导小组。"),
    ),
)
def pinyin_left_behind(register: Register) -> Iterator[Finding]:
    """A character is followed by its own sound in brackets, as converters and web pages leave it.

    Nobody meant it, and it goes onto the board as it stands. A syllable without a tone counts
    only where the same text has some with one: 公顷(ha) is no pinyin. `check --fix` takes it out.
    """
    for words in texts(register, _BRACKET.search):
        for start, end in artefacts(words.prose):
            found = finding(place(register, words, start), artefact=words.text[start - 1 : end])
            yield replace(found, fix=_without(register, words, start, end))


def _without(register: Register, words: Words, start: int, end: int) -> Edit | None:
    """Return the edit that takes a part of a text out; none where the file writes it otherwise."""
    source = register.site.sources.get(words.origin.path)
    at = index(register, words, start) if source else -1
    if source is None or at < 0 or not source.text.startswith(words.text[start:end], at):
        return None
    return Edit(source.path, at, at + end - start, "")


def artefacts(text: str) -> tuple[tuple[int, int], ...]:
    """Return from where to where pinyin in brackets stands behind its character."""
    found = tuple(_PINYIN.finditer(text))
    if not any(_TONE.search(each["letters"]) for each in found):
        return ()
    return tuple(each.span() for each in found if _is_pinyin(each["letters"]))


def _is_pinyin(letters: str) -> bool:
    return bool(_TONE.search(letters)) or bool(_SYLLABLE.fullmatch(letters))


_QUOTED = re.compile(r"《[^《》\n]*》|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』")


@rule(
    "W003",
    "scripts-mixed",
    severity=Severity.WARNING,
    clause="国家通用语言文字法第三条、第九条：规范汉字",
    samples=(
        sample(text="支部定期開展组织生活，党员按时參加。"),
        sample(text="支部定期开展组织生活，党员按时参加。"),
    ),
)
def scripts_mixed(register: Register) -> Iterator[Finding]:
    """A text mixes the simplified and the traditional script.

    Something was pasted from elsewhere and not read again. Names of the people of the organisation
    and what stands in quotes or 《》 may be written otherwise; so may the words of a citizen.
    """
    names = "".join(person.name for person in register.site.organisation.people)
    for words in texts(register, _beyond_common):
        if words.quoted or "people" in words.keys:
            continue
        simplified, traditional = scripts.scripts()
        source = register.site.sources.get(words.origin.path)
        whole = source.text if source and words.entry else words.text
        few = simplified if _count(whole, traditional) > _count(whole, simplified) else traditional
        text = _QUOTED.sub(lambda found: " " * len(found[0]), words.prose)
        odd = [at for at, each in enumerate(text) if each in few and each not in names]
        if odd:
            shown = "".join(dict.fromkeys(text[at] for at in odd))[:SHOWN]
            variant = "simplified" if few is simplified else "traditional"
            yield finding(place(register, words, odd[0]), variant, characters=shown)


def _beyond_common(text: str) -> bool:
    """Tell whether a text has a character beyond GB 2312, as every traditional one is."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _count(text: str, characters: frozenset[str]) -> int:
    return sum(map(characters.__contains__, text))


_SPECIAL = "\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\ufff9-\ufffd\U0002f800-\U0002fa1f"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ"
_CYRILLIC = "АВЕКМНОРСТУХаеорсухіѕј"
_LATIN = dict(zip(_GREEK + _CYRILLIC, "ABEZHIKMNOPTYXovpABEKMHOPCTYXaeopcyxisj", strict=True))
_ZEROS = "OoＯОΟ○"
_COUNTED = "年月日元万亿人名项个％%"
_ODD = Late(
    rf"(?P<form>[{_SPECIAL}])"
    rf"|(?<=[A-Za-z])(?P<mixed>[{_GREEK}{_CYRILLIC}])|(?P<before>[{_GREEK}{_CYRILLIC}])(?=[A-Za-z])"
    rf"|(?P<wide>[０-９][０-９．，,.]*+)(?=[{_COUNTED}号])"
    rf"|(?<![A-Za-z0-9.\-/])[0-9][0-9,.]*+(?P<zero>[{_ZEROS}])(?=[0-9{_ZEROS},.]*+[{_COUNTED}])"
    rf"|(?<=[一二三四五六七八九〇])(?P<ring>[{_ZEROS}])(?=[一二三四五六七八九〇年{_ZEROS}])"
)
_SIGN = re.compile(
    rf"[{_SPECIAL}０-９Ｏ○\u0370-\u04ffOo](?:(?<![Oo])|(?<=[0-9一二三四五六七八九〇].))"
)


@rule(
    "W009",
    "look-alike-character",
    severity=Severity.WARNING,
    clause="通用规范汉字表；党务公开的内容应当准确",
    samples=(
        sample(text="自2O26年1月起施行。"),
        sample(text="自2026年1月起施行。"),
    ),
)
def look_alike_character(register: Register) -> Iterator[Finding]:
    """A character only looks like the one that is meant.

    Radicals and compatibility forms for Han characters, Cyrillic or Greek letters in Latin words,
    fullwidth digits in dates and amounts, the letter O for a nought, characters that only one font
    knows: nobody sees the difference, and no search finds the word.
    """
    for words in texts(register, _SIGN.search):
        for match in _ODD.finditer(words.prose):
            kind = match.lastgroup or "form"
            written = match[kind]
            variant, wanted = _meant(kind, written)
            if variant:
                at = place(register, words, match.start(kind))
                code = f"U+{ord(written[0]):04X}"
                yield finding(at, variant, character=written, wanted=wanted, code=code)


def _meant(kind: str, written: str) -> tuple[str, str]:
    """Return which look-alike it is, and what is meant; no kind where it is in order."""
    plain = normalize("NFKC", written)
    if kind in ("mixed", "before"):
        return "mixed", _LATIN[written]
    if kind in ("zero", "ring"):
        return "zero", "0" if kind == "zero" else "〇"
    if kind == "wide":
        return "wide", plain
    if plain != written:
        return "form", plain
    return ("", "") if "\uf900" <= written <= "\ufaff" else ("private", "")


RULES = (pinyin_left_behind, scripts_mixed, look_alike_character)
