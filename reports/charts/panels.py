"""Small multiples and sparklines: small lines that share one scale (ux/standard.md 4.9)."""

from decimal import Decimal

from reports.charts import labels, svg
from reports.charts import words as wording
from reports.charts.drawn import DrawnPanel, DrawnPanels, Markup
from reports.charts.figure import Panel, SmallMultiples, Sparkline
from reports.charts.scale import Axis, Periods, axis_for
from reports.charts.table import panels_table
from reports.charts.trend import period_labels, segments, series

NOTHING = Markup("")


def draw_panels(figure: SmallMultiples) -> DrawnPanels:
    """Return one panel per group in the order given, all with the same axes."""
    axis, periods = panel_axes(figure)
    return DrawnPanels(
        id=figure.id,
        title=figure.title or f"{figure.name}, group by group",
        subtitle=figure.subtitle,
        panels=tuple(_panel(panel, figure, axis, periods) for panel in figure.panels),
        key="Dotted line: the same target for every group." if figure.target is not None else "",
        summary=wording.panels_summary(figure),
        table=panels_table(figure),
        source=figure.source,
    )


def panel_axes(figure: SmallMultiples) -> tuple[Axis, Periods]:
    """Return the axes every panel shares; they start at zero."""
    points = [point for panel in figure.panels for point in panel.points]
    values = [point.value for point in points if point.value is not None]
    values += [figure.target] if figure.target is not None else []
    ordinals = [point.ordinal for point in points]
    axis = axis_for(values, from_zero=True, smallest=figure.unit.step)
    return axis, Periods(min(ordinals, default=0), max(ordinals, default=0))


def _panel(panel: Panel, figure: SmallMultiples, axis: Axis, periods: Periods) -> DrawnPanel:
    """Return one panel, or its words where there is nothing that may be shown."""
    now = wording.latest(panel.points)
    if panel.words or now is None or now.value is None:
        return DrawnPanel(panel.heading, NOTHING, panel.words or "Not in yet.")
    rules = svg.path("grid", svg.rule(100))
    target = "" if figure.target is None else svg.rule(axis.y(figure.target))
    shapes = rules + svg.path("target-path", target) + series(panel.points, (), axis, periods)
    value = figure.unit.text(now.value)
    text = svg.words("0", 0, axis.y(Decimal(0)), anchor="end", dx="-.5em", dy=".35em")
    text += svg.words(
        value, periods.x(now.ordinal), axis.y(now.value), css="end", dx=".6em", dy=".35em"
    )
    text += labels.under(period_labels(panel.points, None, periods))
    said = [f"{panel.heading}: {value} in {now.label}."]
    said += [] if figure.target is None else [f"Target {figure.unit.text(figure.target)}."]
    return DrawnPanel(
        panel.heading, svg.plot(shapes, text, wording.alternative("Line chart.", said)), ""
    )


def draw_sparkline(figure: Sparkline) -> Markup:
    """Return a word-sized line with its last dot; it always stands beside its numbers."""
    drawn = [point for point in figure.points if point.value is not None]
    if not drawn:
        return NOTHING
    axis = axis_for([point.value for point in drawn if point.value is not None])
    ordinals = [point.ordinal for point in figure.points]
    periods = Periods(min(ordinals), max(ordinals))
    runs = [
        [(periods.x(p.ordinal), axis.y(p.value)) for p in run if p.value is not None]
        for run in segments(figure.points)
    ]
    line = "".join(svg.polyline(run) for run in runs if len(run) > 1)
    ends = [run[0] for run in runs[:-1] if len(run) == 1] + [runs[-1][-1]]
    return Markup(
        '<svg class="sparkline" viewBox="0 0 100 100" preserveAspectRatio="none" '
        f'aria-hidden="true">{svg.path("spark", line)}{svg.path("dot", svg.dots(ends))}</svg>'
    )
