"""What each audience may see of a figure: one function for every way out.

Page, chart, table, CSV, API and command all read figures through ``release`` (measurement.md 8).
Here is primary suppression; complementary suppression and earlier releases come with the release
tables and their attacker (reliability.md 7.3), until which no public page shows groups.
"""

from dataclasses import dataclass
from enum import StrEnum

from coalition.models import Coalition
from measurement.models import Indicator, IndicatorType


class Audience(StrEnum):
    """Who reads: members of the coalition, or funders."""

    MEMBERS = "members"
    FUNDERS = "funders"


@dataclass(frozen=True)
class Figure:
    """A cell's integers as stored: ``numerator`` scaled by the indicator's decimals."""

    numerator: int
    denominator: int | None


def is_hidden(
    figure: Figure, *, indicator: Indicator, coalition: Coalition, audience: Audience
) -> bool:
    """Tell whether a figure is a small group that this audience may not see.

    Counts and stocks of people from 1 to below the threshold are hidden; a rate also when its
    denominator, or the people outside its numerator, are that few. Zeros are shown.
    """
    if audience is Audience.MEMBERS:
        return False
    small = coalition.small_group
    count = figure.numerator // indicator.scale
    if indicator.type == IndicatorType.RATE and figure.denominator is not None:
        rest = figure.denominator - count
        return figure.denominator < small or 0 < count < small or 0 < rest < small
    if indicator.type == IndicatorType.AVERAGE and figure.denominator is not None:
        return figure.denominator < small
    return 0 < count < small
