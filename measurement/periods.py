"""Reporting periods: their codes, their words and which coarser period each one feeds.

Pure arithmetic, so that forms, imports, rollups and charts read and print one calendar.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SCHOOL_YEAR_STARTS = 7  # July: the fiscal year of school districts in most U.S. states
FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Grain(StrEnum):
    """How long a period is. The three kinds of year are one grain, ``year``, in rollups and API."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    FISCAL_YEAR = "fiscal_year"

    @property
    def word(self) -> str:
        """The word of the API and of stored rollups: ``month``, ``quarter`` or ``year``."""
        return "year" if self in YEARS else self.value

    @property
    def month_count(self) -> int:
        """How many months a period of this grain has."""
        return {Grain.MONTH: 1, Grain.QUARTER: 3}.get(self, 12)


YEARS = frozenset({Grain.YEAR, Grain.SCHOOL_YEAR, Grain.FISCAL_YEAR})


class PeriodError(ValueError):
    """A period code that cannot be read; the message says how to write it."""


@dataclass(frozen=True)
class Period:
    """One reporting period: its grain and its first day. Everything else follows from the two."""

    grain: Grain
    start: date

    def __post_init__(self) -> None:
        """Refuse a first day on which no period of this grain can start."""
        allowed = {Grain.QUARTER: (1, 4, 7, 10), Grain.YEAR: (1,)}.get(self.grain, range(1, 13))
        if self.start.day != 1 or self.start.month not in allowed:
            raise PeriodError(f"No {self.grain.word} starts on {self.start.isoformat()}.")

    @property
    def end(self) -> date:
        """The last day of the period (inclusive)."""
        last = _add_months(self.start, self.grain.month_count - 1)
        return last.replace(day=monthrange(last.year, last.month)[1])

    @property
    def code(self) -> str:
        """``2026-09``, ``2026-Q3``, ``2026``, ``2026-SY`` or ``2026-FY``."""
        year = f"{self.start.year:04d}"
        return {
            Grain.MONTH: f"{year}-{self.start.month:02d}",
            Grain.QUARTER: f"{year}-Q{(self.start.month + 2) // 3}",
            Grain.YEAR: year,
            Grain.SCHOOL_YEAR: f"{year}-SY",
            Grain.FISCAL_YEAR: f"{year}-FY",
        }[self.grain]

    @property
    def label(self) -> str:
        """The period in words: ``September 2026``, ``School year 2026–27``."""
        first, last = MONTH_NAMES[self.start.month - 1], MONTH_NAMES[self.end.month - 1]
        return {
            Grain.MONTH: f"{first} {self.start.year}",
            Grain.QUARTER: f"{first} to {last} {self.start.year}",
            Grain.YEAR: f"{self.start.year}",
            Grain.SCHOOL_YEAR: f"School year {_two_years(self.start, self.end)}",
            Grain.FISCAL_YEAR: f"Fiscal year {_two_years(self.start, self.end)}",
        }[self.grain]

    @property
    def index(self) -> int:
        """A running number: consecutive periods of one grain differ by exactly 1."""
        return (self.start.year * 12 + self.start.month - 1) // self.grain.month_count

    def shift(self, count: int) -> "Period":
        """The period ``count`` periods later (earlier when negative)."""
        return Period(self.grain, _add_months(self.start, count * self.grain.month_count))

    def next(self) -> "Period":
        """The period that starts the day after this one ends."""
        return self.shift(1)

    def previous(self) -> "Period":
        """The period that ends the day before this one starts."""
        return self.shift(-1)

    def year_ago(self) -> "Period":
        """The same period one year earlier."""
        return Period(self.grain, _add_months(self.start, -12))

    def months(self) -> tuple["Period", ...]:
        """The months inside the period, in order."""
        return self.split(Grain.MONTH)

    def split(self, finer: Grain) -> tuple["Period", ...]:
        """The periods of a finer grain that start inside this one, in order."""
        return tuple(
            Period(finer, month)
            for month in (_add_months(self.start, n) for n in range(self.grain.month_count))
            if finer is self.grain or _starts(finer, month)
        )[: 1 if finer is self.grain else None]

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return self.start <= day <= self.end


def containing(day: date, grain: Grain | str, *, year_start_month: int | None = None) -> Period:
    """The period of ``grain`` that ``day`` lies in.

    ``year_start_month`` (1 to 12) is used by school years (default July) and fiscal years.
    """
    grain = Grain(grain)
    if grain in YEARS:
        start_month = _year_start(grain, year_start_month)
        year = day.year if day.month >= start_month else day.year - 1
        return Period(grain, date(year, start_month, 1))
    first = day.month if grain is Grain.MONTH else (day.month - 1) // 3 * 3 + 1
    return Period(grain, date(day.year, first, 1))


def year_grain(year_start_month: int) -> Grain:
    """The kind of year that usually starts in this month: January calendar, July school."""
    usual = {1: Grain.YEAR, SCHOOL_YEAR_STARTS: Grain.SCHOOL_YEAR}
    return usual.get(year_start_month, Grain.FISCAL_YEAR)


def year_of(start: date, year_start_month: int = 1, *, kind: Grain | None = None) -> Period:
    """The year that a base period starting on ``start`` feeds.

    The month names the kind of year (1 calendar, 7 school, others fiscal) unless ``kind`` does.
    """
    return containing(
        start, kind or year_grain(year_start_month), year_start_month=year_start_month
    )


def grains_fed(frequency: Grain | str, *, year_start_month: int = 1) -> tuple[str, ...]:
    """The grains (API words) that numbers of this frequency are rolled up to, finest first.

    Quarters are calendar quarters, so they feed a year only when no quarter is cut in two by it.
    """
    fed = {"month": ("month", "quarter", "year"), "quarter": ("quarter", "year")}
    words = fed.get(Grain(frequency).word, ("year",))
    if words[0] == "quarter" and year_start_month % 3 != 1:
        return ("quarter",)
    return words


def bucket(
    start: date, grain: str, *, year_start_month: int = 1, kind: Grain | None = None
) -> Period:
    """The period of an API grain word (``month``, ``quarter``, ``year``) that ``start`` feeds."""
    if grain == "year":
        return year_of(start, year_start_month, kind=kind)
    return containing(start, grain)


def between(first: Period, last: Period) -> tuple[Period, ...]:
    """All periods from ``first`` to ``last``, both included; empty when last is before first."""
    return tuple(first.shift(n) for n in range(last.index - first.index + 1))


_CODE = re.compile(r"([0-9]{4})(?:-(?:(SY|FY)|Q([0-9])|([0-9]{2})))?")
_REMEDY = "Write a month as 2026-09, a quarter as 2026-Q3, a year as 2026, a school year as 2026-SY"


def parse_period(
    code: str, *, year_start_month: int | None = None, expect: Grain | str | None = None
) -> Period:
    """Read a period code: ``2026-09``, ``2026-Q3``, ``2026``, ``2026-SY``, ``2026-FY``.

    ``year_start_month`` is the first month of school or fiscal years (default July);
    ``expect`` is the grain the indicator is collected by. Raises ``PeriodError`` (a ValueError)
    with the remedy in its message.
    """
    match = _CODE.fullmatch(code.strip().upper())
    if match is None:
        raise PeriodError(_unreadable(code.strip()))
    year, kind, quarter, month = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise PeriodError(f"The year {year} is outside {FIRST_YEAR} to {LAST_YEAR}.")
    period = _period(int(year), kind, quarter, month, year_start_month)
    if expect is not None and period.grain is not Grain(expect):
        raise PeriodError(_wrong_grain(code.strip(), period, Grain(expect)))
    return period


def _period(
    year: int, kind: str | None, quarter: str | None, month: str | None, start_month: int | None
) -> Period:
    """The period that the parts of a matched code name."""
    if kind is not None:
        grain = Grain.SCHOOL_YEAR if kind == "SY" else Grain.FISCAL_YEAR
        return Period(grain, date(year, _year_start(grain, start_month), 1))
    if quarter is not None:
        if quarter not in "1234":
            raise PeriodError(f"There is no quarter {quarter}. Quarters go from Q1 to Q4.")
        return Period(Grain.QUARTER, date(year, int(quarter) * 3 - 2, 1))
    if month is not None:
        if not 1 <= int(month) <= 12:
            raise PeriodError(f"There is no month {month}. Months go from 01 to 12.")
        return Period(Grain.MONTH, date(year, int(month), 1))
    return Period(Grain.YEAR, date(year, 1, 1))


def _unreadable(code: str) -> str:
    """Why a code has no meaning and how to write it."""
    if not code:
        return f"The period is empty. {_REMEDY}."
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", code):
        return f"“{code}” is a day. Write the month only: {code[:7]}."
    return f"“{code[:40]}” is not a period. {_REMEDY}."


def _wrong_grain(code: str, period: Period, expect: Grain) -> str:
    """The message for a code of another grain than the indicator's."""
    wanted = containing(period.start, expect).code
    words = expect.value.replace("_", " ")
    return f"“{code}” is not a {words}. This indicator is collected by {words}: write {wanted}."


def _year_start(grain: Grain, month: int | None) -> int:
    """The first month of a kind of year; calendar years always start in January."""
    if grain is Grain.YEAR:
        return 1
    month = SCHOOL_YEAR_STARTS if month is None else month
    if not 1 <= month <= 12:
        raise PeriodError(f"A year cannot start in month {month}. Months go from 1 to 12.")
    return month


def _starts(grain: Grain, month: date) -> bool:
    """Whether a period of a grain finer than a year starts with this month."""
    return grain is Grain.MONTH or (grain is Grain.QUARTER and month.month % 3 == 1)


def _add_months(day: date, count: int) -> date:
    """The first of the month ``count`` months after the month of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def _two_years(start: date, end: date) -> str:
    """``2026–27``, ``1999–2000``, or one year when the period does not cross New Year."""
    if start.year == end.year:
        return f"{start.year}"
    short = end.year % 100
    return f"{start.year}–{end.year if short == 0 else f'{short:02d}'}"


def day_after(period: Period) -> date:
    """The first day on which the period is completed."""
    return period.end + timedelta(days=1)
