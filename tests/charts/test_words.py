"""The sentences beside a chart: grammar, length, and never more than the numbers say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.charts import samples, words
from reports.charts.figure import PERCENT, Direction, Unit, Verdict
from reports.charts.trend import draw_trend
from tests.charts.figures import random_trend


def test_finding_names_change_and_course():
    assert words.finding(samples.reading()) == (
        "Reading is up 13 points since 2021, but on course to miss the 2030 target"
    )


def test_finding_without_a_verdict_claims_no_direction():
    figure = replace(samples.reading(), direction=None)

    assert words.finding(figure) == "Third graders reading at grade level are 52% in 2026"


def test_finding_without_numbers_says_so():
    assert words.finding(samples.nothing_yet()) == "Days of summer learning: no numbers yet"


def test_finding_that_is_too_early_says_so():
    assert words.finding(samples.early()) == "Families with a library card: too early to tell"


def test_finding_without_a_forecast_names_no_course():
    figure = replace(samples.reading(), forecast=())

    assert words.finding(figure) == (
        "Third graders reading at grade level are up 13 points since 2021, toward target"
    )


def test_a_course_that_meets_the_target_says_so():
    figure = samples.reading()
    last = replace(figure.forecast[-1], value=Decimal(66))
    figure = replace(figure, forecast=(*figure.forecast[:-1], last))

    assert words.finding(figure).endswith("and on course to meet the 2030 target")


def test_falling_number_can_be_toward_target():
    assert words.finding(samples.absence()) == (
        "Missing 10% or more of school days is down 8 points since 2021, toward target"
    )


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("seed", range(40))
def test_finding_has_at_most_90_letters(seed, verdict):
    direction = Direction(verdict, "September 2024", Decimal(12))
    figure = replace(
        random_trend(seed), name="A long name of a number " * (seed % 6 + 1), direction=direction
    )

    assert 0 < len(words.finding(figure)) <= 90


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        (PERCENT, Decimal(13), "13 points"),
        (PERCENT, Decimal(1), "1 point"),
        (PERCENT, Decimal(-1), "1 point"),
        (Unit(singular="child", plural="children"), Decimal(1), "1 child"),
        (Unit(singular="child", plural="children"), Decimal(1204), "1,204 children"),
        (Unit(prefix="$"), Decimal(400), "$400"),
    ],
)
def test_difference_takes_the_noun_that_fits(unit, value, expected):
    assert unit.difference(value) == expected


def test_change_that_rounds_to_nothing_is_about_the_same():
    assert words.change_words(samples.reading(), Decimal("0.4")) == "about the same"


def test_negative_nothing_is_written_without_a_sign():
    assert PERCENT.number(Decimal("-0.2")) == "0"


def test_summary_says_all_that_the_reader_must_know():
    assert draw_trend(samples.reading()).summary == (
        "Third graders reading at grade level were 52% in 2026, up 13 points since 2021. "
        "Target: 65% by 2030. If nothing changes, about 61% by 2030 (likely 56 to 66%). "
        "Distance still to go: 13 points. Not collected in 2019 and 2020. Axis starts at 30%."
    )


def test_summary_counts_reports_that_are_in():
    assert "9 of 12 reports are in for 2026." in draw_trend(samples.absence()).summary


def test_axis_from_zero_needs_no_sentence():
    figure = replace(samples.early(), points=samples.years(2024, 0, 41, 43))

    assert "Axis starts" not in draw_trend(figure).summary


def test_join_puts_and_before_the_last():
    assert [words.join(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
