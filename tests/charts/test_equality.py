"""What the picture shows and what the table says are the same numbers, on 200 random figures."""

import re
from decimal import Decimal

import pytest

from reports.charts import plotly
from reports.charts.figure import State
from reports.charts.table import cell, trend_table
from reports.charts.trend import draw_trend, trend_axes
from tests.charts.figures import random_trend


def marks_in(plot: str) -> set[tuple[float, float]]:
    """Read back where the plot put its line and its dots."""
    steps = "".join(re.findall(r'<path class="(?:line|dot)" d="([^"]*)"', plot))
    found = {(float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", steps)}
    diamonds = re.findall(r'<svg x="([\d.-]+)%" y="([\d.-]+)%" overflow', plot)
    return found | {(float(x), float(y)) for x, y in diamonds}


@pytest.mark.parametrize("seed", range(200))
def test_plotted_numbers_equal_the_table(seed):
    figure = random_trend(seed)
    axis, periods = trend_axes(figure)

    plotted = marks_in(draw_trend(figure).plot)

    expected = [point for point in figure.points if point.value is not None]
    by_x = {round(x, 2): y for x, y in plotted}
    assert len(plotted) == len(expected)
    for point in expected:
        height = by_x[round(periods.x(point.ordinal), 2)]
        slack = float(axis.high - axis.low) * 0.0001
        assert abs(axis.value_at(height) - float(point.value)) <= slack


@pytest.mark.parametrize("seed", range(200))
def test_explored_numbers_equal_the_table(seed):
    figure = random_trend(seed)

    line = plotly.payload(figure)["data"][1]

    explored = {x: y for x, y in zip(line["x"], line["y"], strict=True) if x is not None}
    written = {row[0]: row[1] for row in trend_table(figure).rows}
    drawn = {p.label: p for p in figure.points if p.value is not None}
    assert explored.keys() == drawn.keys()
    for label, value in explored.items():
        said = cell(figure.unit, Decimal(str(value)), drawn[label].state)
        assert said == written[label]


@pytest.mark.parametrize("seed", range(200))
def test_a_missing_number_is_never_drawn(seed):
    figure = random_trend(seed)
    _, periods = trend_axes(figure)

    places = {x for x, _ in marks_in(draw_trend(figure).plot)}

    absent = [point for point in figure.points if point.value is None]
    assert not places & {round(periods.x(point.ordinal), 2) for point in absent}


@pytest.mark.parametrize("seed", range(200))
def test_absent_states_are_words_in_the_table(seed):
    figure = random_trend(seed)

    rows = trend_table(figure).rows

    words = {
        State.MISSING: "Not in yet",
        State.NOT_COLLECTED: "Not collected",
        State.NOT_APPLICABLE: "Does not apply",
        State.HIDDEN: "Hidden (fewer than 10)",
    }
    for point, row in zip(figure.points, rows, strict=True):
        assert (row[1] in words.values()) == (point.value is None)
        if point.value is None:
            assert row[1] == words[point.state]
