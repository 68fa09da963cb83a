"""What writing a due report means: made by the calendar, kept as a draft, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from coalition import audit
from coalition.models import Membership
from coalition.roles import Permission
from measurement.models import (
    Assignment,
    Decision,
    Indicator,
    NoNumber,
    ReportingPeriod,
    Submission,
    SubmissionState,
    SubmissionValue,
)
from measurement.numbers import NumberError, parse_number
from measurement.periods import Grain, Period
from partners.models import OrganisationState

OPEN_STATES = {SubmissionState.DUE, SubmissionState.DRAFT, SubmissionState.RETURNED,
               SubmissionState.CANNOT_REPORT}  # fmt: skip


class RefusedError(Exception):
    """The report cannot be written now; the message says why and what to do."""


@dataclass(frozen=True)
class Typed:
    """What a person typed for one number, and the version of the number they had before them."""

    value_text: str = ""
    denominator_text: str = ""
    no_number: str = ""
    note: str = ""
    confirmed: bool = False
    version: int = 0


@dataclass(frozen=True)
class Conflict:
    """Somebody saved this number first: theirs stays, yours comes back to you."""

    key: str
    mine: Typed
    theirs: SubmissionValue


@transaction.atomic
def generate_due_reports(*, today: date) -> int:
    """Make one due report for each partner and opened period that lacks one (B3).

    The calendar is first carried on, so that it never runs out. Returns the reports made.
    """
    _carry_calendar_on(today)
    made = 0
    existing = set(Submission.objects.values_list("organisation_id", "period_id"))
    for period in ReportingPeriod.objects.filter(opens_on__lte=today, closes_on__gte=today):
        end = Period(Grain(period.frequency), period.start).end
        organisations = (
            Assignment.objects.filter(
                indicator__frequency=period.frequency,
                indicator__retired_on__isnull=True,
                organisation__state=OrganisationState.ACTIVE,
                starts_on__lte=end,
            )
            .exclude(ends_on__lt=period.start)
            .values_list("organisation_id", flat=True)
            .distinct()
        )
        rows = [
            Submission(organisation_id=pk, period=period)
            for pk in sorted(organisations)
            if (pk, period.pk) not in existing
        ]
        Submission.objects.bulk_create(rows)
        made += len(rows)
    return made


def _carry_calendar_on(today: date) -> None:
    for frequency in ReportingPeriod.objects.order_by().values_list("frequency", flat=True).distinct():
        newest = ReportingPeriod.objects.filter(frequency=frequency).latest("start")
        while newest.opens_on <= today:
            period = Period(Grain(frequency), newest.start)
            following = period.next()
            shift = following.start - period.start
            newest, _ = ReportingPeriod.objects.get_or_create(
                frequency=frequency,
                start=following.start,
                defaults={
                    "code": following.code,
                    "opens_on": newest.opens_on + shift,
                    "due_on": newest.due_on + shift,
                    "closes_on": newest.closes_on + shift,
                },
            )


def refuse_unless_open(submission: Submission, *, today: date) -> None:
    """Raise RefusedError where the form cannot be changed, in words for the person."""
    period = submission.period
    if period.opens_on > today:
        raise RefusedError(f"This form opens on {period.opens_on:%-d %B %Y}.")
    if period.closes_on < today:
        raise RefusedError(
            f"This period closed on {period.closes_on:%-d %B %Y}. "
            "Ask the backbone team to correct a number."
        )
    if submission.state not in OPEN_STATES:
        raise RefusedError("This report is sent. Ask the backbone team to correct a number.")


def understand(indicator: Indicator, typed: Typed) -> tuple[int | None, int | None]:
    """Return numerator and denominator as an observation holds them; raises NumberError.

    An average's numerator is the mean times n (measurement.md 1). Both are None when the box is
    empty or a reason stands in for the number.
    """
    if typed.no_number or not typed.value_text.strip():
        return None, None
    value = parse_number(typed.value_text, indicator.decimals)
    if not indicator.has_denominator:
        return value, None
    if not typed.denominator_text.strip():
        raise NumberError("empty", f"Enter “{indicator.denominator_label}” too.")
    denominator = parse_number(typed.denominator_text, 0)
    if indicator.type == "average":
        return value * denominator, denominator
    if value > denominator * indicator.scale:
        raise NumberError(
            "part_over_whole",
            f"{indicator.numerator_label or indicator.name} must be {denominator:,} or less, "
            f"because you entered {denominator:,} for {indicator.denominator_label or 'the whole'}.",
        )
    return value, denominator


def value_key(indicator_id: int, area_id: int, category_id: int | None) -> str:
    """Return the name of a number on its form: ``v-<indicator>-<area>-<category or 0>``."""
    return f"v-{indicator_id}-{area_id}-{category_id or 0}"


@transaction.atomic
def save_draft(
    *,
    submission: Submission,
    rows: Mapping[str, tuple[Indicator, int, int | None]],
    typed: Mapping[str, Typed],
    by: Membership,
    today: date,
) -> list[Conflict]:
    """Keep what was typed, readable or not; returns the numbers that somebody saved first.

    ``rows`` says which indicator, area and category each key stands for; other keys are ignored.
    In a returned report only the returned numbers are open. Raises RefusedError.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("period").get(
        pk=submission.pk
    )
    refuse_unless_open(locked, today=today)
    stored = {
        value_key(v.indicator_id, v.area_id, v.category_id): v for v in locked.values.all()
    }
    conflicts = []
    for key, now in typed.items():
        if key not in rows:
            continue
        indicator, area_id, category_id = rows[key]
        value = stored.get(key) or SubmissionValue(
            submission=locked, indicator=indicator, area_id=area_id, category_id=category_id,
            version=0,
        )  # fmt: skip
        if locked.state == SubmissionState.RETURNED and value.decision != Decision.RETURNED:
            continue
        if _same(value, now):
            continue
        if value.version != now.version:
            conflicts.append(Conflict(key, now, value))
            continue
        _keep(value, indicator, now, by)
    if locked.state in {SubmissionState.DUE, SubmissionState.CANNOT_REPORT}:
        locked.state, locked.started_at = SubmissionState.DRAFT, timezone.now()
    locked.on_behalf = locked.on_behalf or by.organisation_id != locked.organisation_id
    locked.save()
    return conflicts


def _same(value: SubmissionValue, now: Typed) -> bool:
    return (value.value_text, value.denominator_text, value.no_number, value.note,
            value.confirmed) == (now.value_text, now.denominator_text, now.no_number, now.note,
                                 now.confirmed)  # fmt: skip


def _keep(value: SubmissionValue, indicator: Indicator, now: Typed, by: Membership) -> None:
    value.value_text, value.denominator_text = now.value_text, now.denominator_text
    value.no_number = now.no_number if now.no_number in NoNumber.values else ""
    value.note, value.confirmed = now.note[:500], now.confirmed
    try:
        value.numerator, value.denominator = understand(indicator, now)
    except NumberError:
        value.numerator = value.denominator = None  # the text is kept; Continue explains it
    value.entered_by, value.version = by, value.version + 1
    value.save()


@transaction.atomic
def send(*, submission: Submission, by: Membership, today: date) -> Submission:
    """Send the report for review, once: a second call changes nothing.

    Raises RefusedError where ``by`` may not send, or the period is not open.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related(
        "period", "organisation"
    ).get(pk=submission.pk)
    if locked.state == SubmissionState.SENT:
        return locked
    refuse_unless_open(locked, today=today)
    own = by.organisation_id == locked.organisation_id
    contributor_may = by.coalition.contributors_may_send and by.may(Permission.ENTER_NUMBERS)
    if not (by.may(Permission.ENTER_ON_BEHALF) or (own and (by.may(Permission.SEND_NUMBERS) or contributor_may))):
        raise RefusedError("Your role does not send reports. Ask a colleague who may.")
    locked.values.filter(decision=Decision.RETURNED).update(decision=Decision.PENDING)
    locked.state, locked.sent_at, locked.sent_by = SubmissionState.SENT, timezone.now(), by
    locked.on_behalf = locked.on_behalf or not own
    locked.save()
    count = locked.values.count()
    audit.record(
        "submission.sent",
        locked,
        by=by,
        organisation=locked.organisation,
        sentence=f"sent {locked.period.code} data for {locked.organisation} ({count} numbers)",
        on_behalf=not own,
    )
    return locked


@transaction.atomic
def cannot_report(
    *, submission: Submission, reason: str, expected_on: date | None, by: Membership, today: date
) -> Submission:
    """Say that there is no report this time, and why; reminders stop. Raises RefusedError."""
    locked = Submission.objects.select_for_update(of=("self",)).select_related("period").get(
        pk=submission.pk
    )
    refuse_unless_open(locked, today=today)
    locked.state, locked.cannot_reason = SubmissionState.CANNOT_REPORT, reason[:300]
    locked.expected_on = expected_on
    locked.save()
    audit.record(
        "submission.cannot_report",
        locked,
        by=by,
        organisation=locked.organisation,
        sentence=f"cannot report {locked.period.code} for {locked.organisation}",
        reason=reason,
    )
    return locked


def review_due(sent_on: date) -> date:
    """Return the third working day after ``sent_on``: by then the backbone has looked (S1)."""
    day, left = sent_on, 3
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
