"""The same figures for exploring: plain Plotly dictionaries that need nothing from elsewhere.

Colours are the light theme's; ``tokens`` lets the page swap each for its own theme's. Words are
escaped, because Plotly reads markup in labels (reliability.md 6.1).
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from reports.charts import words as wording
from reports.charts.choropleth import classes_for
from reports.charts.figure import (
    BarsFigure,
    MapFigure,
    Mark,
    Point,
    SmallMultiples,
    State,
    TrendFigure,
)
from reports.charts.table import cell
from reports.charts.trend import segments

Payload = dict[str, Any]
Figure = TrendFigure | SmallMultiples | BarsFigure | MapFigure

SERIES = ("#1C7570", "#AA641F", "#9284D6", "#1E2A66", "#433215")
DASHES = ("solid", "longdash", "dashdot", "solid", "dash")
MARKERS = ("circle", "square", "triangle-up", "diamond", "cross")
RAMP = ("#DCEBE6", "#A9CFC6", "#6FAFA5", "#2F8079", "#0F4A48")
INK, LINE, PAPER = "#1B2624", "#DDD6C8", "#FAF8F3"
TOKENS = {
    INK: "--ink",
    LINE: "--line",
    PAPER: "--paper",
    **{colour: f"--s{number}" for number, colour in enumerate(SERIES, 1)},
    **{colour: f"--m{number}" for number, colour in enumerate(RAMP, 1)},
}
CONFIG: Payload = {"displayModeBar": False, "displaylogo": False, "responsive": True}
HOLLOW = frozenset({State.PROVISIONAL, State.CARE, State.ESTIMATED})


def payload(figure: Figure) -> Payload:
    """Return ``data``, ``layout``, ``config``, ``bundle`` and ``tokens`` for explore.js."""
    if isinstance(figure, TrendFigure):
        data, layout, bundle = _trend(figure), _layout(figure.unit.symbol), "cartesian"
    elif isinstance(figure, SmallMultiples):
        data, layout, bundle = _groups(figure), _layout(figure.unit.symbol), "cartesian"
    elif isinstance(figure, BarsFigure):
        data, layout, bundle = _bars(figure), _bars_layout(figure), "cartesian"
    else:
        data, layout, bundle = _map(figure), _map_layout(), "geo"
    return {"data": data, "layout": layout, "config": CONFIG, "bundle": bundle, "tokens": TOKENS}


def _number(value: Decimal | None) -> float | None:
    """Return a value as JSON can carry it; a missing one stays missing, never zero."""
    return None if value is None else float(value)


def _line(points: Sequence[Point], figure: TrendFigure | SmallMultiples, name: str) -> Payload:
    """Return one series; gaps and method breaks are empty places that stay unjoined."""
    breaks = figure.breaks if isinstance(figure, TrendFigure) else ()
    x: list[str | None] = []
    y: list[float | None] = []
    said: list[str] = []
    symbols: list[str] = []
    for run in segments(points, breaks):
        if x:
            x, y, said, symbols = [*x, None], [*y, None], [*said, ""], [*symbols, "circle"]
        for point in run:
            x.append(escape(point.label))
            y.append(_number(point.value))
            written = cell(figure.unit, point.value, point.state, figure.minimum_people)
            said.append(escape(f"{point.label}: {written}"))
            symbols.append("circle-open" if point.state in HOLLOW else "circle")
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(name),
        "x": x,
        "y": y,
        "text": said,
        "hoverinfo": "text",
        "connectgaps": False,
        "line": {"color": SERIES[0], "width": 3},
        "marker": {"color": SERIES[0], "size": 8, "symbol": symbols},
    }


def _periods(points: Sequence[Point], marks: Sequence[Any]) -> list[str]:
    """Return all period labels in order of time."""
    named = {mark.ordinal: mark.label for mark in marks} | {p.ordinal: p.label for p in points}
    return [escape(named[ordinal]) for ordinal in sorted(named)]


def _trend(figure: TrendFigure) -> list[Payload]:
    """Return the line, the path to the target, and the course with its likely range."""
    traces = [_line(figure.points, figure, figure.name)]
    ends: list[Mark] = [mark for mark in (figure.baseline, figure.target) if mark]
    path = list(figure.target_path) or ends
    if path:
        traces.append(_dashed(path, "Path to the target", INK, "dot", figure))
    now = wording.latest(figure.points)
    if figure.forecast and now and now.value is not None:
        course = [Mark(now.label, now.ordinal, now.value)]
        course += [Mark(f.label, f.ordinal, f.value) for f in figure.forecast]
        upper = [course[0], *(Mark(f.label, f.ordinal, f.high) for f in figure.forecast)]
        lower = [course[0], *(Mark(f.label, f.ordinal, f.low) for f in figure.forecast)]
        traces += [
            _dashed(upper, "Likely at most", SERIES[0], "dot", figure),
            _dashed(lower, "Likely at least", SERIES[0], "dot", figure) | {"fill": "tonexty"},
            _dashed(course, "If nothing changes", SERIES[0], "dash", figure),
        ]
    return [_calendar(figure, path), *traces]


def _calendar(figure: TrendFigure, path: Sequence[Mark]) -> Payload:
    """Return an empty series that names all periods in order of time, gaps included."""
    periods = _periods(figure.points, [*path, *figure.forecast])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": periods,
        "y": [None] * len(periods),
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _dashed(
    marks: Sequence[Mark], name: str, colour: str, dash: str, figure: TrendFigure
) -> Payload:
    """Return a line of known values that are not measurements."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [escape(m.label) for m in marks],
        "y": [_number(m.value) for m in marks],
        "hoverinfo": "text",
        "text": [escape(f"{name}, {m.label}: {figure.unit.text(m.value)}") for m in marks],
        "line": {"color": colour, "width": 2, "dash": dash},
    }


def _groups(figure: SmallMultiples) -> list[Payload]:
    """Return one series per group, told apart by colour, dash and marker together."""
    traces = []
    for index, panel in enumerate(figure.panels):
        if not any(point.value is not None for point in panel.points):
            continue
        step = index % len(SERIES)
        trace = _line(panel.points, figure, panel.heading)
        trace["line"] = {"color": SERIES[step], "width": 3, "dash": DASHES[step]}
        trace["marker"] = {"color": SERIES[step], "size": 9, "symbol": MARKERS[step]}
        traces.append(trace)
    return traces


def _bars(figure: BarsFigure) -> list[Payload]:
    """Return horizontal bars; a row without a number has no bar."""
    said = [
        escape(f"{row.label}: {cell(figure.unit, row.value, row.state, figure.minimum_people)}")
        for row in figure.rows
    ]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": [escape(row.label) for row in figure.rows],
            "x": [_number(row.value) for row in figure.rows],
            "text": said,
            "hoverinfo": "text",
            "textposition": "none",
            "marker": {"color": SERIES[0]},
            "name": escape(figure.name),
        }
    ]


def _map(figure: MapFigure) -> list[Payload]:
    """Return the areas with our own outlines; areas without a number keep an empty ground."""
    classes = classes_for(figure)
    shown = [area for area in figure.features if area.value is not None]
    absent = [area for area in figure.features if area.value is None]
    outlines = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": area.code, "properties": {}, "geometry": area.geometry}
            for area in figure.features
        ],
    }
    steps = []
    for index in range(classes.count):
        place = 1 + round(index * 4 / (classes.count - 1)) if classes.count > 1 else 3
        steps += [
            [index / classes.count, RAMP[place - 1]],
            [(index + 1) / classes.count, RAMP[place - 1]],
        ]
    common = {
        "type": "choropleth",
        "geojson": outlines,
        "featureidkey": "id",
        "hoverinfo": "text",
        "marker": {"line": {"color": PAPER, "width": 1}},
    }
    high = classes.low + classes.step * classes.count
    values = {
        "locations": [a.code for a in shown],
        "z": [_number(a.value) for a in shown],
        "text": [_area_words(figure, a.name, a.value, a.state) for a in shown],
        "zmin": float(classes.low),
        "zmax": float(high),
        "colorscale": steps,
        "showscale": False,
    }
    gaps = {
        "locations": [a.code for a in absent],
        "z": [1 for _ in absent],
        "showscale": False,
        "text": [_area_words(figure, a.name, a.value, a.state) for a in absent],
        "colorscale": [[0, LINE], [1, LINE]],
    }
    return [common | values, *([common | gaps] if absent else [])]


def _area_words(figure: MapFigure, name: str, value: Decimal | None, state: State) -> str:
    """Return what an area says when pointed at."""
    return escape(f"{name}: {cell(figure.unit, value, state, figure.minimum_people)}")


def _layout(symbol: str) -> Payload:
    """Return the quiet frame of a plot: no box, few rules, the page's own colours and fonts."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, sans-serif", "size": 14, "color": INK},
        "margin": {"l": 64, "r": 24, "t": 24, "b": 48},
        "hovermode": "closest",
        "xaxis": {"type": "category", "showgrid": False, "fixedrange": True, "linecolor": LINE},
        "yaxis": {
            "gridcolor": LINE,
            "zeroline": False,
            "ticksuffix": escape(symbol),
            "fixedrange": True,
        },
        "legend": {"orientation": "h", "y": -0.2},
        "dragmode": False,
    }


def _bars_layout(figure: BarsFigure) -> Payload:
    """Return the frame of bars: names at the left, zero included, the order as given."""
    layout = _layout(figure.unit.symbol)
    values = {
        "gridcolor": LINE,
        "rangemode": "tozero",
        "fixedrange": True,
        "ticksuffix": escape(figure.unit.symbol),
    }
    names = {"autorange": "reversed", "automargin": True, "fixedrange": True}
    return layout | {"xaxis": values, "yaxis": names, "showlegend": False}


def _map_layout() -> Payload:
    """Return the frame of a map: only our areas, so no base map is ever asked for."""
    layout = _layout("")
    del layout["xaxis"], layout["yaxis"]
    geo = {
        "visible": False,
        "fitbounds": "locations",
        "bgcolor": "rgba(0,0,0,0)",
        "projection": {"type": "mercator"},
    }
    return layout | {"geo": geo}
