"""Names that people and programs type, turned into rows: areas, groups, periods, grains."""

from datetime import date

from coalition.models import Coalition
from measurement.models import Area, AreaAncestor, Category, Indicator
from measurement.periods import Period, PeriodError, containing, parse_period
from measurement.rollups import base_period, grains, year_grain, year_period, year_start_month


class UnknownNameError(ValueError):
    """A name that this coalition does not have; ``parameter`` says which one was typed."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def find_indicator(code: str) -> Indicator:
    """Return the indicator, with its level and hierarchy; raises UnknownNameError."""
    indicator = Indicator.objects.select_related("hierarchy", "level").filter(code=code).first()
    if indicator is None:
        raise UnknownNameError("indicator", f"There is no indicator “{code}” here.")
    found: Indicator = indicator
    return found


def top_areas(indicator: Indicator) -> list[Area]:
    """Return the widest areas of the indicator's hierarchy (usually one)."""
    ids = AreaAncestor.objects.filter(hierarchy=indicator.hierarchy)
    below = ids.filter(depth__gt=0).values("area_id")
    tops = ids.filter(depth=0).exclude(area_id__in=below).values("area_id")
    return list(Area.objects.select_related("level").filter(pk__in=tops))


def find_areas(indicator: Indicator, *, area: str = "", level: str = "") -> list[Area]:
    """Return the named area, every area of a level, or the widest; raises UnknownNameError."""
    if area:
        found = Area.objects.select_related("level").filter(
            code=area, ancestors__hierarchy=indicator.hierarchy
        )
        rows = list(found.distinct())
        if not rows:
            raise UnknownNameError("area", f"There is no area “{area}” for this indicator.")
        return rows
    if level:
        members = AreaAncestor.objects.filter(hierarchy=indicator.hierarchy, depth=0)
        rows = list(
            Area.objects.select_related("level").filter(
                level__code=level, pk__in=members.values("area_id")
            )
        )
        if not rows:
            raise UnknownNameError("level", f"There is no level “{level}” for this indicator.")
        return rows
    return top_areas(indicator)


def find_category(indicator: Indicator, group: str) -> Category | None:
    """Return the group ``dimension:category``, None for ``all``; raises UnknownNameError.

    A bare category code will do where only one of the indicator's dimensions has it.
    """
    if group in {"", "all"}:
        return None
    categories = Category.objects.select_related("dimension").filter(
        dimension__in=indicator.dimensions.all()
    )
    exact = [c for c in categories if group in {group_code(c), f"{c.dimension.code}={c.code}"}]
    bare = [c for c in categories if c.code == group]
    if exact:
        return exact[0]
    if len(bare) == 1:
        return bare[0]
    if bare:
        choices = ", ".join(f"“{group_code(c)}”" for c in bare)
        raise UnknownNameError("group", f"“{group}” is in several dimensions: write {choices}.")
    raise UnknownNameError("group", f"There is no group “{group}” for this indicator.")


def group_code(category: Category | None) -> str:
    """Return the code of a group as the API writes it: ``ell:Y``, or ``all``."""
    return "all" if category is None else f"{category.dimension.code}:{category.code}"


def find_grain(indicator: Indicator, coalition: Coalition, grain: str = "") -> str:
    """Return the grain asked for, or the indicator's own; raises UnknownNameError."""
    offered = grains(indicator, coalition)
    if not grain:
        return offered[0]
    if grain not in offered:
        raise UnknownNameError(
            "grain", f"“{grain}” is not offered for this indicator: use {', '.join(offered)}."
        )
    return grain


def find_period(indicator: Indicator, coalition: Coalition, code: str) -> Period:
    """Read a period code in the indicator's calendar; raises UnknownNameError."""
    try:
        return parse_period(
            code,
            year_start_month=None
            if year_grain(indicator).value == "year"
            else year_start_month(indicator, coalition),
        )
    except PeriodError as problem:
        raise UnknownNameError("period", str(problem)) from problem


def period_of(indicator: Indicator, coalition: Coalition, grain: str, start: date) -> Period:
    """Return the period of a rollup cell: its grain word and first day."""
    if grain == "year":
        return year_period(indicator, coalition, start)
    base = base_period(indicator, coalition, start)
    if base.grain.word == grain:
        return base
    return containing(start, grain)
