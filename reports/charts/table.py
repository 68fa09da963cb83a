"""A figure as a table: the same numbers as the picture, states in words (ux/standard.md 4.6)."""

from decimal import Decimal

from reports.charts.drawn import Table
from reports.charts.figure import (
    BarsFigure,
    MapFigure,
    Point,
    SmallMultiples,
    State,
    TrendFigure,
    Unit,
)

STATE_WORDS = {
    State.MISSING: "Not in yet",
    State.NOT_COLLECTED: "Not collected",
    State.NOT_APPLICABLE: "Does not apply",
}
MARK_WORDS = {
    State.VALUE: "",
    State.PROVISIONAL: " provisional",
    State.ESTIMATED: " estimated",
    State.CARE: " small group",
}


def cell(unit: Unit, value: Decimal | None, state: State, minimum_people: int = 10) -> str:
    """Return a table cell in words: never blank, never a zero that nobody reported."""
    if value is not None and state.is_drawn:
        return unit.text(value) + MARK_WORDS[state]
    if state is State.HIDDEN:
        return f"Hidden (fewer than {minimum_people})"
    return STATE_WORDS[state]


def trend_table(figure: TrendFigure) -> Table:
    """List each period with its value, then who reported and how many people, where known."""
    reporting = any(point.expected is not None for point in figure.points)
    people = any(point.people is not None for point in figure.points)
    headers = [figure.period_heading, _value_heading(figure.unit)]
    headers += ["Reports in"] * reporting + ["People counted"] * people
    rows = []
    for point in figure.points:
        row = [point.label, cell(figure.unit, point.value, point.state, figure.minimum_people)]
        row += [_reports(point)] * reporting + [_people(point)] * people
        rows.append(tuple(row))
    return Table(_caption(figure.name, figure.subtitle), tuple(headers), tuple(rows))


def panels_table(figure: SmallMultiples) -> Table:
    """List each group with its first and latest period; reasons stand in for hidden groups."""
    periods: dict[int, str] = {}
    for panel in figure.panels:
        periods |= {point.ordinal: point.label for point in panel.points}
    shown = sorted(periods)
    rows = []
    for panel in figure.panels:
        found = {point.ordinal: point for point in panel.points}
        cells = [
            cell(figure.unit, found[at].value, found[at].state, figure.minimum_people)
            if at in found
            else panel.words or STATE_WORDS[State.NOT_COLLECTED]
            for at in shown
        ]
        rows.append((panel.heading, *cells))
    headers = ("Group", *(periods[at] for at in shown))
    return Table(_caption(figure.name, figure.subtitle), headers, tuple(rows))


def bars_table(figure: BarsFigure) -> Table:
    """List each bar with its value."""
    rows = tuple(
        (row.label, cell(figure.unit, row.value, row.state, figure.minimum_people))
        for row in figure.rows
    )
    headers = (figure.row_heading, _value_heading(figure.unit))
    return Table(_caption(figure.name, figure.subtitle), headers, rows)


def map_table(figure: MapFigure) -> Table:
    """List each area with its value, in the order given."""
    rows = tuple(
        (area.name, cell(figure.unit, area.value, area.state, figure.minimum_people))
        for area in figure.features
    )
    headers = (figure.area_heading, _value_heading(figure.unit))
    return Table(_caption(figure.name, figure.subtitle), headers, rows)


def _value_heading(unit: Unit) -> str:
    """Name the column of values by what is counted."""
    return "Percent" if unit.percent else unit.plural.capitalize() or "Number"


def _caption(name: str, subtitle: str) -> str:
    """Join what is shown and how it is counted into one caption."""
    return f"{name}. {subtitle}" if subtitle else name


def _reports(point: Point) -> str:
    """Say how many of the expected reports are in a value."""
    if point.expected is None:
        return "Not recorded"
    return f"{point.reporting or 0} of {point.expected}"


def _people(point: Point) -> str:
    """Say how many people a value speaks for, unless that number is itself hidden."""
    return "Not shown" if point.people is None else f"{point.people:,}"
