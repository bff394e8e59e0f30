"""Calendars of notices: for the site, for boards and units, with their last day in."""

from __future__ import annotations

from datetime import date

import icalendar

from dispatch.ledger.account import account_of
from dispatch.model.entry import Contact
from dispatch.model.entry import Withdrawal
from dispatch.planning.plan import plan
from dispatch.rendering.calendars import Calendars
from tests.nouns import TODAY
from tests.nouns import entry
from tests.nouns import notice
from tests.nouns import site
from tests.nouns import words


def posted(number, first, last, **more):
    period = notice(date.fromisoformat(first), date.fromisoformat(last))
    return entry(number, "N-1", notice=period, **more)


def calendars(*entries):
    view = plan(account_of(site(*entries), TODAY), words(), sheets=False).site
    return {each.path: each for each in view.calendars}


def test_a_notice_is_in_the_calendars_of_its_site_board_and_unit():
    office = Contact(purpose="objections", office="办公室", phone="0000-0000011")
    found = calendars(
        posted(1, "2026-11-19", "2026-11-26", contacts=(office,)),
        posted(2, "2026-10-02", "2026-10-12"),
    )
    assert set(found) == {"notices.ics", "boards/hall/notices.ics", "units/online/notices.ics"}
    for each in found.values():
        assert [occasion.day for occasion in each.occasions] == [
            date(2026, 10, 2),
            date(2026, 11, 19),
        ]
    text = Calendars(TODAY).text(found["notices.ics"].name, found["notices.ics"].occasions)
    _, event = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 19), date(2026, 11, 27))
    assert str(event["SUMMARY"]) == "公示：标题1"
    assert "办公室  0000-0000011" in str(event["DESCRIPTION"])
    assert str(event["URL"]) == "https://example.org/dwgk/entries/2026/2026-0001/"
    assert str(event["UID"]) == "notice-2026-0001@example.org"


def test_a_site_without_notices_has_an_empty_calendar():
    found = calendars(entry(1))
    assert {path: each.occasions for path, each in found.items()} == {"notices.ics": ()}


def test_what_is_gone_or_hidden_or_still_to_come_is_in_none():
    gone = Withdrawal(on=date(2026, 11, 20), reason="误")
    found = calendars(
        posted(1, "2026-11-19", "2026-11-26", withdrawn=gone),
        posted(2, "2026-11-19", "2026-11-26", unit="offline"),
        posted(3, "2026-12-01", "2026-12-08", published=date(2026, 12, 1)),
        posted(4, "2026-11-19", "2026-11-26", draft=True),
    )
    assert [each.occasions for each in found.values()] == [()]
