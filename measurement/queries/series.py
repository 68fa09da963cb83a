"""Figures as pages, charts, the API and the command show them, read from rollups only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from coalition.models import Coalition
from measurement.models import Area, Category, Indicator, ReportingPeriod, Rollup
from measurement.periods import Period
from measurement.queries.cells import period_of
from measurement.release import Audience, Figure, is_hidden
from measurement.semantics import exact, shown


@dataclass(frozen=True)
class Point:
    """One figure of a series.

    ``state`` is ``final``, ``provisional`` (its period is not closed yet), ``estimated`` (a stock
    stands in from an earlier period), ``missing`` (due, and nothing accepted) or ``hidden`` (a
    small group). Missing and hidden points carry no number. ``numerator`` and ``denominator`` are
    in the unit that partners type.
    """

    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: int | None
    reporting: int
    expected: int
    carried: int
    state: str

    @property
    def is_known(self) -> bool:
        """Tell whether there is a number to show."""
        return self.value is not None


@dataclass(frozen=True)
class Calendar:
    """What a coalition's reporting calendar says about an indicator's periods."""

    starts: dict[str, list[date]]
    closes: dict[tuple[str, date], date]

    @classmethod
    def read(cls, frequencies: Iterable[str], today: date) -> "Calendar":
        """Read opened periods of these frequencies in one query."""
        starts: dict[str, list[date]] = defaultdict(list)
        closes = {}
        rows = ReportingPeriod.objects.filter(frequency__in=set(frequencies), opens_on__lte=today)
        for frequency, start, closes_on in rows.order_by("start").values_list(
            "frequency", "start", "closes_on"
        ):
            starts[frequency].append(start)
            closes[frequency, start] = closes_on
        return cls(dict(starts), closes)

    def is_open(self, frequency: str, period: Period, today: date) -> bool:
        """Tell whether any base period inside ``period`` can still change without exception."""
        return any(
            self.closes[frequency, start] >= today
            for start in self.starts.get(frequency, [])
            if period.contains(start)
        )


def point_of(
    cell: Rollup,
    *,
    indicator: Indicator,
    coalition: Coalition,
    audience: Audience,
    calendar: Calendar,
    today: date,
) -> Point:
    """Release one stored cell to an audience as a point."""
    period = period_of(indicator, coalition, cell.grain, cell.period_start)
    figure = Figure(cell.numerator, cell.denominator)
    if is_hidden(figure, indicator=indicator, coalition=coalition, audience=audience):
        return Point(period, None, None, None, cell.reporting, cell.expected, 0, "hidden")
    value = shown(
        exact(cell.numerator, cell.denominator, scale=indicator.scale, per=indicator.per),
        indicator.display_decimals,
    )
    state = "final"
    if cell.carried and period.grain.word == "month":
        state = "estimated"
    elif calendar.is_open(indicator.frequency, period, today):
        state = "provisional"
    return Point(
        period=period,
        value=value,
        numerator=Decimal(cell.numerator) / indicator.scale,
        denominator=cell.denominator,
        reporting=cell.reporting,
        expected=cell.expected,
        carried=cell.carried,
        state=state if value is not None else "missing",
    )


def series(
    *,
    indicator: Indicator,
    coalition: Coalition,
    area: Area,
    grain: str,
    audience: Audience,
    category: Category | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Point]:
    """Return one line of figures in time order, with the gaps that are really gaps.

    Between its first figure and the newest opened period of the calendar a series has one point
    for each period: those without a figure are ``missing``. Two queries.
    """
    found = many_series(
        indicator=indicator,
        coalition=coalition,
        areas=[area],
        categories=[category],
        grain=grain,
        audience=audience,
    )[area.pk, category.pk if category else None]
    return [
        point
        for point in found
        if (first is None or point.period.start >= first)
        and (last is None or point.period.start <= last)
    ]


def many_series(
    *,
    indicator: Indicator,
    coalition: Coalition,
    areas: Sequence[Area],
    categories: Sequence[Category | None],
    grain: str,
    audience: Audience,
) -> dict[tuple[int, int | None], list[Point]]:
    """Return a series for each area and group, keyed by their ids; two queries in all."""
    today = timezone.localdate()
    calendar = Calendar.read([indicator.frequency], today)
    cells = Rollup.objects.filter(
        indicator=indicator, grain=grain, area_id__in=[area.pk for area in areas]
    ).order_by("period_start")
    named = [category.pk for category in categories if category is not None]
    everybody = None in categories
    found: dict[tuple[int, int | None], list[Point]] = {
        (area.pk, category.pk if category else None): []
        for area in areas
        for category in categories
    }
    for cell in cells:
        if (cell.category_id in named) or (cell.category_id is None and everybody):
            found[cell.area_id, cell.category_id].append(
                point_of(
                    cell,
                    indicator=indicator,
                    coalition=coalition,
                    audience=audience,
                    calendar=calendar,
                    today=today,
                )
            )
    due = _due_periods(indicator, coalition, grain, calendar)
    return {key: with_gaps(points, due) for key, points in found.items()}


def _due_periods(
    indicator: Indicator, coalition: Coalition, grain: str, calendar: Calendar
) -> list[Period]:
    starts = calendar.starts.get(indicator.frequency, [])
    periods = {period_of(indicator, coalition, grain, start) for start in starts}
    return sorted(periods, key=lambda period: period.start)


def with_gaps(points: list[Point], due: list[Period]) -> list[Point]:
    """Put a missing point where the calendar has a period and the series has none."""
    if not points:
        return []
    known = {point.period: point for point in points}
    start = points[0].period.start
    expected = max(point.expected for point in points)
    for period in due:
        if period.start >= start and period not in known:
            known[period] = Point(period, None, None, None, 0, expected, 0, "missing")
    return sorted(known.values(), key=lambda point: point.period.start)


def dashboard(
    *,
    indicators: Sequence[Indicator],
    coalition: Coalition,
    tops: dict[int, int],
    audience: Audience,
    grain_of: dict[int, str],
) -> dict[int, list[Point]]:
    """Return every indicator's line for the widest area, all of them with two queries.

    ``tops`` maps a hierarchy to its widest area, ``grain_of`` an indicator to the grain shown.
    """
    today = timezone.localdate()
    calendar = Calendar.read((i.frequency for i in indicators), today)
    by_id = {indicator.pk: indicator for indicator in indicators}
    lines: dict[int, list[Point]] = {indicator.pk: [] for indicator in indicators}
    cells = Rollup.objects.filter(
        indicator_id__in=by_id, area_id__in=set(tops.values()), category__isnull=True
    ).order_by("period_start")
    for cell in cells:
        indicator = by_id[cell.indicator_id]
        if cell.grain != grain_of[indicator.pk] or cell.area_id != tops.get(indicator.hierarchy_id):
            continue
        lines[indicator.pk].append(
            point_of(
                cell,
                indicator=indicator,
                coalition=coalition,
                audience=audience,
                calendar=calendar,
                today=today,
            )
        )
    return {
        pk: with_gaps(points, _due_periods(by_id[pk], coalition, grain_of[pk], calendar))
        for pk, points in lines.items()
    }
