"""Made-up figures in every state a chart can be in, for the styleguide and the tests."""

from dataclasses import replace
from decimal import Decimal

from reports.charts.figure import (
    PERCENT,
    BarsFigure,
    Direction,
    Feature,
    ForecastPoint,
    MapFigure,
    Mark,
    Note,
    Panel,
    Point,
    Row,
    SmallMultiples,
    Sparkline,
    State,
    TrendFigure,
    Unit,
    Verdict,
)

CHILDREN = Unit(singular="child", plural="children")
SOURCE = "Source: City schools state test file, received 12 Aug 2026. Next update August 2027."
MONTHS = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept")


def years(first: int, *values: int | None, gap: State = State.NOT_COLLECTED) -> tuple[Point, ...]:
    """Return one point a year; a missing value takes the state ``gap``."""
    return tuple(
        Point(
            str(year),
            str(year),
            year,
            None if value is None else Decimal(value),
            gap if value is None else State.VALUE,
        )
        for year, value in enumerate(values, first)
    )


def reading() -> TrendFigure:
    """Return the full picture: gap, baseline, target, course and its likely range."""
    steps = (
        ("54.3", "52.5", "56"),
        ("56.5", "53.7", "59.3"),
        ("58.8", "54.9", "62.7"),
        ("61", "56", "66"),
    )
    return TrendFigure(
        id="reading",
        name="Third graders reading at grade level",
        short_name="Reading",
        plural=True,
        subtitle="Percent of third graders at grade level on the state test, 2016–2026",
        unit=PERCENT,
        points=years(2016, 41, 42, 44, None, None, 39, 42, 45, 48, 50, 52),
        direction=Direction(Verdict.TOWARD, "2021", Decimal(13)),
        baseline=Mark("2021", 2021, Decimal(39)),
        target=Mark("2030", 2030, Decimal(65)),
        forecast=tuple(
            ForecastPoint(str(year), year, Decimal(value), Decimal(low), Decimal(high))
            for year, (value, low, high) in enumerate(steps, 2027)
        ),
        source=SOURCE,
        period_heading="Year",
    )


def absence() -> TrendFigure:
    """Return a falling number with a new method, a provisional and an estimated point."""
    points = [
        replace(point, low=point.value - 3, high=point.value + 3) if point.value else point
        for point in years(2019, 34, 33, 29, 27, 25, 24, 22, 21)
    ]
    points[5] = replace(points[5], state=State.ESTIMATED)
    points[7] = replace(points[7], state=State.PROVISIONAL, reporting=9, expected=12)
    return TrendFigure(
        id="absence",
        name="Missing 10% or more of school days",
        short_name="Missing school",
        subtitle="Percent of pupils, each school year",
        unit=PERCENT,
        points=tuple(points),
        direction=Direction(Verdict.TOWARD, "2021", Decimal(-8)),
        baseline=Mark("2021", 2021, Decimal(29)),
        target=Mark("2028", 2028, Decimal(15)),
        breaks=(Note(2021, "New way of counting from 2021"),),
        annotations=(Note(2024, "Saturday bus started"),),
        source="Source: City schools attendance file. 9 of 12 schools are in.",
        period_heading="Year",
    )


def monthly() -> TrendFigure:
    """Return monthly counts with a hidden and a late month, around their middle value."""
    values: list[int | None] = [36, 41, 38, 33, 40, 44, 39, None, 47, 51, 49, None]
    points = tuple(
        Point(
            f"2026-{index:02}",
            f"{name} 2026" if index > 2 else f"{name} 2025",
            index,
            None if value is None else Decimal(value),
            State.VALUE if value else State.HIDDEN if index == 7 else State.MISSING,
        )
        for index, (name, value) in enumerate(zip(MONTHS, values, strict=True))
    )
    return TrendFigure(
        id="monthly",
        name="Children screened for reading",
        plural=True,
        subtitle="Children screened for the first time this school year, each month",
        unit=CHILDREN,
        points=points,
        direction=Direction(Verdict.SAME, "October"),
        median=Decimal(40),
        period_heading="Month",
        source="Source: 12 partners’ monthly numbers.",
    )


def early() -> TrendFigure:
    """Return two values: too early for any direction, and a first one standing alone."""
    return TrendFigure(
        id="early",
        name="Families with a library card",
        plural=True,
        subtitle="Percent of families, 2024–2026",
        unit=PERCENT,
        points=years(2024, None, 41, 43),
        direction=Direction(Verdict.EARLY),
        source="Source: Public library.",
        period_heading="Year",
    )


def nothing_yet() -> TrendFigure:
    """Return an indicator whose first numbers are still on their way."""
    return TrendFigure(
        id="nothing",
        name="Days of summer learning",
        plural=True,
        subtitle="Days for each child, 2025–2026",
        unit=Unit(singular="day", plural="days"),
        points=years(2025, None, None, gap=State.MISSING),
        source="First numbers: 9 October.",
        period_heading="Year",
    )


def groups() -> SmallMultiples:
    """Return reading by group, in alphabetical order, one of them hidden."""
    values = {
        "Black or African American": (34, 36, 39, 41, 44),
        "English learners": (22, 25, 29, 33, 36),
        "Hispanic or Latino": (35, 37, 40, 44, 47),
        "Low-income households": (33, 35, None, 41, 44),
        "Two or more races": (41, 43, 46, 48, 50),
        "White": (48, 50, 53, 55, 57),
    }
    hidden = "Not shown. Fewer than 10 children, so we hide the number to protect their privacy."
    panels = [Panel("American Indian", words=hidden)]
    panels += [Panel(name, years(2022, *numbers)) for name, numbers in values.items()]
    return SmallMultiples(
        id="groups",
        name="Reading at grade level",
        unit=PERCENT,
        panels=tuple(panels),
        title="Every group we can show moved up, none has reached 65%",
        subtitle="Percent of third graders in each group, 2022–2026. Groups in alphabetical order.",
        target=Decimal(65),
        source=SOURCE,
        period_heading="Year",
    )


def answers() -> BarsFigure:
    """Return survey answers as bars, with a hidden and a small one."""
    return BarsFigure(
        id="answers",
        name="What would help most",
        subtitle="Answers from 214 families, May 2026",
        unit=Unit(singular="family", plural="families"),
        row_heading="Answer",
        title="A later bus is what most families ask for",
        rows=(
            Row("A bus that leaves after 5", Decimal(96)),
            Row("Tutors who speak our language", Decimal(61)),
            Row("Books at home", Decimal(38)),
            Row("Help with the forms", Decimal(19), State.CARE),
            Row("Something else", None, State.HIDDEN),
            Row("No answer", Decimal(0)),
        ),
        source="Source: spring survey, 214 of 600 families answered.",
    )


def zones() -> MapFigure:
    """Return nine made-up school zones on a grid of crooked squares."""
    names = ("Adams", "Bridge", "Cedar", "Dover", "Eastside", "Fern", "Grove", "Harbor", "Lincoln")
    numbers = (61, 58, 47, 52, None, 44, 39, 35, None)
    features = []
    for index, (name, value) in enumerate(zip(names, numbers, strict=True)):
        state = State.VALUE if value else State.HIDDEN if name == "Eastside" else State.MISSING
        features.append(
            Feature(
                name.lower(),
                name,
                _square(index % 3, index // 3),
                None if value is None else Decimal(value),
                state,
            )
        )
    return MapFigure(
        id="zones",
        name="Third graders reading at grade level",
        subtitle="Percent in each school zone, 2026",
        unit=PERCENT,
        features=tuple(features),
        title="Reading is stronger in the northern school zones",
        area_heading="School zone",
        source=SOURCE,
    )


def _square(column: int, row: int) -> dict[str, object]:
    """Return a square of the grid, its shared corners bent the same way for both neighbours."""

    def corner(x: int, y: int) -> list[float]:
        return [
            -90 + x * 0.05 + 0.012 * ((x * 7 + y * 3) % 3),
            41 - y * 0.04 + 0.01 * ((x + y) % 2),
        ]

    ring = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
        corner(column, row),
    ]
    return {"type": "Polygon", "coordinates": [[*ring]]}


def spark() -> Sparkline:
    """Return a word-sized line with a gap."""
    return Sparkline(years(2019, 31, 30, None, 28, 26, 25, 24))
