"""What every rolled-up number means, in plain Python: the oracle that the database must equal.

measurement.md 1-2. Values are integers (scaled by the indicator's decimals); a rate and an average
carry a denominator. No Django here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal

TimeRule = Literal["sum", "last", "ratio"]
PlaceRule = Literal["sum", "ratio", "none"]


@dataclass(frozen=True)
class Value:
    """One accepted number of one partner for one place, base period and group (None = everybody)."""

    partner: Hashable
    area: Hashable
    period: int
    numerator: int
    denominator: int | None = None
    group: Hashable = None


@dataclass(frozen=True)
class Cell:
    """One figure: ``reporting`` values are in it, ``carried`` stocks stand in from before."""

    numerator: int
    denominator: int | None
    reporting: int
    carried: int = 0


def is_nothing_to_report(value: Value) -> bool:
    """0 of 0 counts as nothing to report and changes no total (measurement.md 1)."""
    return value.numerator == 0 and value.denominator == 0


def aggregate(
    values: Iterable[Value], *, time_rule: TimeRule, bucket: Callable[[int], Hashable]
) -> dict[tuple[Hashable, Hashable], Cell]:
    """Roll values of one place and all below it up: ``(group, bucket)`` to cell.

    ``bucket`` names the coarser period that a base period feeds. Sums and ratios add numerators
    and denominators; ``last`` takes each partner's last value in the bucket and adds those up: a
    value older than the newest that anybody gave is carried.
    """
    kept = [value for value in values if not is_nothing_to_report(value)]
    newest: dict[Hashable, int] = {}
    inside: dict[tuple[Hashable, Hashable], list[Value]] = defaultdict(list)
    for value in kept:
        where = bucket(value.period)
        newest[where] = max(newest.get(where, value.period), value.period)
        inside[value.group, where].append(value)
    return {
        (group, where): _cell(found, last=time_rule == "last", newest=newest[where])
        for (group, where), found in inside.items()
    }


def _cell(values: list[Value], *, last: bool, newest: int) -> Cell:
    counted = _last_of_each(values) if last else values
    denominators = [v.denominator for v in counted if v.denominator is not None]
    return Cell(
        numerator=sum(v.numerator for v in counted),
        denominator=sum(denominators) if denominators else None,
        reporting=len(values),
        carried=sum(v.period < newest for v in counted) if last else 0,
    )


def _last_of_each(values: list[Value]) -> list[Value]:
    latest: dict[tuple[Hashable, Hashable], Value] = {}
    for value in sorted(values, key=lambda v: v.period):
        latest[value.partner, value.area] = value
    return list(latest.values())


def exact(numerator: int, denominator: int | None, *, scale: int, per: int) -> Fraction | None:
    """The figure of a cell, unrounded; None where there is nothing to divide by (“–”, not 0)."""
    if denominator is None:
        return Fraction(numerator * per, scale)
    if denominator == 0:
        return None
    return Fraction(numerator * per, scale * denominator)


def shown(figure: Fraction | None, display_decimals: int) -> Decimal | None:
    """The figure as it is shown, rounded half to even."""
    if figure is None:
        return None
    step = Decimal(1).scaleb(-display_decimals)
    scaled = round(figure * 10**display_decimals)  # Python rounds a Fraction half to even
    return (Decimal(scaled) * step).quantize(step, rounding=ROUND_HALF_EVEN)


SAMPLE = {("A", "January"): 40, ("A", "February"): 55, ("B", "January"): 10, ("B", "February"): 12}


def rules_demo(time_rule: TimeRule, place_rule: PlaceRule) -> dict[str, str]:
    """The effect of both rules on four sample numbers (B15): two partners, two months.

    Rates and averages take each sample as a numerator over 100.
    """
    partners = {}
    for partner in ("A", "B"):
        numbers = [SAMPLE[partner, month] for month in ("January", "February")]
        partners[partner] = numbers[-1] if time_rule == "last" else sum(numbers)
    over = 100 if time_rule == "last" else 200
    text = {name: _sample_text(number, over, place_rule) for name, number in partners.items()}
    total = _sample_text(sum(partners.values()), over * 2, place_rule)
    return text | {"together": "not added up" if place_rule == "none" else total}


def _sample_text(number: int, over: int, place_rule: PlaceRule) -> str:
    if place_rule != "ratio":
        return str(number)
    return f"{number} of {over} = {shown(Fraction(100 * number, over), 1)}%"
