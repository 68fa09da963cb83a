"""Rollups: every figure is recomputed from the observations, never added to.

One statement makes all cells of one indicator and year: month, quarter and year, each place and
every place above it, each group and everybody. ``measurement/semantics.py`` says the same in
plain Python and is what tests compare with (measurement.md 1-2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from coalition import queue
from coalition.models import Coalition
from coalition.tenancy import current_coalition_id
from measurement.models import Frequency, Indicator, Observation, Rollup, YearKind
from measurement.periods import Grain, Period, containing, year_of

BASE_GRAIN = {
    Frequency.MONTH: Grain.MONTH,
    Frequency.QUARTER: Grain.QUARTER,
    Frequency.YEAR: Grain.YEAR,
    Frequency.SCHOOL_YEAR: Grain.SCHOOL_YEAR,
}
YEAR_GRAIN = {
    YearKind.CALENDAR: Grain.YEAR,
    YearKind.SCHOOL: Grain.SCHOOL_YEAR,
    YearKind.FISCAL: Grain.FISCAL_YEAR,
}
MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12, Frequency.SCHOOL_YEAR: 12}

# $1 placeholders by name. `newest` is the last base period anybody has reported in a bucket: a
# stock whose own last value is older stands in for it and counts as carried.
CELLS = """
    WITH raw AS (
        SELECT area_id, category_id, organisation_id, period_start, numerator, denominator,
               false AS stands_in
        FROM measurement_observation
        WHERE coalition_id = %(coalition)s AND indicator_id = %(indicator)s
          AND period_start >= %(before)s AND period_start < %(end)s
          AND numerator IS NOT NULL AND NOT (numerator = 0 AND denominator IS NOT DISTINCT FROM 0)
    ), stand_ins AS (
        SELECT r.area_id, r.category_id, r.organisation_id, n.next AS period_start,
               r.numerator, r.denominator, true AS stands_in
        FROM raw r
        CROSS JOIN LATERAL (SELECT (r.period_start + %(step)s::interval)::date AS next) n
        WHERE %(carry)s = 1 AND n.next < %(end)s
          AND n.next <= (SELECT max(period_start) FROM raw)
          AND NOT EXISTS (SELECT 1 FROM raw o WHERE o.area_id = r.area_id
              AND o.category_id IS NOT DISTINCT FROM r.category_id
              AND o.organisation_id = r.organisation_id AND o.period_start = n.next)
          AND EXISTS (SELECT 1 FROM measurement_assignment a
              WHERE a.coalition_id = %(coalition)s AND a.indicator_id = %(indicator)s
              AND a.organisation_id = r.organisation_id AND a.area_id = r.area_id
              AND a.starts_on < n.next + %(step)s::interval
              AND (a.ends_on IS NULL OR a.ends_on >= n.next))
    ), facts AS (
        SELECT * FROM raw WHERE period_start >= %(start)s
        UNION ALL SELECT * FROM stand_ins WHERE period_start >= %(start)s
    ), grained AS (
        SELECT g.grain, g.bucket, f.*,
               max(f.period_start) OVER (PARTITION BY g.grain, g.bucket) AS newest,
               row_number() OVER (PARTITION BY g.grain, g.bucket, f.area_id, f.category_id,
                   f.organisation_id ORDER BY f.period_start DESC) AS age
        FROM facts f CROSS JOIN LATERAL (VALUES
            ('month', f.period_start),
            ('quarter', date_trunc('quarter', f.period_start)::date),
            ('year', %(start)s::date)) AS g(grain, bucket)
        WHERE g.grain = ANY (%(grains)s)
    ), places AS (
        SELECT area_id, ancestor_id FROM measurement_areaancestor
        WHERE coalition_id = %(coalition)s AND hierarchy_id = %(hierarchy)s
          AND (%(climbs)s OR depth = 0)
    ), due AS (
        SELECT g.grain, g.bucket, p.ancestor_id, count(*) AS expected
        FROM measurement_assignment a
        JOIN measurement_reportingperiod rp ON rp.coalition_id = %(coalition)s
          AND rp.frequency = %(frequency)s AND rp.start >= %(start)s AND rp.start < %(end)s
          AND a.starts_on < rp.start + %(step)s::interval
          AND (a.ends_on IS NULL OR a.ends_on >= rp.start)
        JOIN places p ON p.area_id = a.area_id
        CROSS JOIN LATERAL (VALUES
            ('month', rp.start), ('quarter', date_trunc('quarter', rp.start)::date),
            ('year', %(start)s::date)) AS g(grain, bucket)
        WHERE a.coalition_id = %(coalition)s AND a.indicator_id = %(indicator)s
          AND g.grain = ANY (%(grains)s)
        GROUP BY 1, 2, 3
    ), cells AS (
        SELECT f.grain, p.ancestor_id AS area_id, f.category_id, f.bucket AS period_start,
               (sum(f.numerator) FILTER (WHERE f.age = 1 OR NOT %(last)s))::bigint AS numerator,
               (sum(f.denominator) FILTER (WHERE f.age = 1 OR NOT %(last)s))::bigint
                   AS denominator,
               (count(*) FILTER (WHERE NOT f.stands_in))::int AS reporting,
               coalesce(max(d.expected), 0)::int AS expected,
               (count(*) FILTER (WHERE %(last)s AND f.age = 1
                   AND (f.stands_in OR f.period_start < f.newest)))::int AS carried
        FROM grained f
        JOIN places p ON p.area_id = f.area_id
        LEFT JOIN due d ON d.grain = f.grain AND d.bucket = f.bucket
          AND d.ancestor_id = p.ancestor_id
        GROUP BY 1, 2, 3, 4
    )
"""
KEY = """r.coalition_id = %(coalition)s AND r.indicator_id = %(indicator)s
      AND r.period_start >= %(start)s AND r.period_start < %(end)s"""
SAME = """c.grain = r.grain AND c.area_id = r.area_id
      AND c.category_id IS NOT DISTINCT FROM r.category_id AND c.period_start = r.period_start"""
VALUES = "numerator, denominator, reporting, expected, carried"
OURS = ", ".join(f"measurement_rollup.{name}" for name in VALUES.split(", "))
THEIRS = ", ".join(f"excluded.{name}" for name in VALUES.split(", "))

WRITE = f"""{CELLS}, gone AS (
        DELETE FROM measurement_rollup r WHERE {KEY}
        AND NOT EXISTS (SELECT 1 FROM cells c WHERE {SAME})
    )
    INSERT INTO measurement_rollup (coalition_id, indicator_id, grain, area_id, category_id,
        period_start, {VALUES})
    SELECT %(coalition)s, %(indicator)s, grain, area_id, category_id, period_start, {VALUES}
    FROM cells
    ON CONFLICT (coalition_id, indicator_id, grain, area_id, category_id, period_start)
    DO UPDATE SET ({VALUES}, updated_at) = ({THEIRS}, now())
    WHERE ({OURS}) IS DISTINCT FROM ({THEIRS})
"""  # noqa: S608  (constants only)

DIFFERING = f"""{CELLS}
    SELECT count(*) FROM cells c
    FULL JOIN (SELECT * FROM measurement_rollup r WHERE {KEY}) r ON {SAME}
    WHERE (c.numerator, c.denominator, c.reporting, c.expected, c.carried)
        IS DISTINCT FROM (r.numerator, r.denominator, r.reporting, r.expected, r.carried)
"""  # noqa: S608
DIFFERING = DIFFERING.replace(f"ON {SAME}", "ON " + SAME.replace(
    "c.category_id IS NOT DISTINCT FROM r.category_id",
    "coalesce(c.category_id, 0) = coalesce(r.category_id, 0)",
))  # a full join needs plain equality


@dataclass(frozen=True)
class YearKey:
    """One lock's worth of work: an indicator and one of its years, by the year's first day."""

    indicator_id: int
    start: date

    def __str__(self) -> str:
        return f"{self.indicator_id}:{self.start.isoformat()}"

    @classmethod
    def parse(cls, key: str) -> "YearKey":
        """Read ``“12:2026-01-01”``."""
        indicator_id, start = key.split(":")
        return cls(int(indicator_id), date.fromisoformat(start))


def year_start_month(indicator: Indicator, coalition: Coalition) -> int:
    """Return the month in which this indicator's years begin (1-12)."""
    if indicator.frequency == Frequency.SCHOOL_YEAR or indicator.year_kind == YearKind.SCHOOL:
        return coalition.school_year_start_month
    return coalition.year_start_month if indicator.year_kind == YearKind.FISCAL else 1


def year_grain(indicator: Indicator) -> Grain:
    """Return the kind of year this indicator is rolled up to."""
    if indicator.frequency == Frequency.SCHOOL_YEAR:
        return Grain.SCHOOL_YEAR
    return YEAR_GRAIN[YearKind(indicator.year_kind)]


def year_period(indicator: Indicator, coalition: Coalition, day: date) -> Period:
    """Return the indicator's year that ``day`` lies in."""
    return year_of(day, year_start_month(indicator, coalition), kind=year_grain(indicator))


def base_period(indicator: Indicator, coalition: Coalition, day: date) -> Period:
    """Return the period of the indicator's own frequency that ``day`` lies in."""
    return containing(
        day,
        BASE_GRAIN[Frequency(indicator.frequency)],
        year_start_month=year_start_month(indicator, coalition),
    )


def grains(indicator: Indicator, coalition: Coalition) -> list[str]:
    """Return the grains an indicator is rolled up to, finest first.

    Quarters are calendar quarters; where the fiscal year cuts one in two there are none.
    """
    whole = year_start_month(indicator, coalition) % 3 == 1
    fed = {
        Frequency.MONTH: ["month", "quarter", "year"] if whole else ["month", "year"],
        Frequency.QUARTER: ["quarter", "year"],
    }
    return fed.get(Frequency(indicator.frequency), ["year"])


def _parameters(indicator: Indicator, coalition: Coalition, start: date) -> dict[str, Any]:
    year = year_period(indicator, coalition, start)
    step = MONTHS[Frequency(indicator.frequency)]
    before = base_period(indicator, coalition, year.start).previous().start
    return {
        "coalition": coalition.pk,
        "indicator": indicator.pk,
        "hierarchy": indicator.hierarchy_id,
        "climbs": indicator.place_rule != "none",
        "last": indicator.time_rule == "last",
        "carry": indicator.carry_forward,
        "frequency": indicator.frequency,
        "step": f"{step} months",
        "grains": grains(indicator, coalition),
        "before": before if indicator.carry_forward else year.start,
        "start": year.start,
        "end": year.next().start,
    }


def recompute(coalition_id: int, key: str) -> int:
    """Replace the cells of one indicator and year; running it twice changes nothing.

    ``key`` is a ``YearKey``. Returns how many cells were written. The queue holds the key's lock.
    An indicator that is gone leaves nothing to do.
    """
    year = YearKey.parse(key)
    indicator = Indicator.objects.filter(pk=year.indicator_id).first()
    if indicator is None:
        return 0
    coalition = Coalition.objects.get(pk=coalition_id)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, _parameters(indicator, coalition, year.start))
        return int(cursor.rowcount)


def differing(indicator: Indicator, coalition: Coalition, start: date) -> int:
    """Return how many stored cells of one year differ from a recomputation (0 is right)."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, _parameters(indicator, coalition, start))
        return int(cursor.fetchone()[0])


def years_of(indicator: Indicator, coalition: Coalition) -> list[date]:
    """Return the first days of the years in which an indicator has observations or cells."""
    days: set[date] = set()
    for model in (Observation, Rollup):
        rows = model.objects.filter(indicator=indicator)
        days |= set(rows.order_by().values_list("period_start", flat=True).distinct())
    return sorted({year_period(indicator, coalition, day).start for day in days})


def mark_periods_dirty(periods: Iterable[tuple[Indicator, date]]) -> int:
    """Have the years recomputed that these base periods feed; returns the rows written.

    A stock that carries forward also feeds the year of the period after.
    """
    coalition = Coalition.objects.get(pk=current_coalition_id())
    keys = set()
    for indicator, start in periods:
        days = [start]
        if indicator.carry_forward:
            days.append(base_period(indicator, coalition, start).next().start)
        for day in days:
            keys.add(str(YearKey(indicator.pk, year_period(indicator, coalition, day).start)))
    return queue.mark_dirty("rollup", keys)


def mark_indicator_dirty(indicator: Indicator) -> int:
    """Have every year of an indicator recomputed: its rule, places or assignments changed."""
    coalition = Coalition.objects.get(pk=current_coalition_id())
    starts = years_of(indicator, coalition)
    return queue.mark_dirty("rollup", (str(YearKey(indicator.pk, start)) for start in starts))
