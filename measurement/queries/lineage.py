"""Lineage: from any figure back to the numbers, people, rule and changes behind it (B44)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from coalition.models import Coalition
from measurement.models import (
    Area,
    AreaAncestor,
    Assignment,
    Category,
    Indicator,
    Observation,
    ObservationRevision,
    Rollup,
)
from measurement.periods import Period
from measurement.queries.series import Calendar, Point, point_of
from measurement.release import Audience


@dataclass(frozen=True)
class Contribution:
    """One accepted number inside a figure, with the people who brought it."""

    observation_id: int
    organisation: str
    organisation_code: str
    area: str
    period: str
    period_code: str
    numerator: Decimal
    denominator: int | None
    sent_by: str
    sent_at: datetime | None
    accepted_by: str
    accepted_at: datetime
    on_behalf: bool
    source: str
    counted: bool


@dataclass(frozen=True)
class Change:
    """A restatement: what the number was before, and why it changed."""

    organisation: str
    before: Decimal | None
    now: Decimal | None
    replaced_at: datetime
    replaced_by: str
    reason: str


@dataclass(frozen=True)
class Lineage:
    """All of a figure's history that the reader may see; people are for members only."""

    point: Point
    contributions: list[Contribution]
    changes: list[Change]
    not_in: list[str]
    rule: str
    arithmetic: str
    total: int


RULES = {
    ("sum", "sum"): "Add the numbers of all partners, places and periods up.",
    ("last", "sum"): "Take each partner’s last number in the period, then add the partners up.",
    ("ratio", "ratio"): "Add all numerators, add all denominators, then divide once.",
    ("last", "ratio"): "Take each partner’s last numbers in the period, add them up, then divide.",
}


def rule_in_words(indicator: Indicator) -> str:
    """Return the time rule and the place rule as one sentence."""
    if indicator.place_rule == "none":
        return "Each place stands for itself; places are not added up."
    return RULES[indicator.time_rule, indicator.place_rule]


def lineage(
    *,
    indicator: Indicator,
    coalition: Coalition,
    area: Area,
    category: Category | None,
    period: Period,
    audience: Audience,
    today: date,
    limit: int = 400,
) -> Lineage | None:
    """Return the history of one figure, or None where there is none to show.

    A figure hidden from the reader has no steps either. At most ``limit`` contributions are
    listed; ``total`` says how many there are.
    """
    cell = Rollup.objects.filter(
        indicator=indicator,
        area=area,
        category=category,
        grain=period.grain.word,
        period_start=period.start,
    ).first()
    if cell is None:
        return None
    calendar = Calendar.read([indicator.frequency], today)
    point = point_of(
        cell,
        indicator=indicator,
        coalition=coalition,
        audience=audience,
        calendar=calendar,
        today=today,
    )
    if not point.is_known or audience is not Audience.MEMBERS:
        return Lineage(point, [], [], [], rule_in_words(indicator), _arithmetic(indicator, point), 0)
    inside = _inside(indicator, area, category, period)
    rows = list(inside[:limit])
    return Lineage(
        point=point,
        contributions=_contributions(rows, indicator),
        changes=_changes(indicator, rows),
        not_in=_not_in(indicator, area, period, {row.organisation_id for row in inside}),
        rule=rule_in_words(indicator),
        arithmetic=_arithmetic(indicator, point),
        total=inside.count(),
    )


def _inside(indicator: Indicator, area: Area, category: Category | None, period: Period):  # type: ignore[no-untyped-def]
    below = AreaAncestor.objects.filter(hierarchy=indicator.hierarchy, ancestor=area)
    return (
        Observation.objects.filter(
            indicator=indicator,
            category=category,
            area_id__in=below.values("area_id"),
            period_start__gte=period.start,
            period_start__lte=period.end,
            numerator__isnull=False,
        )
        .select_related(
            "organisation", "area", "submission__sent_by__user", "submission__period",
            "accepted_by__user",
        )
        .order_by("organisation__name", "area__name", "period_start")
    )


def _contributions(rows: list[Observation], indicator: Indicator) -> list[Contribution]:
    last: dict[tuple[int, int], date] = {}
    for row in rows:
        key = (row.organisation_id, row.area_id)
        last[key] = max(last.get(key, row.period_start), row.period_start)
    takes_last = indicator.time_rule == "last"
    return [
        Contribution(
            observation_id=row.pk,
            organisation=row.organisation.name,
            organisation_code=row.organisation.code,
            area=row.area.name,
            period=row.submission.period.code,
            period_code=row.submission.period.code,
            numerator=Decimal(row.numerator or 0) / indicator.scale,
            denominator=row.denominator,
            sent_by=str(row.submission.sent_by.user) if row.submission.sent_by else "",
            sent_at=row.submission.sent_at,
            accepted_by=str(row.accepted_by.user),
            accepted_at=row.accepted_at,
            on_behalf=row.submission.on_behalf,
            source=row.submission.source,
            counted=not takes_last
            or row.period_start == last[row.organisation_id, row.area_id],
        )
        for row in rows
    ]


def _changes(indicator: Indicator, rows: list[Observation]) -> list[Change]:
    by_id = {row.pk: row for row in rows}
    revisions = ObservationRevision.objects.filter(observation_id__in=by_id).select_related(
        "replaced_by__user"
    )
    scale = indicator.scale

    def number(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / scale

    return [
        Change(
            organisation=by_id[revision.observation_id].organisation.name,
            before=number(revision.numerator),
            now=number(by_id[revision.observation_id].numerator),
            replaced_at=revision.replaced_at,
            replaced_by=str(revision.replaced_by.user),
            reason=revision.reason,
        )
        for revision in revisions.order_by("-replaced_at")[:50]
    ]


def _not_in(indicator: Indicator, area: Area, period: Period, present: set[int]) -> list[str]:
    below = AreaAncestor.objects.filter(hierarchy=indicator.hierarchy, ancestor=area)
    names = (
        Assignment.objects.filter(
            indicator=indicator, area_id__in=below.values("area_id"), starts_on__lte=period.end
        )
        .exclude(ends_on__lt=period.start)
        .exclude(organisation_id__in=present)
        .values_list("organisation__name", flat=True)
    )
    return sorted(set(names))


def _arithmetic(indicator: Indicator, point: Point) -> str:
    if point.value is None or point.numerator is None:
        return ""
    if not indicator.has_denominator:
        return f"{point.numerator:,}"
    unit = indicator.unit if indicator.unit == "%" else f" {indicator.unit}"
    return f"{point.numerator:,} ÷ {point.denominator:,} = {point.value:,}{unit}"
