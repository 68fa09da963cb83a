"""What a decision on a report means: approved numbers become facts, returned ones go back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from coalition import audit
from coalition.models import Membership
from measurement.models import Decision, Submission, SubmissionState, SubmissionValue
from measurement.services.observations import accept
from measurement.services.submissions import RefusedError, Typed, understand


@dataclass(frozen=True)
class Verdict:
    """One decision: approve, or return with words, on the version that the reviewer saw."""

    approve: bool
    comment: str = ""
    version: int = 0


class ChangedMeanwhileError(Exception):
    """Numbers changed while the reviewer looked; ``keys`` are their ids."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__("The partner changed numbers while you looked.")
        self.keys = keys


@transaction.atomic
def decide(
    *, submission: Submission, verdicts: Mapping[int, Verdict], by: Membership, reason: str = ""
) -> Submission:
    """Approve or return the numbers of a sent report; what is approved counts at once.

    ``verdicts`` are by value id; numbers left out stay undecided. Raises RefusedError when the
    report is not waiting, when the reviewer entered a number themselves, or when a return has no
    words; raises ChangedMeanwhileError when a number is newer than the one the reviewer saw.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related(
        "period", "organisation"
    ).get(pk=submission.pk)
    if locked.state != SubmissionState.SENT:
        raise RefusedError("This report is not waiting for review.")
    values = list(locked.values.filter(pk__in=verdicts).order_by("pk"))
    changed = [v.pk for v in values if verdicts[v.pk].version != v.version]
    if changed:
        raise ChangedMeanwhileError(changed)
    for value in values:
        _refuse(locked, value, verdicts[value.pk], by)
    now = timezone.now()
    for value in values:
        verdict = verdicts[value.pk]
        value.decision = Decision.APPROVED if verdict.approve else Decision.RETURNED
        value.comment = "" if verdict.approve else verdict.comment[:500]
        value.decided_by, value.decided_at = by, now
        value.save(update_fields=["decision", "comment", "decided_by", "decided_at"])
    approved = [value for value in values if value.decision == Decision.APPROVED]
    returned = len(values) - len(approved)
    accept(values=approved, by=by, at=now, reason=reason)
    _close(locked, by)
    audit.record(
        "submission.decided",
        locked,
        by=by,
        organisation=locked.organisation,
        sentence=f"approved {len(approved)} and returned {returned} numbers, "
        f"{locked.organisation} {locked.period.code}",
        approved=[value.pk for value in approved],
    )
    return locked


def _refuse(submission: Submission, value: SubmissionValue, verdict: Verdict, by: Membership) -> None:
    if verdict.approve and by.pk in {value.entered_by_id, submission.sent_by_id}:
        raise RefusedError("Nobody approves their own entry. Ask a colleague to review it.")
    if not verdict.approve and not verdict.comment.strip():
        raise RefusedError("Say what they should look at before you return a number.")


def _close(submission: Submission, by: Membership) -> None:
    left = set(submission.values.values_list("decision", flat=True))
    if Decision.PENDING in left:
        return
    submission.state = (
        SubmissionState.RETURNED if Decision.RETURNED in left else SubmissionState.APPROVED
    )
    submission.decided_at, submission.decided_by = timezone.now(), by
    submission.save(update_fields=["state", "decided_at", "decided_by"])


@transaction.atomic
def correct(
    *, value: SubmissionValue, value_text: str, denominator_text: str, reason: str, by: Membership
) -> SubmissionValue:
    """Correct a number in the partner's place; recorded, and shown to the partner.

    A colleague approves it: the corrector has entered it. Raises RefusedError without a reason,
    NumberError for text that is no number.
    """
    if not reason.strip():
        raise RefusedError("Say why you correct this number.")
    typed = Typed(value_text=value_text, denominator_text=denominator_text)
    before = value.value_text
    value.numerator, value.denominator = understand(value.indicator, typed)
    value.value_text, value.denominator_text = value_text, denominator_text
    value.note, value.entered_by = f"Corrected: {reason}"[:500], by
    value.decision, value.version = Decision.PENDING, value.version + 1
    value.save()
    audit.record(
        "value.corrected",
        value,
        by=by,
        organisation=value.submission.organisation,
        sentence=f"corrected {value.indicator} from {before} to {value_text}",
        reason=reason,
    )
    return value
