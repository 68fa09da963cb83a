"""What a figure says, as frozen data without Django: every renderer draws the same facts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class State(StrEnum):
    """The cell states of ux/standard.md 4.6; only the drawn ones may carry a value."""

    VALUE = "value"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    CARE = "care"
    MISSING = "missing"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"

    @property
    def is_drawn(self) -> bool:
        """Tell whether a value of this state appears as a mark."""
        return self in DRAWN_STATES


DRAWN_STATES = frozenset({State.VALUE, State.PROVISIONAL, State.ESTIMATED, State.CARE})


class Verdict(StrEnum):
    """The direction verdicts of measurement.md; decided elsewhere, worded here."""

    TOWARD = "toward"
    AWAY = "away"
    SAME = "same"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is written: ``prefix`` and ``symbol`` around it, a noun for counts.

    ``percent`` makes differences read as points, never as percent (ux/standard.md 4.4).
    """

    symbol: str = ""
    prefix: str = ""
    singular: str = ""
    plural: str = ""
    decimals: int = 0
    percent: bool = False

    @property
    def step(self) -> Decimal:
        """Return the finest difference the unit can write."""
        return Decimal(1).scaleb(-self.decimals)

    def number(self, value: Decimal) -> str:
        """Write a value without its unit: ``1,204`` or ``2.6``."""
        rounded = value.quantize(self.step, rounding=ROUND_HALF_UP)
        return f"{rounded if rounded else abs(rounded):,}"

    def text(self, value: Decimal) -> str:
        """Write a value as a label: ``52%``, ``$400``, ``36``."""
        sign = "-" if value < 0 else ""
        return f"{sign}{self.prefix}{self.number(abs(value))}{self.symbol}"

    def phrase(self, value: Decimal) -> str:
        """Write a value inside a sentence, with its noun: ``36 children``, ``1 child``."""
        return _with_noun(self.text(value), self.singular, self.plural)

    def difference(self, value: Decimal) -> str:
        """Write the size of a change: ``13 points``, ``1 point``, ``12 children``."""
        if self.percent:
            return _with_noun(self.number(abs(value)), "point", "points")
        return self.phrase(abs(value))


PERCENT = Unit(symbol="%", percent=True)


def _with_noun(number: str, singular: str, plural: str) -> str:
    """Put the noun that fits behind a written number."""
    return f"{number} {singular if number == '1' else plural}".rstrip()


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series. ``ordinal`` counts periods, so neighbours differ by exactly one.

    Raises ``ValueError`` if the state and the value contradict each other: a hidden or missing
    number must not travel with the figure (reliability.md 7.3).
    """

    period: str
    label: str
    ordinal: int
    value: Decimal | None = None
    state: State = State.VALUE
    reporting: int | None = None
    expected: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    people: int | None = None

    def __post_init__(self) -> None:
        """Refuse a hidden or missing point with a number, and a drawn point without one."""
        if self.state.is_drawn != (self.value is not None):
            raise ValueError(f"{self.period}: {self.state} does not go with {self.value!r}")
        if not self.state.is_drawn and any(
            n is not None for n in (self.low, self.high, self.people)
        ):
            raise ValueError(f"{self.period}: {self.state} must not carry numbers")


@dataclass(frozen=True, slots=True)
class Mark:
    """A single known value at a period: the baseline, the target, a corner of the path."""

    label: str
    ordinal: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """One step of the course if nothing changes, with its likely range (80%)."""

    label: str
    ordinal: int
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Note:
    """Words at a period: an event, or the method change that a line never crosses."""

    ordinal: int
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """The verdict on a series and the words for its age; decided by measurement, passed in."""

    verdict: Verdict
    since: str = ""
    change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TrendFigure:
    """Are we getting better, will we reach the target: one line against baseline and target.

    ``title`` overrides the generated finding, which falls back to ``short_name`` ("Reading")
    where the full name is too long. ``breaks`` lie before the period they name.
    """

    id: str
    name: str
    subtitle: str
    unit: Unit
    points: tuple[Point, ...]
    title: str = ""
    short_name: str = ""
    plural: bool = False
    direction: Direction | None = None
    baseline: Mark | None = None
    target: Mark | None = None
    target_path: tuple[Mark, ...] = ()
    forecast: tuple[ForecastPoint, ...] = ()
    breaks: tuple[Note, ...] = ()
    annotations: tuple[Note, ...] = ()
    median: Decimal | None = None
    minimum_people: int = 10
    source: str = ""
    period_heading: str = "Period"


@dataclass(frozen=True, slots=True)
class Panel:
    """One group of a small-multiples figure; ``words`` replace the plot when it may not show."""

    heading: str
    points: tuple[Point, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """How each group is doing against the same target, in the order given (never by result)."""

    id: str
    name: str
    subtitle: str
    unit: Unit
    panels: tuple[Panel, ...]
    title: str = ""
    target: Decimal | None = None
    source: str = ""
    minimum_people: int = 10
    period_heading: str = "Period"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar or one line of a list: a name and a value or the state that stands in for it."""

    label: str
    value: Decimal | None
    state: State = State.VALUE
    people: int | None = None

    def __post_init__(self) -> None:
        """Refuse a row whose state and value contradict each other."""
        if self.state.is_drawn != (self.value is not None):
            raise ValueError(f"{self.label}: {self.state} does not go with {self.value!r}")


@dataclass(frozen=True, slots=True)
class BarsFigure:
    """Amounts side by side from zero, in the order given (never ranked by default)."""

    id: str
    name: str
    subtitle: str
    unit: Unit
    rows: tuple[Row, ...]
    title: str = ""
    target: Decimal | None = None
    row_heading: str = "Group"
    source: str = ""
    minimum_people: int = 10


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of a map: its outline as GeoJSON geometry (degrees) and its published value."""

    code: str
    name: str
    geometry: dict[str, object]
    value: Decimal | None
    state: State = State.VALUE

    def __post_init__(self) -> None:
        """Refuse an area whose state and value contradict each other."""
        if self.state.is_drawn != (self.value is not None):
            raise ValueError(f"{self.code}: {self.state} does not go with {self.value!r}")


@dataclass(frozen=True, slots=True)
class MapFigure:
    """Where: a rate for each area, in at most five classes with round limits."""

    id: str
    name: str
    subtitle: str
    unit: Unit
    features: tuple[Feature, ...]
    title: str = ""
    source: str = ""
    minimum_people: int = 10
    area_heading: str = "Area"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A word-sized line that stands beside its numbers and direction words."""

    points: tuple[Point, ...]
