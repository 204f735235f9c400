from __future__ import annotations

import pytest
from markupsafe import Markup

from neops_dev_engine.page import text

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (None, "–"),
        (0, "0.00 s"),
        (-5, "0.00 s"),
        (420, "0.42 s"),
        (12_340, "12.3 s"),
        (100 * SECOND, "1 min 40 s"),
        (184 * SECOND, "3 min 04 s"),
        (59 * MINUTE + 59_600, "1 h 00 min"),
        (2 * HOUR + 5 * MINUTE, "2 h 05 min"),
        (3 * DAY + 4 * HOUR, "3 d 4 h"),
    ],
)
def test_durations(span, words):
    assert text.duration(span) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (-1, "just now"),
        (1999, "just now"),
        (2000, "2 s ago"),
        (59_999, "59 s ago"),
        (MINUTE, "1 min ago"),
        (HOUR, "1 h ago"),
        (50 * HOUR, "2 d ago"),
    ],
)
def test_ages(span, words):
    assert text.age(span) == words


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("1970-01-01T00:00:01.500Z", 1500),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T00:00:00", 0),
        ("1969-12-31T23:59:59Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (5, None),
        ("9999-12-31T23:59:59Z", 253402300799000),
    ],
)
def test_moments_of_others(given, moment):
    assert text.parse_moment(given) == moment


def test_moments_are_told_in_utc():
    assert text.moment(1500) == "1970-01-01 00:00:01"
    assert text.clock_time(1500) == "00:00:01.500"


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("plain\ttext\nwith lines", "plain\ttext\nwith lines"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31mred\x00\x7f", "␛[31mred␀␡"),
        ("a\rb", "a␍b"),
        ("user\u202egnp.exe", "user\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
        ("é 日本 🙂", "é 日本 🙂"),
        (5, 5),
        (None, None),
    ],
)
def test_what_would_not_be_seen_is_made_visible(given, seen):
    assert text.visible(given) == seen


def test_markup_is_left_alone():
    assert text.visible(Markup("<b>\x1b</b>")) == Markup("<b>\x1b</b>")


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 jobs"), (1, "1 job"), (2, "2 jobs"), (12345, "12\u202f345 jobs")]
)
def test_plurals(count, words):
    assert text.plural(count, "job") == words
