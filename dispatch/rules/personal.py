"""Family C, the people: that nothing is told of somebody which nobody needs to know."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.meant import PUBLIC_KEYS
from dispatch.rules.meant import is_meant
from dispatch.rules.meant import severity_of
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.personal import Kind
    from dispatch.rules.exposure import Exposed
    from dispatch.rules.register import Register

_TOP = re.compile(r"^([A-Za-z_]+)[:：]", re.MULTILINE)

LAW = "个人信息保护法第二十五条、第二十八条"
# No region has the number 117099, and nobody born in 1900 lives; 163 is assigned to nobody.
_IDENTITY = "117099190001010010"


@rule(
    "C001",
    "identity-number",
    clause=f"{LAW}；GB 11643—1999",
    samples=(sample(text=f"领取人的身份证号是{_IDENTITY}。"), sample(text="领取人已经核对。")),
)
def identity_number(register: Register) -> Iterator[Finding]:
    """An identity number stands in the content, not covered or too little.

    With it and a name accounts are opened and loans taken; sites of public bodies have put tens of
    thousands of them online. In git it stays even when it is deleted later.
    """
    yield from _told(register, "identity")


@rule(
    "C002",
    "mobile-number",
    clause=LAW,
    samples=(sample(text="请联系小组组长，电话16300000000。"), sample(text="请联系小组组长。")),
)
def mobile_number(register: Register) -> Iterator[Finding]:
    """A mobile telephone number stands where no office contact does.

    A mobile is a person's own; for the public there is the telephone of the office.
    """
    yield from _told(register, "mobile")


@rule(
    "C003",
    "bank-card",
    clause=LAW,
    samples=(sample(text="补助发到卡号6200000000001235。"), sample(text="补助发到本人账户。")),
)
def bank_card(register: Register) -> Iterator[Finding]:
    """The number of a bank card stands in the content, not covered or too little.

    Financial accounts are sensitive by law; lists of subsidies leaked them by the thousand.
    """
    yield from _told(register, "card")


@rule(
    "C004",
    "passport-or-permit",
    clause=LAW,
    samples=(sample(text="持护照E00000000出境。"), sample(text="持护照出境。")),
)
def passport_or_permit(register: Register) -> Iterator[Finding]:
    """The number of a passport or of a travel permit stands in the content in full.

    It identifies a person as an identity number does.
    """
    yield from _told(register, "permit")


@rule(
    "C005",
    "home-address",
    clause=LAW,
    samples=(
        sample(text="李四家住和平路18号3单元401室。"),
        sample(text="李四的家庭地址不公开。"),
    ),
)
def home_address(register: Register) -> Iterator[Finding]:
    """Somebody's home is told down to the door.

    Whoever reads it can stand before it; a village or street is as much as a notice needs.
    """
    yield from _told(register, "address")


@rule(
    "C006",
    "sensitive-label",
    clause=f"{LAW}；社会救助暂行办法第六十一条",
    samples=(sample(text="村民李四，低保户，补助300元。"), sample(text="低保户1户，补助300元。")),
)
def sensitive_label(register: Register) -> Iterator[Finding]:
    """Illness, disability, poverty or punishment stands beside somebody's name.

    That is among the data which the law protects most; what must be shown of aid is shown
    without it.
    """
    yield from _told(register, "label")


@rule(
    "C007",
    "child-named",
    clause="个人信息保护法第二十八条、第三十一条",
    samples=(sample(text="学生李小小，9岁。"), sample(text="学生1名，9岁。")),
)
def child_named(register: Register) -> Iterator[Finding]:
    """A child is named, with its age or its school.

    Everything about those under fourteen is sensitive, and needs the consent of their parents.
    """
    yield from _told(register, "minor")


def _told(register: Register, kind: Kind) -> Iterator[Finding]:
    seen = set()
    for each in register.exposed:
        item = register.site.items.get(each.entry.item) if each.entry else None
        if each.kind != kind or is_meant(each, item) or _is_undecided(register, each):
            continue
        told = finding(each.place, value=each.masked)
        if each.file:
            said = {"value": each.masked, "file": each.file, "where": each.where}
            told = finding(each.place, "attached" if each.entry else "lying", **said)
        if told not in seen:
            seen.add(told)
            yield replace(told, severity=severity_of(each, item), fix=each.fix)


def _is_undecided(register: Register, each: Exposed) -> bool:
    """Tell whether only what could not be read would say; the entry is refused as it is."""
    if each.remark or each.kind not in dict(PUBLIC_KEYS):
        return False
    if each.entry:
        return each.entry.item not in register.site.items and each.keys[:1] == ("elements",)
    source = register.site.sources.get(each.place.path)
    if source is None or not source.path.startswith("content/entries/") or each.keys == ("body",):
        return False
    keys = _TOP.findall("\n".join(source.text.split("\n")[: each.place.line]))
    return keys[-1:] in (["elements"], ["contacts"])


RULES = (
    identity_number,
    mobile_number,
    bank_card,
    passport_or_permit,
    home_address,
    sensitive_label,
    child_named,
)
