"""Times that sentences name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.parsing import spelled
from models.language import read_time
from models.language.clock import find_times

TODAY = date(2016, 8, 24)  # a Wednesday


def facts(text: str) -> list[set[str]]:
    return [spelled(window) for window in read_time(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on a Friday morning", {"fri", "05:00-12:00"}),
        ("Saturday in August", {"sat", "aug"}),
        ("on Monday or Thursday", {"mon", "thu"}),
        ("from Monday to Wednesday", {"mon", "tue", "wed"}),
        ("Fri-Mon", {"fri", "sat", "sun", "mon"}),
        ("at the weekend", {"sat", "sun"}),
        ("on Sat morning", {"sat", "05:00-12:00"}),
        ("Thursday night in September", {"thu", "21:00-04:00", "sep"}),
        ("late at night", {"22:00-04:00"}),
        ("early in the morning", {"05:00-09:00"}),
        ("at 8:30", {"08:00-09:00"}),
        ("at 10.30pm", {"22:00-23:00"}),
        ("around 9", {"08:00-10:00", "20:00-22:00"}),
        ("around 9 in the evening", {"20:00-22:00"}),
        ("half past 8 in the evening", {"20:00-21:00"}),
        ("at 5 o'clock", {"04:30-05:30", "16:30-17:30"}),
        ("between 8am and 9am", {"08:00-09:00"}),
        ("from 10 to 11pm", {"22:00-23:00"}),
        ("from 11 to 1pm", {"11:00-13:00"}),
        ("from 9 to 5", {"09:00-17:00"}),
        ("before noon", {"00:00-12:00"}),
        ("until 10am", {"00:00-10:00"}),
        ("after 6pm", {"18:00-04:00"}),
        ("after 6pm and before 8pm", {"18:00-20:00"}),
        ("after lunch", {"14:00-18:00"}),
        ("after work", {"17:00-21:00"}),
        ("in the morning of 3 May", {"day 3", "may", "05:00-12:00"}),
        ("on May 3rd, 2018", {"2018-05-03..2018-05-03"}),
        ("the 3rd of May 2018", {"2018-05-03..2018-05-03"}),
        ("2018-05-03", {"2018-05-03..2018-05-03"}),
        ("03/05/2018", {"2018-05-03..2018-05-03"}),
        ("05/23/2018", {"2018-05-23..2018-05-23"}),
        ("15-18 August 2016", {"2016-08-15..2016-08-18"}),
        ("August 15-18, 2016", {"2016-08-15..2016-08-18"}),
        ("from 28 December 2016 to 2 January 2017", {"2016-12-28..2017-01-02"}),
        ("29 February", {"day 29", "feb"}),
        ("29 February 2016", {"2016-02-29..2016-02-29"}),
        ("from June to August", {"jun", "jul", "aug"}),
        ("from November to January", {"nov", "dec", "jan"}),
        ("in may", {"may"}),
        ("in March 2015", {"mar", "2015"}),
        ("in late December", {"dec", *(f"day {day}" for day in range(21, 32))}),
        ("in 2018", {"2018"}),
        ("between 2015 and 2017", {"2015", "2016", "2017"}),
        ("in winter", {"dec", "jan", "feb"}),
        ("in the fall of 2018", {"sep", "oct", "nov", "2018"}),
        ("on a summer evening", {"jun", "jul", "aug", "17:00-22:00"}),
        ("at Christmas", {"dec", "day 24", "day 25", "day 26"}),
        ("yesterday", {"2016-08-23..2016-08-23"}),
        ("the day before yesterday", {"2016-08-22..2016-08-22"}),
        ("last night", {"2016-08-23..2016-08-23", "21:00-04:00"}),
        ("last week", {"2016-08-15..2016-08-21"}),
        ("this week", {"2016-08-22..2016-08-28"}),
        ("last weekend", {"2016-08-20..2016-08-21"}),
        ("last month", {"2016-07-01..2016-07-31"}),
        ("last year", {"2015-01-01..2015-12-31"}),
        ("last Monday", {"2016-08-22..2016-08-22"}),
        ("last Wednesday", {"2016-08-17..2016-08-17"}),
        ("three days ago", {"2016-08-21..2016-08-21"}),
        ("two weeks ago", {"2016-08-07..2016-08-13"}),
        ("a month ago", {"2016-07-01..2016-07-31"}),
        ("in the past two weeks", {"2016-08-10..2016-08-24"}),
        ("last summer", {"2015-06-01..2015-08-31"}),
        ("last winter", {"2015-12-01..2016-02-29"}),
        ("last May", {"2016-05-01..2016-05-31"}),
        ("last September", {"2015-09-01..2015-09-30"}),
    ],
)
def test_times(text: str, expected: set[str]) -> None:
    assert facts(text) == [expected]
    assert facts(f"I was eating a pizza {text}.") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday morning or Saturday evening", [{"fri", "05:00-12:00"}, {"sat", "17:00-22:00"}]),
        ("3 May or 4 June", [{"day 3", "may"}, {"day 4", "jun"}]),
        ("1 May 2020 or 9 May 2020", [{"2020-05-01..2020-05-01"}, {"2020-05-09..2020-05-09"}]),
        (
            "from 30 August to 2 September",
            [{"aug", "day 30", "day 31"}, {"sep", "day 1", "day 2"}],
        ),
    ],
)
def test_alternatives_are_windows_of_their_own(text: str, expected: list[set[str]]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a second man",
        "the march poster may be sitting in the sun",
        "he sat in the sun and may fall",
        "around 9 people at 5 tables",
        "between 2 pillows and 3 chairs",
        "a spring roll on a night stand",
        "an evening dress and a lunch box",
        "a breakfast table with dinner plates",
        "a man in his 30s with number 12 on his shirt",
        "the third car from the left",
        "a summer dress and a winter coat",
        "a christmas tree",
        "a model of 1:20",
        "the first minute",
    ],
)
def test_no_false_times(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "said"), [("on 31 February", "31 February"), ("at 25:00", "25:00"), ("8:75", "8:75")]
)
def test_impossible_times_are_said_and_do_not_filter(text: str, said: str) -> None:
    reading = find_times(text, TODAY)
    assert reading.windows == ()
    assert len(reading.notes) == 1
    assert said in reading.notes[0]


def test_relative_times_without_a_day_to_count_from_are_a_note() -> None:
    reading = find_times("I met a friend yesterday")
    assert reading.windows == ()
    assert "yesterday" in reading.notes[0]
    assert read_time("last night")[0].hours == ((1260, 240),)  # the hours are still known


def test_spans_cover_the_time_and_no_more() -> None:
    text = "We ate on a Friday morning near 9am, it was  at 10:15 then"
    reading = find_times(text)
    pieces = [text[first:end] for first, end in reading.spans]
    assert pieces == ["on a Friday", "morning", "9am", "it was  at 10:15"]
    window = find_times("I sat on Friday morning and ate").windows[0]
    assert window.text == "on Friday morning"
    assert window.span == (6, 23)


def test_after_lunch_is_another_moment_only_behind_another_part() -> None:
    assert find_times("After lunch, I had coffee").windows[0].hours == ((840, 1080),)
    second = find_times("After lunch, I had coffee", may_follow=True)
    assert second.windows == ()
    assert second.is_after
    plain = find_times("I had coffee after lunch", may_follow=True)
    assert plain.windows[0].hours == ((840, 1080),)


@given(st.text(alphabet=st.sampled_from("0123456789:-/. ampmaydlstwekonbrhuI,"), max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for window in read_time(text, TODAY):
        assert not window.is_empty
        assert all(0 <= minute <= 1440 for pair in window.hours for minute in pair)
        assert all(first <= last for first, last in window.ranges)
        assert all(1 <= day <= 31 for day in window.days)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_today_will_do(today: date) -> None:
    text = "yesterday, last week, 900 months ago, in the last 5 years, last winter, last Monday"
    assert read_time(text, today)
