"""Random but honest figures for the chart tests; the seed names the figure."""

import random
from decimal import Decimal

from reports.charts.figure import (
    PERCENT,
    ForecastPoint,
    Mark,
    Note,
    Point,
    State,
    TrendFigure,
    Unit,
)

UNITS = (
    PERCENT,
    Unit(singular="child", plural="children"),
    Unit(prefix="$", decimals=2),
    Unit(symbol=" hours", decimals=1),
)


def random_point(pick: random.Random, ordinal: int, unit: Unit, size: int) -> Point:
    """Return a point in any state; only the drawn states carry a value."""
    state = pick.choice([State.VALUE] * 6 + list(State))
    value = None
    if state.is_drawn:
        value = Decimal(pick.randint(0, size)).scaleb(-unit.decimals)
    return Point(str(ordinal), str(ordinal), ordinal, value, state)


def random_trend(seed: int) -> TrendFigure:
    """Return a trend of 1 to 36 periods with gaps, and sometimes a target, course and break."""
    pick = random.Random(seed)
    unit, size = pick.choice(UNITS), pick.choice([3, 100, 25_000])
    first, count = pick.randint(0, 3_000), pick.randint(1, 36)
    points = tuple(random_point(pick, first + n, unit, size) for n in range(count))
    after = first + count + pick.randint(0, 5)
    course = tuple(
        ForecastPoint(str(after + n), after + n, Decimal(size), Decimal(0), Decimal(size * 2))
        for n in range(pick.choice([0, 0, 3]))
    )
    return TrendFigure(
        id=f"figure-{seed}",
        name=f"Figure {seed}",
        subtitle="Made up",
        unit=unit,
        points=points,
        baseline=pick.choice([None, Mark(str(first), first, Decimal(size) / 2)]),
        target=pick.choice([None, Mark(str(after), after, Decimal(size))]),
        forecast=course,
        breaks=tuple(Note(first + n, "New method") for n in range(1, count) if n == 7),
    )
