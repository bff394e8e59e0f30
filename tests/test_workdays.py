"""Which days are worked: against the notices, against a second library, and never guessed."""

from __future__ import annotations

import warnings
from datetime import date
from datetime import timedelta

import chinese_calendar
import holidays
import pytest

from dispatch.clock.tracing import reason_text
from dispatch.clock.workdays import MOVED_YEARLY
from dispatch.clock.workdays import Reason
from dispatch.clock.workdays import RegionFault
from dispatch.clock.workdays import Why
from dispatch.clock.workdays import _settled
from dispatch.clock.workdays import calendar_of
from dispatch.ground import messages
from dispatch.model.config import CalendarConfig
from tests.conftest import ROOT
from tests.deadlines.notices import OFF
from tests.deadlines.notices import WORKED
from tests.deadlines.notices import days
from tests.deadlines.notices import is_worked

# Countries whose governments have stopped moving working days.
MOVED_ONCE = ("AM", "BG", "TW")


def calendar(region="CN", **local):
    found, fault = calendar_of(CalendarConfig(region=region, **local))
    assert fault is None
    return found


CN = calendar()


def test_every_day_of_the_notices_is_as_they_say():
    assert len(WORKED) == 53
    span = days(date(2019, 1, 1), date(2026, 12, 31))
    assert [day for day in span if CN.is_working(day) is not is_worked(day)] == []


def test_two_libraries_agree_on_every_day_since_2012():
    other = holidays.country_holidays("CN", years=range(2011, 2028))
    span = days(date(2012, 1, 1), date(2026, 12, 31))
    assert [day for day in span if CN.is_working(day) is not other.is_working_day(day)] == []


def test_a_year_that_is_not_announced_is_unknown():
    for day in (date(2027, 1, 1), date(2027, 1, 4), date(2027, 10, 1), date(2003, 12, 31)):
        assert CN.is_working(day) is None
        assert CN.why(day) == Reason(Why.UNKNOWN)
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2027, 1, 4))
    assert CN.last == date(2026, 12, 31)


def test_days_before_new_year_wait_for_the_next_list():
    # 1 January 2030 is a Tuesday, that of 2034 a Sunday; the notice of 2019 made up 29 December.
    assert _settled(2029) == date(2029, 12, 28)
    assert _settled(2033) == date(2033, 12, 28)
    assert _settled(2026) == date(2026, 12, 31)
    for year in range(2008, 2027):
        after = days(_settled(year) + timedelta(1), date(year, 12, 31))
        for day in set(days(date(year, 12, 22), date(year, 12, 31))) - set(after):
            assert CN.is_working(day) is (day.weekday() < 5), day


@pytest.mark.parametrize(
    ("day", "key", "hans", "english"),
    [
        (date(2026, 11, 23), Why.WORKING, "工作日", "working day"),
        (date(2026, 11, 22), Why.WEEKEND, "周末", "weekend"),
        (date(2026, 10, 1), Why.HOLIDAY, "国庆节放假", "National Day, public holiday"),
        (date(2026, 10, 6), Why.LIEU, "国庆节调休放假", "National Day, day off in exchange"),
        (
            date(2026, 10, 10),
            Why.MAKE_UP,
            "国庆节调休上班",
            "make-up working day National Day",
        ),
        (date(2026, 11, 11), Why.CLOSURE, "本地休息日", "local day off"),
        (date(2026, 11, 14), Why.LOCAL, "本地工作日", "local working day"),
        (
            date(2027, 1, 4),
            Why.UNKNOWN,
            "当年放假安排尚未公布",
            "the days off of that year are not announced",
        ),
    ],
)
def test_every_day_has_its_reason(day, key, hans, english):
    local = calendar(closures=(date(2026, 11, 11),), working=(date(2026, 11, 14),))
    reason = local.why(day)
    assert reason.key is key
    folder = (ROOT / "layouts" / "locale",)
    assert reason_text(reason, messages.load(folder, "zh-Hans")) == hans
    assert reason_text(reason, messages.load(folder, "en")) == english


def test_every_holiday_and_every_reason_has_its_words():
    texts = messages.load((ROOT / "layouts" / "locale",), "zh-Hans")
    names = {*CN.holidays.values(), *CN.make_up.values()}
    assert len(names) == 8
    assert [name for name in names if not texts.has(f"clock.holiday.{name}")] == []
    assert [key for key in Why if not texts.has(f"clock.why.{key}")] == []


def test_reasons_and_answers_agree():
    worked = {Why.WORKING, Why.MAKE_UP, Why.LOCAL}
    for day in days(date(2024, 1, 1), date(2027, 2, 1)):
        key = CN.why(day).key
        assert CN.is_working(day) is (None if key is Why.UNKNOWN else key in worked)


def test_local_days_go_before_the_list_even_where_it_is_unknown():
    local = calendar(
        closures=(date(2026, 11, 23), date(2027, 3, 3), date(2026, 11, 28)),
        working=(date(2026, 11, 28), date(2026, 10, 1), date(2027, 1, 9)),
    )
    assert local.is_working(date(2026, 11, 23)) is False
    assert local.is_working(date(2027, 3, 3)) is False
    assert local.is_working(date(2026, 11, 28)) is True, "a local working day goes before a closure"
    assert local.is_working(date(2026, 10, 1)) is True
    assert local.is_working(date(2027, 1, 9)) is True
    assert local.name == f"{CN.name} + config.yaml"


def test_a_calendar_names_its_library_version_and_region():
    assert CN.name == f"chinesecalendar {chinese_calendar.__version__} CN"
    assert calendar("GB-ENG").name == f"holidays {holidays.version.__version__} GB-ENG"


@pytest.mark.parametrize(
    ("region", "day", "working"),
    [
        ("GB-ENG", date(2026, 8, 31), False),
        ("GB-SCT", date(2026, 8, 31), True),
        ("US-AL", date(2026, 11, 26), False),
        ("US", date(2026, 11, 27), True),
        ("NL", date(2026, 4, 27), False),
        ("IE", date(2026, 3, 17), False),
        ("HK", date(2026, 7, 1), False),
        ("TW", date(2026, 2, 28), False),
        ("TW", date(2025, 2, 8), True),
        ("GB", date(2101, 1, 3), None),
        ("VN", date(2027, 1, 4), None),
        ("LK", date(2027, 1, 4), None),
    ],
)
def test_other_countries(region, day, working):
    assert calendar(region).is_working(day) is working


def test_a_region_that_does_not_exist_lists_those_that_do():
    missing, fault = calendar_of(CalendarConfig(region="ZZ"))
    assert missing is None
    assert {"CN", "GB", "US"} <= set(fault.known)
    assert list(fault.known) == sorted(fault.known)
    parts = ("GB", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
    wrong = calendar_of(CalendarConfig(region="GB-XX"))
    assert wrong == (None, RegionFault(region="GB-XX", known=parts))
    assert calendar_of(CalendarConfig(region="CN-11"))[1].known == ("CN",)


@pytest.mark.parametrize("region", ["cn", "GB-", "UK", "-", "US_AL", "中国"])
def test_a_region_is_written_in_one_way(region):
    missing, fault = calendar_of(CalendarConfig(region=region))
    assert missing is None
    assert fault.known


def test_countries_that_move_working_days_by_a_yearly_list_are_known():
    moving = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for code in holidays.list_supported_countries(include_aliases=False):
            listed = holidays.country_holidays(code)
            if getattr(listed, "has_substituted_holidays", False):
                moving.add(code)
    assert moving == {*MOVED_YEARLY, *MOVED_ONCE, "CN"}


def test_british_breaks_are_no_clear_days():
    england = calendar("GB-ENG")
    unclear = [
        day for day in days(date(2026, 3, 30), date(2026, 4, 12)) if not england.is_clear(day)
    ]
    assert unclear == [*days(date(2026, 4, 2), date(2026, 4, 7)), date(2026, 4, 12)]
    unclear = [
        day for day in days(date(2026, 12, 21), date(2027, 1, 2)) if not england.is_clear(day)
    ]
    assert unclear == [*days(date(2026, 12, 24), date(2026, 12, 29)), date(2027, 1, 1)]
    mourning = calendar("GB-ENG", closures=(date(2026, 6, 2),))
    assert not mourning.is_clear(date(2026, 6, 2))
    assert CN.is_clear(date(2026, 10, 4))


def test_the_notices_do_not_contradict_themselves():
    assert not OFF & WORKED
    assert all(day.weekday() >= 5 for day in WORKED)
