"""What the page of an entry answers to whoever holds an old sheet of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dispatch.ledger.account import account_of
from dispatch.model.entry import Edition
from dispatch.model.entry import Window
from dispatch.model.entry import Withdrawal
from dispatch.model.record import Act
from dispatch.model.record import Posting
from dispatch.model.record import Printed
from dispatch.planning.plan import plan
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words


def printed(*entries, postings=(), sheets=True):
    whole = replace(site(*entries), postings=postings)
    made = plan(account_of(whole, TODAY), words(), sheets=sheets)
    return {page.row.id: page.printed for page in made.site.entries}, made


def states(*entries, **given):
    pages, _ = printed(*entries, **given)
    return {name: [(each.number, each.state) for each in found] for name, found in pages.items()}


def test_each_edition_says_what_became_of_it():
    changes = (
        Edition(on=date(2026, 11, 2), note="改正电话"),
        Edition(on=date(2026, 11, 9), note="补充附件"),
    )
    pages, made = printed(entry(1, editions=changes))
    first, second, third = pages["2026-0001"]
    assert (first.number, first.first, first.last) == (1, date(2026, 10, 1), date(2026, 11, 1))
    assert (first.state, first.next, first.reason) == ("replaced", 2, "改正电话")
    assert (second.note, second.reason, second.last) == ("改正电话", "补充附件", date(2026, 11, 8))
    assert (third.state, third.last, third.digests) == ("current", None, (made.sheets[0].digest,))


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ((entry(1), entry(2, corrects="2026-0001")), [(1, "corrected")]),
        ((entry(1), entry(2, supersedes="2026-0001")), [(1, "superseded")]),
        ((entry(1, posting=Window(last=date(2026, 10, 20))),), [(1, "over")]),
        (
            (entry(1, "N-1", notice=notice(date(2026, 10, 12), date(2026, 10, 16))),),
            [(1, "over")],
        ),
        ((entry(1, "P-1", period="2026-Q2"), entry(2, "P-1", period="2026-Q3")), [(1, "ended")]),
        ((entry(1, withdrawn=Withdrawal(on=date(2026, 10, 9), reason="有误")),), []),
        ((entry(1, boards=()),), []),
    ],
)
def test_the_last_edition_says_whether_it_holds(entries, state):
    assert states(*entries)["2026-0001"] == state


def test_a_correction_goes_on_counting():
    changed = entry(2, corrects="2026-0001", editions=(Edition(on=TODAY, note="补"),))
    found = states(entry(1), changed)
    assert found["2026-0002"] == [(2, "replaced"), (3, "current")]


def test_digests_of_former_editions_come_from_the_records():
    act = Act(on=date(2026, 10, 12), by="keeper")
    said = Printed(edition=1, content="0123456789ab", layout="f" * 12)
    record = Posting(entry="2026-0001", board="hall", up=act, printed=said)
    changed = entry(1, editions=(Edition(on=date(2026, 11, 2), note="改正"),))
    pages, _ = printed(changed, postings=(record,))
    assert pages["2026-0001"][0].digests == ("0123456789ab",)
    assert "0123456789ab" not in pages["2026-0001"][1].digests


def test_the_code_of_a_sheet_leads_to_its_edition():
    changed = entry(1, editions=(Edition(on=date(2026, 11, 2), note="改正"),))
    pages, made = printed(changed)
    (sheet,) = made.sheets
    assert sheet.address.endswith(f"/entries/2026/2026-0001/?d={sheet.digest}#edition-2")
    assert pages["2026-0001"][-1].number == 2
