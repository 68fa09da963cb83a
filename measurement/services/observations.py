"""Accepting numbers: the one door through which facts come in, from form, file or API."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from coalition.models import Membership
from coalition.tenancy import current_coalition_id
from measurement.models import Indicator, SubmissionValue
from measurement.rollups import mark_periods_dirty

CHUNK = 5_000
INCOMING = """
    SELECT v.indicator_id, v.area_id, v.category_id, p.start AS period_start, s.organisation_id,
           v.numerator, v.denominator, v.submission_id
    FROM measurement_submissionvalue v
    JOIN measurement_submission s ON s.id = v.submission_id AND s.coalition_id = v.coalition_id
    JOIN measurement_reportingperiod p ON p.id = s.period_id AND p.coalition_id = s.coalition_id
    WHERE v.coalition_id = %(coalition)s AND v.id = ANY (%(ids)s)
"""
MATCH = """o.coalition_id = %(coalition)s AND o.indicator_id = n.indicator_id
    AND o.area_id = n.area_id AND o.category_id IS NOT DISTINCT FROM n.category_id
    AND o.period_start = n.period_start AND o.organisation_id = n.organisation_id"""
KEEP_OLD = f"""
    WITH n AS ({INCOMING})
    INSERT INTO measurement_observationrevision (coalition_id, observation_id, version, numerator,
        denominator, accepted_at, replaced_at, replaced_by_id, reason)
    SELECT o.coalition_id, o.id, o.version, o.numerator, o.denominator, o.accepted_at,
           %(at)s, %(by)s, %(reason)s
    FROM measurement_observation o JOIN n ON {MATCH}
    WHERE (o.numerator, o.denominator) IS DISTINCT FROM
        (n.numerator, CASE WHEN n.numerator IS NULL THEN NULL ELSE n.denominator END)
"""  # noqa: S608  (constants only)
UPSERT = f"""
    WITH n AS ({INCOMING})
    INSERT INTO measurement_observation AS o (coalition_id, indicator_id, area_id, category_id,
        period_start, organisation_id, numerator, denominator, submission_id, accepted_at,
        accepted_by_id, version)
    SELECT %(coalition)s, n.indicator_id, n.area_id, n.category_id, n.period_start,
           n.organisation_id, n.numerator,
           CASE WHEN n.numerator IS NULL THEN NULL ELSE n.denominator END,
           n.submission_id, %(at)s, %(by)s, 1
    FROM n
    WHERE n.numerator IS NOT NULL
       OR EXISTS (SELECT 1 FROM measurement_observation o WHERE {MATCH})
    ORDER BY n.indicator_id, n.area_id, n.category_id, n.period_start, n.organisation_id
    ON CONFLICT (coalition_id, indicator_id, area_id, category_id, period_start, organisation_id)
    DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator,
        submission_id = excluded.submission_id, accepted_at = excluded.accepted_at,
        accepted_by_id = excluded.accepted_by_id, version = o.version + 1
    WHERE (o.numerator, o.denominator) IS DISTINCT FROM (excluded.numerator, excluded.denominator)
    RETURNING o.indicator_id, o.period_start
"""  # noqa: S608


@transaction.atomic
def accept(
    *,
    values: Sequence[SubmissionValue],
    by: Membership,
    at: datetime | None = None,
    reason: str = "",
) -> int:
    """Turn saved form values into observations and have their rollups recomputed.

    A value that differs from the accepted one keeps the old one as a revision (measurement.md 3);
    a value that became “no number” empties the observation; an equal one changes nothing. Returns
    how many observations changed. Rows are taken in key order, so two acceptances cannot block
    each other in a circle.
    """
    parameters = {
        "coalition": current_coalition_id(),
        "at": at or timezone.now(),
        "by": by.pk,
        "reason": reason,
    }
    ids = sorted(value.pk for value in values)
    changed: list[tuple[int, date]] = []
    with connection.cursor() as cursor:
        for first in range(0, len(ids), CHUNK):
            chunk = parameters | {"ids": ids[first : first + CHUNK]}
            cursor.execute(KEEP_OLD, chunk)
            cursor.execute(UPSERT, chunk)
            changed += cursor.fetchall()
    indicators = Indicator.objects.in_bulk({indicator for indicator, _ in changed})
    mark_periods_dirty((indicators[indicator], start) for indicator, start in set(changed))
    return len(changed)
