"""From numbers to places on the plot: round axis limits, and positions in percent of its box."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MAX_INTERVALS = 4
ZERO_PULL = 0.4
LEAST_SPAN = 0.25


@dataclass(frozen=True, slots=True)
class Axis:
    """The value axis: round limits and the step between rules."""

    low: Decimal
    high: Decimal
    step: Decimal

    def ticks(self) -> list[Decimal]:
        """Return the values of the horizontal rules, lowest first (at most five)."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    def y(self, value: Decimal) -> float:
        """Return the height of a value in percent from the top of the plot."""
        return 100 - float((value - self.low) / (self.high - self.low)) * 100

    def value_at(self, y: float) -> float:
        """Return the value at a height; the inverse of ``y``, for tests and read-outs."""
        return float(self.low) + (100 - y) / 100 * float(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Periods:
    """The period axis: equal steps between the first and the last ordinal."""

    first: int
    last: int

    def x(self, ordinal: float) -> float:
        """Return the place of a period in percent from the left; a lone one in the middle."""
        if self.last == self.first:
            return 50.0
        return (ordinal - self.first) / (self.last - self.first) * 100


def axis_for(
    values: Iterable[Decimal], *, from_zero: bool = False, smallest: Decimal = Decimal(0)
) -> Axis:
    """Return round limits around the values; bars pass ``from_zero`` (ux/standard.md 4.4).

    The axis spans at least a quarter of the largest value, so that a small wobble does not fill
    the plot. ``smallest`` is the finest step the unit can write, so rules never share a label.
    """
    known = [float(value) for value in values] or [0.0, 1.0]
    low, high = min(known), max(known)
    if low >= 0 and (from_zero or low < ZERO_PULL * high):
        low = 0.0
    if from_zero and high < 0:
        high = 0.0
    span = max(high - low, LEAST_SPAN * max(abs(low), abs(high))) or 1.0
    if low > 0:
        low = max(0.0, high - span)
    high = max(high, low + span)
    step = max(round_step((high - low) / MAX_INTERVALS), float(smallest))
    while math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9) > MAX_INTERVALS:
        step = round_step(step * 1.01)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Axis(_plain(bottom), _plain(top), _plain(step))


def round_step(rough: float) -> float:
    """Return the smallest round step that is not below ``rough``."""
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in ROUND_STEPS if step * power >= rough - 1e-12)


def _plain(number: float) -> Decimal:
    """Turn a computed limit into a short decimal."""
    return Decimal(repr(round(number, 10)))
