"""The filter: nothing that is not for society on that day is in the public part, nor in a view."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest

from dispatch.ground.source import Source
from dispatch.ledger.account import account_of
from dispatch.model.entry import Attachment
from dispatch.model.entry import Contact
from dispatch.model.entry import Decision
from dispatch.model.entry import StageOf
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.organisation import Roles
from dispatch.model.record import Act
from dispatch.model.record import Answer
from dispatch.model.record import Feedback
from dispatch.model.record import Inspection
from dispatch.model.record import Oversight
from dispatch.model.record import Posting
from dispatch.model.site import AttachedFile
from dispatch.model.site import Page
from dispatch.model.values import Origin
from dispatch.model.waiver import Waiver
from dispatch.planning.plan import plan
from dispatch.planning.scope import public_part
from tests.nouns import ORGANISATION
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words

TOMORROW = TODAY + timedelta(days=1)
GONE = Withdrawal(on=date(2026, 10, 9), reason="有误")
TO_COME = Withdrawal(on=TOMORROW, reason="将来")


def ids(whole, day=TODAY):
    return [each.id for each in public_part(whole, day).entries]


def only(whole):
    (found,) = public_part(whole, TODAY).entries
    return found


def attached(*names):
    return {
        name: AttachedFile(path=name, size=1, digest="0" * 64, location=f"/x/{name}")
        for name in names
    }


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (entry(1, "U-1"), "for the unit"),
        (entry(1, "Y-1"), "for the party"),
        (entry(1, "G-1"), "for a group"),
        (entry(1, "B-1"), "for society, but not by the web"),
        (entry(1, unit="offline"), "of a unit that is not online"),
        (entry(1, draft=True), "a draft"),
        (entry(1, published=TOMORROW), "to come"),
        (entry(1, "X-9"), "of an unknown item"),
        (entry(1, unit="nobody"), "of an unknown unit"),
        (entry(1, withdrawn=Withdrawal(on=date(2026, 9, 30), reason="有误")), "never out"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_for_society_is_left_out(hidden, why):
    assert ids(site(hidden, entry(2))) == ["2026-0002"], why


def test_an_entry_comes_in_on_its_day():
    assert ids(site(entry(1, published=TOMORROW)), TOMORROW) == ["2026-0001"]


def test_an_id_that_a_hidden_entry_also_bears_is_left_out():
    assert ids(site(entry(1), entry(1, "U-1"), entry(2))) == ["2026-0002"]


def test_of_a_withdrawn_entry_the_tombstone_is_left():
    whole = entry(
        1,
        withdrawn=GONE,
        body="正文",
        summary="摘要",
        number="水党发〔2026〕1号",
        keywords=("词",),
        contacts=(Contact(purpose="objections", office="办公室"),),
        attachments=(Attachment(file="attachments/a.csv", title="表"),),
        supersedes="2026-0002",
        origin=Origin("content/entries/2026/name.md"),
    )
    whole_site = site(whole, entry(2), attachments=attached("attachments/a.csv"))
    public = public_part(whole_site, TODAY)
    bare = entry(1, withdrawn=GONE, elements={}, boards=())
    assert public.entries == (bare, entry(2))
    assert not public.attachments


def test_a_withdrawal_to_come_is_not_told():
    assert only(site(entry(1, withdrawn=TO_COME, body="正文"))) == entry(1, body="正文")


def test_references_lead_to_public_entries_only():
    whole = entry(
        1, corrects="2026-0002", supersedes="2026-0003", stage=StageOf(name="事中", of="2026-0004")
    )
    hidden = (entry(2, "U-1"), entry(3, draft=True), entry(4, published=TOMORROW))
    found = only(site(whole, *hidden))
    assert (found.corrects, found.supersedes, found.stage) == (None, None, StageOf(name="事中"))
    kept = public_part(site(whole, entry(2), entry(3), entry(4)), TODAY).entries[0]
    assert kept == whole


def test_neither_raw_text_nor_the_names_of_files_nor_roles_are_kept():
    source = Source(path="content/entries/2026/name.md", text="秘", digest="")
    whole = site(
        entry(1, origin=Origin(source.path), body_start=9),
        sources={source.path: source},
        organisation=replace(ORGANISATION, roles=Roles(approve=("head",))),
    )
    public = public_part(whole, TODAY)
    assert not public.sources
    assert public.organisation.roles is None
    assert (public.entries[0].origin, public.entries[0].body_start) == (Origin(), 0)


def test_elements_that_the_catalogue_does_not_know_are_left_out():
    assert only(site(entry(1, elements={"事项": "内容", "内部": "秘"}))).elements == {
        "事项": "内容"
    }


def test_files_of_public_entries_are_kept_unless_a_closed_entry_lists_them_too():
    def lists(*names):
        return tuple(Attachment(file=f"attachments/{name}", title=name) for name in names)

    whole = site(
        entry(1, attachments=lists("open", "shared", "drafted", "lost")),
        entry(2, "U-1", attachments=lists("closed", "shared")),
        entry(3, draft=True, attachments=lists("draft", "drafted")),
        entry(4, published=TOMORROW, attachments=lists("later")),
        entry(5, withdrawn=GONE, attachments=lists("withdrawn")),
        attachments=attached(
            *(f"attachments/{n}" for n in ("open", "shared", "closed", "drafted", "draft")),
            *(f"attachments/{n}" for n in ("later", "withdrawn", "unlisted")),
        ),
    )
    public = public_part(whole, TODAY)
    assert list(public.attachments) == ["attachments/drafted", "attachments/open"]
    assert public.entries[0].attachments == lists("open", "drafted")


@pytest.mark.parametrize("key", ["corrects", "supersedes"])
@pytest.mark.parametrize("hides", [{"unit": "offline"}, {"code": "U-1"}])
def test_a_hidden_successor_changes_nothing_for_society(key, hides):
    code = hides.get("code", "E-1")
    successor = entry(1, code, unit=hides.get("unit", "online"), published=TODAY)
    plain = plan(account_of(site(successor, entry(2)), TODAY), words(), sheets=True)
    more = site(replace(successor, **{key: "2026-0002"}), entry(2))
    told = plan(account_of(more, TODAY), words(), sheets=True)
    assert told.site == plain.site
    sheets = [[sheet for sheet in made.sheets if sheet.public] for made in (told, plain)]
    assert sheets[0] == sheets[1]
    assert [sheet.id for sheet in sheets[0]] == ["2026-0002"]


def test_feedback_must_be_public_received_and_about_something_shown():
    received = date(2026, 10, 20)
    base = Feedback(received=received, channel="box", text="意见", public=True)
    answer = Answer(on=TOMORROW, by="clerk", text="答复")
    told = Answer(on=TODAY, by="clerk", text="答复")
    whole = site(
        entry(1),
        entry(2, "U-1"),
        entry(3, withdrawn=GONE),
        feedback=(
            base,
            replace(base, about="2026-0001", answered=answer, origin=Origin("content/f.yaml")),
            replace(base, about="2026-0001", answered=told),
            replace(base, public=False),
            replace(base, about="2026-0002"),
            replace(base, about="2026-0003"),
            replace(base, about="2026-0009"),
            replace(base, received=TOMORROW),
        ),
    )
    assert public_part(whole, TODAY).feedback == (
        base,
        replace(base, about="2026-0001"),
        replace(base, about="2026-0001", answered=told),
    )


def test_oversight_must_be_public_and_past():
    base = Oversight(kind="inspection", on=TODAY, by="clerk", unit="online", finding="良好")
    whole = site(
        oversight=(
            replace(base, resolved=TODAY),
            replace(base, resolved=TOMORROW),
            replace(base, public=False),
            replace(base, on=TOMORROW),
        )
    )
    assert public_part(whole, TODAY).oversight == (replace(base, resolved=TODAY), base)


def test_waivers_are_told_of_what_society_reads():
    approved = Act(on=TODAY, by="head")
    base = Waiver(code="D003", reason="并报", approved=approved, until=TODAY)
    entries = (
        entry(1, origin=Origin("content/entries/1.md")),
        entry(2, "U-1", origin=Origin("content/entries/2.md")),
        entry(3, withdrawn=GONE),
        entry(4, draft=True),
        entry(5, published=TOMORROW),
        entry(6, unit="offline"),
        entry(7, "B-1"),
    )
    told = (
        replace(base, entry="2026-0001"),
        replace(base, entry="2026-0001", until=TODAY - timedelta(days=9)),
        replace(base, item="E-1"),
        replace(base, item="E-1", unit="online"),
    )
    untold = (
        replace(base, entry="2026-0001", public=False),
        replace(base, entry="2026-0001", approved=Act(on=TOMORROW, by="head")),
        *(replace(base, entry=f"2026-000{number}") for number in range(2, 10)),
        *(replace(base, item=code) for code in ("B-1", "U-1", "Y-1", "G-1", "X-9")),
        replace(base, item="E-1", unit="offline"),
        replace(base, item="E-1", unit="nowhere"),
        replace(base, path="content/entries/2.md"),
        replace(base, path="content/organisation.yaml"),
        replace(base, entry="2026-9999", item="E-1"),
        base,
    )
    whole = site(*entries, waivers=(*told, *untold))
    assert public_part(whole, TODAY).waivers == told
    by_file = replace(base, path="content/entries/1.md", origin=Origin("content/waivers.yaml"))
    assert public_part(replace(whole, waivers=(by_file,)), TODAY).waivers == told[:1]


def test_a_waiver_is_shown_with_the_words_of_its_rule():
    approved = Act(on=date(2026, 11, 2), by="head")
    base = Waiver(code="D003", reason="并报", approved=approved, until=TODAY, entry="2026-0001")
    over = replace(base, entry=None, item="E-1", unit="online", until=TODAY - timedelta(days=1))
    whole = site(entry(1), waivers=(over, base))
    first, second = plan(account_of(whole, TODAY), words(), sheets=False).site.waivers
    assert first.rule == words().text("rules.D003.what")
    assert (first.about.path, first.unit) == ("entries/2026/2026-0001/", None)
    assert (first.by, first.on, first.until) == ("职务head", date(2026, 11, 2), TODAY)
    assert (first.expired, second.expired) == (False, True)
    assert second.about.path == "catalogue/E-1/"
    assert second.unit is not None
    assert second.unit.path == "units/online/"


def test_postings_are_told_up_to_the_day_and_without_photo():
    up = Act(on=date(2026, 10, 1), by="keeper")
    looks = tuple(Inspection(on=on, by="clerk", state="legible") for on in (TODAY, TOMORROW))
    base = Posting(entry="2026-0001", board="hall", up=up)
    whole = site(
        entry(1),
        entry(2, "U-1"),
        entry(3, withdrawn=GONE),
        postings=(
            replace(base, inspected=looks, down=Act(on=TOMORROW, by="keeper"), photo="p.jpg"),
            replace(base, up=Act(on=TOMORROW, by="keeper")),
            replace(base, entry="2026-0002"),
            replace(base, entry="2026-0003"),
        ),
    )
    assert public_part(whole, TODAY).postings == (replace(base, inspected=looks[:1]),)


def test_pages_stand_in_their_order():
    pages = tuple(
        Page(title=name, order=order, origin=Origin(f"content/pages/{name}.md"))
        for name, order in (("b", 2), ("c", 1), ("a", 2))
    )
    assert [page.name for page in public_part(site(pages=pages), TODAY).pages] == ["c", "a", "b"]


# Whole sites made at random: every field of everything bears a word of its own, and the oracle
# below, which knows the rule but not the code, says which words may be found in the views.

FATES = ("open", "unit", "party", "group", "paper", "offline", "draft", "later", "withdrawn")
CODES = {"unit": "U-1", "party": "Y-1", "group": "G-1", "paper": "B-1"}


def word(name, number):
    return f"ZQ{name.upper()}x{number:03}xQZ"


def stamped(number, fate, chance):
    """Return an entry each of whose fields bears its own word."""

    def say(name):
        return word(name, number)

    given = {
        "title": say("title"),
        "summary": say("summary"),
        "body": f"## {say('heading')}\n\n{say('body')}\n\n|a|b|\n|-|-|\n|{say('cell')}|2|\n",
        "number": say("number"),
        "addressee": say("addressee"),
        "issuer": say("issuer"),
        "section": say("section"),
        "keywords": (say("keyword"),),
        "decision": Decision(body=say("decider"), on=TODAY, record=say("record")),
        "contacts": (
            Contact(
                purpose="objections",
                office=say("office"),
                phone=say("phone"),
                place=say("place"),
                mail=say("mail"),
            ),
        ),
        "attachments": (Attachment(file=f"attachments/{say('file')}.csv", title=say("filetitle")),),
        "elements": {
            "事项": say("text"),
            "清单": [say("listed")],
            "明细": [{"用途": say("row"), "金额": "1.00"}],
            "流程": [{"name": say("step"), "by": say("by"), "note": say("note")}],
            "目标": [{"name": say("target"), "measure": say("measure"), "plan": "2", "done": "1"}],
        },
        "stage": StageOf(name=say("stage")),
        "origin": Origin(f"content/entries/2026/2026-{number:04}-{say('path')}.md"),
        "boards": chance.choice((("hall",), ("corridor",), ("hall", "corridor"), None)),
        "posting": Window(last=date(2026, 12, 31)),
        "unit": "offline" if fate == "offline" else "online",
        "draft": fate == "draft",
        "published": TOMORROW if fate == "later" else date(2026, 10, 1 + number % 28),
        "withdrawn": (
            Withdrawal(on=date(2026, 11, 1), reason=say("reason")) if fate == "withdrawn" else None
        ),
    }
    if chance.random() < 0.3:
        given["notice"] = notice(TODAY - timedelta(days=2), TODAY + timedelta(days=2))
    if number > 1 and chance.random() < 0.4:
        key = chance.choice(("corrects", "supersedes"))
        given[key] = f"2026-{chance.randrange(1, number):04}"
    return entry(number, CODES.get(fate, chance.choice(("E-1", "F-1", "T-1"))), **given)


def random_site(seed):
    """Return a site with fifty entries, what each is, and records about them."""
    chance = random.Random(seed)
    fates = {number: chance.choice(FATES) for number in range(1, 51)}
    entries = tuple(stamped(number, fate, chance) for number, fate in fates.items())
    files = [each.file for one in entries for each in one.attachments]
    feedback = tuple(
        Feedback(
            received=date(2026, 11, 2),
            channel="box",
            text=word("opinion", number),
            about=f"2026-{number:04}" if number % 3 else None,
            answered=Answer(on=date(2026, 11, 3), by="clerk", text=word("answer", number)),
            public=bool(number % 2),
        )
        for number in fates
    )
    oversight = tuple(
        Oversight(
            kind="inspection",
            on=TODAY if number % 5 else TOMORROW,
            by="clerk",
            unit="online",
            finding=word("finding", number),
            title=word("oversight", number),
            note=word("remark", number),
            public=bool(number % 2),
        )
        for number in fates
    )
    waivers = tuple(
        Waiver(
            code="D003",
            reason=word("waiver", number),
            approved=Act(on=TODAY if number % 7 else TOMORROW, by="head"),
            until=TOMORROW,
            entry=f"2026-{number:04}",
            public=bool(number % 2),
        )
        for number in fates
    )
    whole = site(
        *entries,
        feedback=feedback,
        oversight=oversight,
        waivers=waivers,
        attachments=attached(*files),
    )
    return whole, fates


# fmt: off
ON_PAGES = (
    "title", "summary", "heading", "body", "cell", "number", "issuer", "section", "keyword",
    "decider", "record", "office", "phone", "place", "mail", "file", "filetitle", "text",
    "listed", "row", "step", "by", "note", "target", "measure", "stage",
)
# fmt: on
ENTRY_WORDS = (*ON_PAGES, "addressee", "path", "reason")


@pytest.mark.parametrize("seed", range(8))
def test_no_word_of_what_is_hidden_is_in_any_view_for_society(seed):
    whole, fates = random_site(seed)
    made = plan(account_of(whole, TODAY), words(), sheets=True)
    open_sheets = [sheet for sheet in made.sheets if sheet.public]
    shown = repr((made.site, open_sheets, [each.view for each in made.attachments]))
    for number, fate in fates.items():
        allowed = {"withdrawn": ("title", "reason"), "open": ENTRY_WORDS}.get(fate, ())
        leaked = {name for name in ENTRY_WORDS if word(name, number) in shown} - set(allowed)
        assert not leaked, (number, fate)
        assert fate in {"open", "withdrawn"} or f"2026-{number:04}" not in shown
        about = fate == "open" or not number % 3
        told = bool(number % 2) and about
        assert (word("opinion", number) in shown) is told
        assert (word("answer", number) in shown) is told
        seen = bool(number % 2) and bool(number % 5)
        assert all((word(n, number) in shown) is seen for n in ("finding", "oversight", "remark"))
        excused = fate == "open" and bool(number % 2) and bool(number % 7)
        assert (word("waiver", number) in shown) is excused


@pytest.mark.parametrize("seed", range(8))
def test_every_word_of_what_is_open_is_in_a_view(seed):
    whole, fates = random_site(seed)
    shown = repr(plan(account_of(whole, TODAY), words(), sheets=False).site)
    for number, fate in fates.items():
        if fate == "open":
            assert not [name for name in ON_PAGES if word(name, number) not in shown], number


@pytest.mark.parametrize("seed", range(4))
def test_sheets_of_what_is_hidden_are_for_the_printer_alone(seed):
    whole, fates = random_site(seed)
    sheets = {
        sheet.id: sheet for sheet in plan(account_of(whole, TODAY), words(), sheets=True).sheets
    }
    for number, fate in fates.items():
        sheet = sheets.get(f"2026-{number:04}")
        if fate in {"draft", "later", "withdrawn"}:
            assert sheet is None
        elif fate != "open" and sheet is not None:
            assert not sheet.public
            assert sheet.id not in sheet.address
            assert "/boards/" in sheet.address
            assert word("body", number) in repr(sheet.blocks)
    assert any(not sheet.public for sheet in sheets.values())
    assert any(sheet.public for sheet in sheets.values())
