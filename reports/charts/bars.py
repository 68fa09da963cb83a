"""Horizontal bars from zero, one line of words above each (ux/standard.md 4.1, 4.4)."""

from decimal import Decimal
from html import escape

from reports.charts import svg
from reports.charts import words as wording
from reports.charts.drawn import Drawn, Markup
from reports.charts.figure import BarsFigure, Row, State
from reports.charts.scale import Axis, axis_for
from reports.charts.table import bars_table, cell

ROW_HEIGHT = 3.2
WIDEST = 86.0
SOFT = frozenset({State.PROVISIONAL, State.CARE, State.ESTIMATED})


def draw_bars(figure: BarsFigure) -> Drawn:
    """Return the figure ready for ``components/figure.html``."""
    axis = bars_axis(figure)
    rows = "".join(_bar(row, index, figure, axis) for index, row in enumerate(figure.rows))
    height = f"{svg.short(len(figure.rows) * ROW_HEIGHT)}em"
    summary = wording.rows_summary(figure, figure.rows)
    label = wording.alternative("Bar chart.", [summary])
    markup = (
        f'<div class="bar-plot" role="img" aria-label="{escape(label)}">'
        f'<svg width="100%" height="{height}" aria-hidden="true">{rows}'
        f"{_target(figure, axis)}</svg></div>"
    )
    return Drawn(
        id=figure.id,
        title=figure.title or f"{figure.name}, by {figure.row_heading.lower()}",
        subtitle=figure.subtitle,
        plot=Markup(markup),
        key=_key(figure),
        notes=(),
        summary=summary,
        table=bars_table(figure),
        source=figure.source,
    )


def bars_axis(figure: BarsFigure) -> Axis:
    """Return the axis of the bars; it contains zero, always."""
    values = [row.value for row in figure.rows if row.value is not None]
    values += [figure.target] if figure.target is not None else []
    return axis_for([*values, Decimal(0)], from_zero=True)


def place(axis: Axis, value: Decimal) -> float:
    """Return where a value ends, in percent of the width; room is left for its words."""
    return (100 - axis.y(value)) / 100 * WIDEST


def _bar(row: Row, index: int, figure: BarsFigure, axis: Axis) -> str:
    """Return one row: its name, then the bar with its value, or words instead of a bar."""
    top = index * ROW_HEIGHT
    name = f'<text x="0" y="{svg.short(top + 1.1)}em">{escape(row.label)}</text>'
    said = escape(cell(figure.unit, row.value, row.state, figure.minimum_people))
    middle = svg.short(top + 2.2)
    if row.value is None:
        return f'{name}<text class="absent" x="0" y="{svg.short(top + 2.4)}em">{said}</text>'
    zero, end = sorted((place(axis, Decimal(0)), place(axis, row.value)))
    css = "bar-soft" if row.state in SOFT else "bar"
    return (
        f'{name}<rect class="{css}" x="{svg.short(zero)}%" y="{svg.short(top + 1.5)}em" '
        f'width="{svg.short(end - zero)}%" height="1.2em"/>'
        f'<text class="end" x="{svg.short(end)}%" y="{middle}em" dx=".5em" dy=".25em">{said}</text>'
    )


def _target(figure: BarsFigure, axis: Axis) -> str:
    """Return the shared target as an upright dotted line."""
    if figure.target is None:
        return ""
    x = svg.short(place(axis, figure.target))
    return f'<line class="target-path" x1="{x}%" x2="{x}%" y1="0" y2="100%"/>'


def _key(figure: BarsFigure) -> str:
    """Return the key in words."""
    parts = []
    if figure.target is not None:
        parts.append(f"dotted line: target {figure.unit.text(figure.target)}")
    if {row.state for row in figure.rows} & SOFT:
        parts.append("outlined bar: provisional, estimated or small group")
    return " · ".join(parts)
