"""The trend line: value, baseline, target and course in one plot (ux/standard.md 4.4)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from reports.charts import labels, svg
from reports.charts import words as wording
from reports.charts.drawn import Drawn, Markup
from reports.charts.figure import Note, Point, State, TrendFigure
from reports.charts.labels import Label
from reports.charts.scale import Axis, Periods, axis_for
from reports.charts.table import trend_table

MOST_DOTS = 12
HOLLOW = frozenset({State.PROVISIONAL, State.CARE})


def draw_trend(figure: TrendFigure) -> Drawn:
    """Return the figure ready for ``components/figure.html``."""
    axis, periods = trend_axes(figure)
    notes = numbered_notes(figure)
    right, dropped = labels.spread(_right_labels(figure, axis, periods))
    shapes = _background(figure, axis, periods) + _course(figure, axis, periods)
    shapes += series(figure.points, figure.breaks, axis, periods) + _anchors(figure, axis, periods)
    text = _axis_words(figure, axis, periods) + labels.right_column(right)
    text += _inner_words(figure, axis, periods) + _note_words(notes, periods)
    text += "".join(
        svg.diamond(place) for place in _places(figure.points, State.ESTIMATED, axis, periods)
    )
    return Drawn(
        id=figure.id,
        title=wording.finding(figure),
        subtitle=figure.subtitle,
        plot=_plot(figure, shapes, text, axis),
        key=_key(figure, dropped),
        notes=tuple(note.text for note in notes),
        summary=wording.trend_summary(figure, axis),
        table=trend_table(figure),
        source=figure.source,
    )


def _plot(figure: TrendFigure, shapes: str, text: str, axis: Axis) -> Markup:
    """Return the plot, or words while there is neither a number nor a target to draw."""
    anchored = figure.baseline or figure.target or figure.target_path
    if not anchored and wording.latest(figure.points) is None:
        return svg.no_plot("No numbers yet, so there is nothing to draw.")
    label = wording.alternative("Line chart.", wording.trend_sentences(figure, axis))
    return svg.plot(shapes, text, label, plain=not figure.forecast)


def trend_axes(figure: TrendFigure) -> tuple[Axis, Periods]:
    """Return both axes of a trend, wide enough for everything that is drawn."""
    values = [point.value for point in figure.points if point.value is not None]
    values += [v for point in figure.points for v in (point.low, point.high) if v is not None]
    marks = [m for m in (figure.baseline, figure.target, *figure.target_path) if m]
    values += [mark.value for mark in marks]
    values += [v for step in figure.forecast for v in (step.low, step.high, step.value)]
    values += [figure.median] if figure.median is not None else []
    ordinals = [point.ordinal for point in figure.points] + [mark.ordinal for mark in marks]
    ordinals += [step.ordinal for step in figure.forecast]
    return axis_for(values, smallest=figure.unit.step), Periods(
        min(ordinals, default=0), max(ordinals, default=0)
    )


def segments(points: Iterable[Point], breaks: Sequence[Note] = ()) -> list[list[Point]]:
    """Return the runs a line may join: neighbouring periods with values, no break between."""
    runs: list[list[Point]] = []
    for point in sorted(points, key=lambda each: each.ordinal):
        if point.value is None:
            continue
        before = runs[-1][-1].ordinal if runs else None
        broken = any(before is not None and before < b.ordinal <= point.ordinal for b in breaks)
        if before is None or point.ordinal - before != 1 or broken:
            runs.append([point])
        else:
            runs[-1].append(point)
    return runs


def series(points: Sequence[Point], breaks: Sequence[Note], axis: Axis, periods: Periods) -> str:
    """Return the line with its dots, hollow where the number is provisional or small."""
    runs = segments(points, breaks)
    line = "".join(svg.polyline(_at(run, axis, periods)) for run in runs if len(run) > 1)
    drawn = [point for run in runs for point in run]
    alone = {run[0].ordinal for run in runs if len(run) == 1}
    dotted = [
        p
        for p in drawn
        if p.state is not State.ESTIMATED
        and (len(drawn) <= MOST_DOTS or p.ordinal in alone or p.state in HOLLOW or p is drawn[-1])
    ]
    hollow = [point for point in dotted if point.state in HOLLOW]
    return (
        _whiskers(drawn, axis, periods)
        + svg.path("line", line)
        + svg.path("dot", svg.dots(_at(dotted, axis, periods)))
        + svg.path("dot-hole", svg.dots(_at(hollow, axis, periods)))
    )


def numbered_notes(figure: TrendFigure) -> list[Note]:
    """Return the notes under a plot in order: gaps in collection, method breaks, events."""
    notes = [
        Note((run[0].ordinal + run[-1].ordinal) // 2, f"{_run_words(run)} {_span(run)}")
        for run in _unseen_runs(figure.points)
    ]
    return sorted([*notes, *figure.breaks, *figure.annotations], key=lambda note: note.ordinal)


def _run_words(run: Sequence[Point]) -> str:
    """Name why a stretch of the plot is empty."""
    return "Hidden" if run[0].state is State.HIDDEN else "Not collected"


def _span(run: Sequence[Point]) -> str:
    """Write the first and last period of a stretch."""
    return run[0].label if len(run) == 1 else f"{run[0].label}–{run[-1].label}"


def _unseen_runs(points: Iterable[Point]) -> list[list[Point]]:
    """Return the stretches that were never collected or are hidden."""
    runs = []
    for state, run in groupby(sorted(points, key=lambda p: p.ordinal), key=lambda p: p.state):
        if state in {State.NOT_COLLECTED, State.HIDDEN}:
            runs.append(list(run))
    return runs


def _at(points: Iterable[Point], axis: Axis, periods: Periods) -> list[svg.Place]:
    """Return the places of points that have values."""
    return [(periods.x(p.ordinal), axis.y(p.value)) for p in points if p.value is not None]


def _places(points: Iterable[Point], state: State, axis: Axis, periods: Periods) -> list[svg.Place]:
    """Return the places of the points in one state."""
    return _at((point for point in points if point.state is state), axis, periods)


def _whiskers(points: Iterable[Point], axis: Axis, periods: Periods) -> str:
    """Return the confidence intervals as upright lines."""
    steps = "".join(
        f"M{svg.short(periods.x(p.ordinal))} {svg.short(axis.y(p.low))}V{svg.short(axis.y(p.high))}"
        for p in points
        if p.low is not None and p.high is not None
    )
    return svg.path("whisker", steps)


def _background(figure: TrendFigure, axis: Axis, periods: Periods) -> str:
    """Return zones without data, the horizontal rules, the breaks and the median."""
    zones = "".join(
        svg.zone(
            max(0.0, periods.x(run[0].ordinal - 0.5)), min(100.0, periods.x(run[-1].ordinal + 0.5))
        )
        for run in _unseen_runs(figure.points)
    )
    rules = svg.path("grid", "".join(svg.rule(axis.y(tick)) for tick in axis.ticks()))
    breaks = "".join(f"M{svg.short(periods.x(b.ordinal - 0.5))} 0v100" for b in figure.breaks)
    median = "" if figure.median is None else svg.rule(axis.y(figure.median))
    return zones + rules + svg.path("break", breaks) + svg.path("median", median)


def _course(figure: TrendFigure, axis: Axis, periods: Periods) -> str:
    """Return the target path, and the forecast with its likely range."""
    ends = [mark for mark in (figure.baseline, figure.target) if mark]
    steps = figure.target_path or (ends if len(ends) == 2 else ())
    wanted = svg.path("target-path", _joined([(m.ordinal, m.value) for m in steps], axis, periods))
    now = wording.latest(figure.points)
    if now is None or now.value is None or not figure.forecast:
        return wanted
    course = [(now.ordinal, now.value), *((f.ordinal, f.value) for f in figure.forecast)]
    upper = [(now.ordinal, now.value), *((f.ordinal, f.high) for f in figure.forecast)]
    lower = [(f.ordinal, f.low) for f in reversed(figure.forecast)]
    likely = svg.path("range", _joined([*upper, *lower], axis, periods) + "z")
    return likely + wanted + svg.path("forecast", _joined(course, axis, periods))


def _joined(marks: Sequence[tuple[int, Decimal]], axis: Axis, periods: Periods) -> str:
    """Return the steps of a line through known values."""
    places = [(periods.x(ordinal), axis.y(value)) for ordinal, value in marks]
    return svg.polyline(places) if places else ""


def _anchors(figure: TrendFigure, axis: Axis, periods: Periods) -> str:
    """Return the hollow square of the baseline and the hollow circle of the target."""
    shapes = ""
    for css, mark in (("baseline", figure.baseline), ("target", figure.target)):
        if mark:
            place = svg.dots([(periods.x(mark.ordinal), axis.y(mark.value))])
            shapes += svg.path(css, place) + svg.path(f"{css}-hole", place)
    return shapes


def _right_labels(figure: TrendFigure, axis: Axis, periods: Periods) -> list[Label]:
    """Return the labels at the right edge, the most important first."""
    found = []
    now = wording.latest(figure.points)
    if now and now.value is not None and now.ordinal == periods.last:
        found.append(Label(figure.unit.text(now.value), 100, axis.y(now.value)))
    if figure.target and figure.target.ordinal == periods.last:
        value = figure.unit.text(figure.target.value)
        found.append(Label(value, 100, axis.y(figure.target.value), "Target"))
    if figure.forecast and figure.forecast[-1].ordinal == periods.last:
        value = figure.unit.text(figure.forecast[-1].value)
        y = axis.y(figure.forecast[-1].value)
        found.append(Label(value, 100, y, "If nothing changes"))
    return found


def _axis_words(figure: TrendFigure, axis: Axis, periods: Periods) -> str:
    """Return the words of both axes; the unit stands on the top rule only."""
    ticks = axis.ticks()
    text = ""
    for tick in ticks:
        said = figure.unit.text(tick) if tick == ticks[-1] else figure.unit.number(tick)
        text += svg.words(said, 0, axis.y(tick), anchor="end", dx="-.6em", dy=".35em")
    return text + labels.under(period_labels(figure.points, figure, periods))


def period_labels(
    points: Sequence[Point], figure: TrendFigure | None, periods: Periods
) -> list[Label]:
    """Return the period labels that fit: first, newest, target and baseline before the rest."""
    names = {point.ordinal: point.label for point in points}
    wanted = [min(names), max(names)] if names else []
    if figure is not None:
        marks = [mark for mark in (figure.target, figure.baseline) if mark]
        names = {mark.ordinal: mark.label for mark in marks} | names
        now = wording.latest(points)
        wanted = [*([now.ordinal] if now else []), *(mark.ordinal for mark in marks), *wanted]
        wanted += sorted(names)
    return labels.thin_out([Label(names[at], periods.x(at), 100) for at in dict.fromkeys(wanted)])


def _inner_words(figure: TrendFigure, axis: Axis, periods: Periods) -> str:
    """Return the labels inside the plot: the newest value, and the baseline beside its square."""
    text = ""
    now, base = wording.latest(figure.points), figure.baseline
    if now and now.value is not None and now.ordinal != periods.last:
        said = figure.unit.text(now.value)
        text += svg.words(
            said,
            periods.x(now.ordinal),
            axis.y(now.value),
            css="strong",
            anchor="middle",
            dy="-.9em",
        )
    if base and not (now and now.ordinal == base.ordinal):
        above = _falls_after(figure) or axis.y(base.value) > 88
        text += svg.words(
            f"Baseline {figure.unit.text(base.value)}",
            periods.x(base.ordinal),
            axis.y(base.value),
            dx=".8em",
            dy="-.7em" if above else "1.4em",
        )
    return text


def _falls_after(figure: TrendFigure) -> bool:
    """Tell whether the line goes down from the baseline, so that its label goes above."""
    base = figure.baseline
    after = [
        p.value for p in figure.points if base and p.value is not None and p.ordinal > base.ordinal
    ]
    return bool(base and after and after[0] < base.value)


def _note_words(notes: Sequence[Note], periods: Periods) -> str:
    """Return the numbers of the notes along the top; their words are listed below the plot."""
    return "".join(
        svg.words(
            str(number), periods.x(note.ordinal), 0, css="strong", anchor="middle", dy="-.6em"
        )
        for number, note in enumerate(notes, 1)
    )


def _key(figure: TrendFigure, dropped: Sequence[Label]) -> str:
    """Return the key in words: what is drawn, and what had no room in the plot."""
    parts = []
    if figure.target:
        parts.append("○ target")
    if figure.target_path or (figure.target and figure.baseline):
        parts.append("dotted line: path to the target")
    if figure.forecast:
        parts += ["dashed line: if nothing changes", "shaded: likely range"]
    if figure.baseline:
        parts.append("□ baseline")
    states = {point.state for point in figure.points}
    if states & HOLLOW:
        parts.append("hollow dot: provisional or small group")
    if State.ESTIMATED in states:
        parts.append("◇ estimated")
    if figure.median is not None:
        parts.append(f"thin line: middle value {figure.unit.text(figure.median)}")
    parts += [f"{label.wide or 'now'} {label.text}" for label in dropped]
    return " · ".join(parts)
