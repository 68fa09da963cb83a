"""Writes the audit trail; every service that changes something calls it once."""

from typing import Any

from django.db import models

from coalition.models import AuditEvent, Membership


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Membership | None,
    sentence: str,
    reason: str = "",
    organisation: Any = None,
    **data: Any,
) -> AuditEvent:
    """Add one event to the trail, in the caller's transaction.

    ``verb`` is ``noun.past_tense``, e.g. ``submission.returned``; ``sentence`` is what a person
    reads, e.g. “returned 1 number, Eastside September 2026”; ``data`` holds ids and before/after
    values, never secrets. ``by`` is None for work that the system does by itself.
    """
    return AuditEvent.objects.create(
        actor=by,
        verb=verb,
        object_type=subject._meta.label_lower,  # noqa: SLF001
        object_id=subject.pk,
        organisation=organisation,
        sentence=sentence[:300],
        reason=reason,
        data=data,
    )
