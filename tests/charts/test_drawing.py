"""Each chart keeps its promises: honest axes, unbroken gaps, words beside the picture."""

import gzip
import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from plotly import graph_objects

from reports.charts import plotly, samples
from reports.charts.bars import bars_axis
from reports.charts.choropleth import LARGEST_BYTES, classes_for, draw_map
from reports.charts.draw import draw
from reports.charts.figure import BarsFigure, Feature, Note, Point, Row, State, Unit
from reports.charts.labels import LINE_HEIGHT, Label, spread, thin_out
from reports.charts.panels import draw_panels, draw_sparkline, panel_axes
from reports.charts.scale import axis_for
from reports.charts.trend import segments
from tests.charts.figures import random_trend

SINGLE = [
    samples.reading,
    samples.absence,
    samples.monthly,
    samples.early,
    samples.answers,
    samples.zones,
]


@pytest.mark.parametrize("sample", SINGLE, ids=lambda sample: sample.__name__)
def test_description_is_a_sentence_of_20_to_250_letters(sample):
    plot = draw(sample()).plot

    labels = re.findall(r'aria-label="([^"]*)"', plot)

    assert len(labels) == 1
    assert 20 <= len(labels[0]) <= 250


@pytest.mark.parametrize("seed", range(60))
def test_description_of_any_trend_is_long_enough(seed):
    plot = draw(random_trend(seed)).plot

    labels = re.findall(r'aria-label="([^"]*)"', plot)

    assert all(20 <= len(label) <= 250 for label in labels)


@pytest.mark.parametrize(
    "sample", [*SINGLE, samples.nothing_yet, samples.groups], ids=lambda sample: sample.__name__
)
def test_markup_has_no_inline_style_or_script(sample):
    drawn = draw(sample())

    markup = "".join(p.plot for p in drawn.panels) if hasattr(drawn, "panels") else drawn.plot

    assert "style=" not in markup
    assert "<style" not in markup
    assert "<script" not in markup


def test_trend_costs_at_most_1200_bytes():
    drawn = draw(samples.reading())

    assert len(gzip.compress(drawn.plot.encode())) <= 1229


def test_line_breaks_where_a_period_is_missing():
    points = samples.years(2016, 41, 42, None, 45, 46)

    runs = segments(points)

    assert [[point.ordinal for point in run] for run in runs] == [[2016, 2017], [2019, 2020]]


def test_line_breaks_where_a_period_was_left_out():
    points = samples.years(2016, 41, 42) + samples.years(2020, 45, 46)

    runs = segments(points)

    assert [[point.ordinal for point in run] for run in runs] == [[2016, 2017], [2020, 2021]]


def test_line_breaks_at_a_new_method():
    points = samples.years(2016, 41, 42, 45, 46)

    runs = segments(points, [Note(2018, "New test")])

    assert [[point.ordinal for point in run] for run in runs] == [[2016, 2017], [2018, 2019]]


def test_provisional_point_is_hollow():
    points = samples.years(2016, 41, 42)
    figure = replace(
        samples.early(), points=(points[0], replace(points[1], state=State.PROVISIONAL))
    )

    plot = draw(figure).plot

    hollow = re.findall(r'class="dot-hole" d="([^"]*)"', plot)
    assert [path.count("M") for path in hollow] == [1]


@pytest.mark.parametrize("values", [("40", "96"), ("95", "96"), ("-4", "8"), ("-9", "-2"), ("0",)])
def test_bars_always_contain_zero(values):
    rows = tuple(Row(value, Decimal(value)) for value in values)
    figure = BarsFigure("bars", "Bars", "", Unit(), rows)

    axis = bars_axis(figure)

    assert axis.low <= 0 <= axis.high


def test_row_without_a_number_has_no_bar():
    figure = BarsFigure(
        "bars", "Bars", "", Unit(), (Row("Known", Decimal(5)), Row("Hidden", None, State.HIDDEN))
    )

    plot = draw(figure).plot

    assert plot.count("<rect") == 1
    assert "Hidden (fewer than 10)" in plot


def test_panels_share_one_axis_from_zero():
    axis, periods = panel_axes(samples.groups())

    assert (axis.low, periods.first, periods.last) == (Decimal(0), 2022, 2026)


def test_panels_keep_the_order_they_are_given():
    figure = samples.groups()

    drawn = draw_panels(figure)

    assert [p.heading for p in drawn.panels] == [p.heading for p in figure.panels]


def test_hidden_group_has_words_and_no_plot():
    drawn = draw_panels(samples.groups())

    hidden = next(panel for panel in drawn.panels if panel.heading == "American Indian")

    assert hidden.plot == ""
    assert hidden.words.startswith("Not shown. Fewer than 10")


def test_sparkline_of_nothing_is_nothing():
    figure = replace(samples.spark(), points=samples.years(2020, None, None))

    assert draw_sparkline(figure) == ""


def test_hidden_point_cannot_carry_its_number():
    with pytest.raises(ValueError, match="hidden"):
        Point("2026", "2026", 2026, Decimal(7), State.HIDDEN)


def test_missing_point_cannot_carry_an_interval():
    with pytest.raises(ValueError, match="missing"):
        Point("2026", "2026", 2026, None, State.MISSING, low=Decimal(1))


@pytest.mark.parametrize(
    "values",
    [
        ("39", "66"),
        ("41", "43"),
        ("0", "3"),
        ("1200", "98000"),
        ("0.2", "0.9"),
        ("5", "5"),
        ("-3", "12"),
    ],
)
def test_axis_has_at_most_five_rules_around_all_values(values):
    numbers = [Decimal(value) for value in values]

    axis = axis_for(numbers)

    assert 2 <= len(axis.ticks()) <= 5
    assert axis.low <= min(numbers)
    assert axis.high >= max(numbers)


def test_small_wobble_does_not_fill_the_plot():
    axis = axis_for([Decimal(41), Decimal(43)])

    assert axis.high - axis.low >= 10


def test_labels_stay_a_line_apart_or_go_to_the_key():
    labels = [Label(str(n), 100, 20 + n) for n in range(6)]

    placed, dropped = spread(labels)

    heights = sorted(label.y for label in placed)
    gaps = [after - before for before, after in pairwise(heights)]
    assert min(gaps) >= LINE_HEIGHT - 1e-6
    assert len(placed) + len(dropped) == 6
    assert labels[0] in placed


def test_period_labels_do_not_touch():
    labels = [Label("2016", x, 100) for x in (0, 10, 20, 100)]

    assert [label.x for label in thin_out(labels)] == [0, 20, 100]


def square(x, y):
    """Return a unit square as GeoJSON."""
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_map_stays_small_with_detailed_outlines():
    base = samples.zones()
    ring = [[n / 5_000, (n * n % 97) / 900] for n in range(5_000)]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    areas = tuple(Feature(str(n), str(n), geometry, Decimal(n)) for n in range(12))

    drawn = draw_map(replace(base, features=areas))

    assert len(gzip.compress(drawn.plot.encode())) <= LARGEST_BYTES


def test_map_drops_specks_but_keeps_each_area():
    speck = [[5, 5], [5.001, 5], [5.001, 5.001], [5, 5]]
    islands = {"type": "MultiPolygon", "coordinates": [square(0, 0)["coordinates"], [speck]]}
    areas = (Feature("a", "A", islands, Decimal(1)), Feature("b", "B", square(8, 0), Decimal(2)))

    drawn = draw_map(replace(samples.zones(), features=areas))

    outlines = re.findall(r'<path class="m\d" d="([^"]*)"', drawn.plot)
    assert [outline.count("M") for outline in outlines] == [1, 1]


def test_map_tells_hidden_from_missing():
    drawn = draw_map(samples.zones())

    assert 'fill="url(#zones-hatch)"' in drawn.plot
    assert "m-missing" in drawn.plot
    assert "Hidden (fewer than 10)" in drawn.plot
    assert "No number" in drawn.plot


@pytest.mark.parametrize("values", [(20, 29), (0, 1), (35, 61), (5, 5), (0, 100), (99, 100)])
def test_map_classes_are_at_most_five_and_hold_every_value(values):
    areas = tuple(Feature(str(n), str(n), square(n, 0), Decimal(n)) for n in values)
    figure = replace(samples.zones(), features=areas)

    classes = classes_for(figure)

    assert 1 <= classes.count <= 5
    for value in values:
        index = classes.number(Decimal(value), figure.unit)
        low = classes.low + classes.step * index
        assert low <= value < low + classes.step


def test_map_limits_are_round_and_do_not_overlap():
    figure = samples.zones()

    classes = classes_for(figure)

    words = [classes.words(index, figure.unit) for index in range(classes.count)]
    assert words == ["30 to 39%", "40 to 49%", "50 to 59%", "60 to 69%"]


@pytest.mark.parametrize("sample", [*SINGLE, samples.groups], ids=lambda sample: sample.__name__)
def test_explored_figure_is_valid_and_asks_nothing_of_other_sites(sample):
    payload = plotly.payload(sample())

    graph_objects.Figure(data=payload["data"], layout=payload["layout"])
    assert "http" not in json.dumps(payload)
    assert payload["config"]["displayModeBar"] is False


def test_labels_for_exploring_carry_no_markup():
    figure = replace(samples.reading(), name='<a href="x">Reading</a>')

    assert "<" not in json.dumps(plotly.payload(figure))


def test_names_are_escaped_in_the_picture():
    figure = BarsFigure("bars", "Bars", "", Unit(), (Row("<b>Name</b>", Decimal(5)),))

    assert "<b>" not in draw(figure).plot
