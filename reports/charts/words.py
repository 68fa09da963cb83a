"""The sentences beside a chart: finding, text alternative, key (grammar of ux/standard.md 4.7).

Only what the figure carries is said: without a verdict there is no direction, without a forecast
no course. Nothing here decides whether a change is real; measurement does and passes it in.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.charts.figure import (
    BarsFigure,
    MapFigure,
    Mark,
    Point,
    Row,
    SmallMultiples,
    State,
    TrendFigure,
    Verdict,
)
from reports.charts.scale import Axis

LONGEST_FINDING = 90
LONGEST_ALTERNATIVE = 250


def join(words: Sequence[str]) -> str:
    """Join names the way people do: ``2019, 2020 and 2021``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def latest(points: Iterable[Point]) -> Point | None:
    """Return the newest point that has a value."""
    drawn = [point for point in points if point.value is not None]
    return max(drawn, key=lambda point: point.ordinal) if drawn else None


def change_words(figure: TrendFigure, change: Decimal) -> str:
    """Say how far a value moved: ``up 13 points``, ``down 1 point``, ``about the same``."""
    size = figure.unit.difference(change)
    if figure.unit.number(abs(change)) == figure.unit.number(Decimal(0)):
        return "about the same"
    return f"{'up' if change > 0 else 'down'} {size}"


def finding(figure: TrendFigure) -> str:
    """Return the title: a sentence with a verb of at most 90 characters."""
    return figure.title or _first_that_fits(_findings(figure))


def _findings(figure: TrendFigure) -> list[str]:
    """Return what could be the title, the fullest first."""
    name, verb = figure.name, "are" if figure.plural else "is"
    now = latest(figure.points)
    if now is None or now.value is None:
        return [f"{name}: no numbers yet", "There are no numbers yet"]
    state = f"{name} {verb} {figure.unit.phrase(now.value)} in {now.label}"
    short = f"Now {figure.unit.text(now.value)}, {now.label}"
    direction = figure.direction
    if direction is None:
        return [state, short]
    if direction.verdict is Verdict.EARLY:
        return [f"{name}: too early to tell", "It is too early to tell"]
    if direction.verdict is Verdict.SAME:
        since = f" as in {direction.since}" if direction.since else ""
        return [f"{name} {verb} about the same{since}", f"About the same{since}"]
    subjects = [f"{name} {verb}", *([f"{figure.short_name} is"] if figure.short_name else [])]
    by_subject = [_moved(figure, subject) for subject in [*subjects, "It is"]]
    fullest = [titles[0] for titles in by_subject[: len(subjects)]]
    return [*fullest, *(title for titles in by_subject for title in titles)]


def _moved(figure: TrendFigure, subject: str) -> list[str]:
    """Return the titles of a series that moved, with its course if that is known."""
    direction = figure.direction
    if direction is None:
        return []
    place = "toward target" if direction.verdict is Verdict.TOWARD else "away from target"
    if direction.change is None:
        return [f"{subject} moving {place}"]
    moved = f"{subject} {change_words(figure, direction.change)}"
    since = f"{moved} since {direction.since}" if direction.since else moved
    course = _course(figure)
    fuller = [f"{since}, {course}"] if course else []
    return [*fuller, f"{since}, {place}", f"{moved}, {place}"]


def _course(figure: TrendFigure) -> str:
    """Say whether the course meets the target: only if the forecast reaches its year."""
    target, now = figure.target, latest(figure.points)
    at_target = next((f for f in figure.forecast if target and f.ordinal == target.ordinal), None)
    start = figure.baseline.value if figure.baseline else now.value if now else None
    if target is None or at_target is None or start is None or figure.direction is None:
        return ""
    upward = target.value >= start
    meets = at_target.value >= target.value if upward else at_target.value <= target.value
    joint = "and" if meets == (figure.direction.verdict is Verdict.TOWARD) else "but"
    return f"{joint} on course to {'meet' if meets else 'miss'} the {target.label} target"


def _first_that_fits(sentences: Sequence[str]) -> str:
    """Return the fullest sentence that fits a title, cutting the last one if none does."""
    fitting = (text for text in sentences if len(text) <= LONGEST_FINDING)
    return next(fitting, sentences[-1][: LONGEST_FINDING - 1] + "…")


def trend_summary(figure: TrendFigure, axis: Axis) -> str:
    """Return the visible text alternative of a trend."""
    return " ".join(filter(None, trend_sentences(figure, axis)))


def trend_sentences(figure: TrendFigure, axis: Axis) -> list[str]:
    """Return the sentences of the text alternative, the most important first."""
    return [
        _value_sentence(figure),
        _target_sentence(figure.target, figure),
        _course_sentence(figure),
        _gap_sentence(figure),
        *_quality_sentences(figure),
        _axis_sentence(figure, axis),
    ]


def _axis_sentence(figure: TrendFigure, axis: Axis) -> str:
    """Own up to an axis that does not start at zero."""
    drawn = latest(figure.points) is not None
    return f"Axis starts at {figure.unit.text(axis.low)}." if drawn and axis.low > 0 else ""


def _value_sentence(figure: TrendFigure) -> str:
    """Say the newest value and how it moved."""
    now = latest(figure.points)
    if now is None or now.value is None:
        return f"{figure.name}: no numbers yet."
    verb = "were" if figure.plural else "was"
    text = f"{figure.name} {verb} {figure.unit.phrase(now.value)} in {now.label}"
    direction = figure.direction
    if direction and direction.verdict is Verdict.EARLY:
        return f"{text}. It is too early to tell a direction."
    if direction and direction.verdict is Verdict.SAME:
        return f"{text}, about the same{f' as in {direction.since}' if direction.since else ''}."
    if direction and direction.change is not None and direction.since:
        return f"{text}, {change_words(figure, direction.change)} since {direction.since}."
    return f"{text}."


def _target_sentence(target: Mark | None, figure: TrendFigure) -> str:
    """Say the target and its date."""
    return f"Target: {figure.unit.text(target.value)} by {target.label}." if target else ""


def _course_sentence(figure: TrendFigure) -> str:
    """Say where things go if nothing changes, with the likely range."""
    if not figure.forecast:
        return ""
    last, unit = figure.forecast[-1], figure.unit
    likely = f"{unit.number(last.low)} to {unit.text(last.high)}"
    return f"If nothing changes, about {unit.text(last.value)} by {last.label} (likely {likely})."


def _gap_sentence(figure: TrendFigure) -> str:
    """Say the distance still to go, if the target is not reached."""
    now, target, base = latest(figure.points), figure.target, figure.baseline
    if now is None or now.value is None or target is None or base is None:
        return ""
    gap = target.value - now.value if target.value >= base.value else now.value - target.value
    if gap <= 0:
        return "The target is reached."
    return f"Distance still to go: {figure.unit.difference(gap)}."


def _quality_sentences(figure: TrendFigure) -> list[str]:
    """Say what a reader must know before trusting the line."""
    said = [
        _states(figure.points, State.NOT_COLLECTED, "Not collected in {}."),
        _states(figure.points, State.MISSING, "Not in yet: {}."),
        _states(figure.points, State.HIDDEN, f"Hidden (fewer than {figure.minimum_people}): {{}}."),
        _states(figure.points, State.PROVISIONAL, "Provisional: {}."),
        _states(figure.points, State.ESTIMATED, "Estimated: {}."),
        _states(figure.points, State.CARE, "Small group, use with care: {}."),
    ]
    now = latest(figure.points)
    if now and now.expected is not None and (now.reporting or 0) < now.expected:
        said.append(f"{now.reporting or 0} of {now.expected} reports are in for {now.label}.")
    said += [f"{note.text}: not compared with earlier numbers." for note in figure.breaks]
    return said


def _states(points: Iterable[Point], state: State, sentence: str) -> str:
    """Fill a sentence with the periods in one state; many periods become a count."""
    labels = [point.label for point in points if point.state is state]
    if len(labels) > 3:
        labels = [f"{len(labels)} periods from {labels[0]} to {labels[-1]}"]
    return sentence.format(join(labels)) if labels else ""


def alternative(kind: str, sentences: Iterable[str]) -> str:
    """Return an ``aria-label``: kind of chart and as many whole sentences as 250 letters hold."""
    text = kind
    for sentence in filter(None, sentences):
        if len(text) + 1 + len(sentence) <= LONGEST_ALTERNATIVE:
            text = f"{text} {sentence}"
    return text if text != kind else f"{kind} The numbers are in the table below."


def panels_summary(figure: SmallMultiples) -> str:
    """Say each group's newest value against the shared target, in the order given."""
    parts = []
    for panel in figure.panels:
        now = latest(panel.points)
        if now is not None and now.value is not None:
            parts.append(f"{panel.heading} {figure.unit.text(now.value)} in {now.label}")
    hidden = [panel.heading for panel in figure.panels if panel.words]
    goal = f"Target for every group: {figure.unit.text(figure.target)}." if figure.target else ""
    shown = f"{'; '.join(parts)}." if parts else f"{figure.name}: no numbers yet."
    unseen = f"Not shown: {join(hidden)}." if hidden else ""
    return " ".join(filter(None, [shown, goal, unseen]))


def rows_summary(figure: BarsFigure | MapFigure, rows: Sequence[Row]) -> str:
    """Say the range of a list of values and how many are not shown, without ranking anybody."""
    values = [row.value for row in rows if row.value is not None]
    if not values:
        return f"{figure.name}: no numbers yet."
    unit, absent = figure.unit, len(rows) - len(values)
    kind = "area" if isinstance(figure, MapFigure) else "row"
    text = f"{figure.name}: from {unit.text(min(values))} to {unit.phrase(max(values))}"
    if min(values) == max(values):
        text = f"{figure.name}: {unit.phrase(values[0])} everywhere"
    unseen = f" {absent} {kind if absent == 1 else kind + 's'} without a number." if absent else ""
    return f"{text}, {len(values)} {kind if len(values) == 1 else kind + 's'}.{unseen}"
