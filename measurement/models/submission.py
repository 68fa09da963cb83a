"""A due report: one organisation, one period, and the numbers on its form."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class SubmissionState(models.TextChoices):
    """The words that partners see are in ``measurement/words.py`` (closed list, ux 7)."""

    DUE = "due", "Not started"
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    RETURNED = "returned", "Needs a fix"
    APPROVED = "approved", "Approved"
    CANNOT_REPORT = "cannot_report", "Can’t report"


class Submission(TenantModel):
    """One due report (B3). Made by the calendar, filled by the partner, decided by the backbone."""

    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="submissions"
    )
    period = TenantForeignKey(
        "measurement.ReportingPeriod", on_delete=models.PROTECT, related_name="submissions"
    )
    state = models.CharField(
        max_length=20, choices=SubmissionState.choices, default=SubmissionState.DUE
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf = models.BooleanField(default=False)
    cannot_reason = models.CharField(max_length=300, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20, default="form")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "organisation", "period"], name="submission_unique"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sent", "approved", "returned"])
                | models.Q(sent_at__isnull=False),
                name="submission_sent_has_date",
            ),
        ]
        indexes = [models.Index(fields=["coalition", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period_id}"


class NoNumber(models.TextChoices):
    """Three kinds of nothing: blank is unanswered, 0 is zero, and these say why there is none."""

    NOT_YET = "not_yet", "Not collected yet"
    NOT_ANY_MORE = "not_any_more", "Not collected any more"
    DOES_NOT_APPLY = "does_not_apply", "Does not apply"
    TOO_FEW = "too_few", "Too few people to share"


class Decision(models.TextChoices):
    PENDING = "pending", "Waiting for review"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Needs a fix"


class SubmissionValue(TenantModel):
    """One number on a form, as it was typed and as it was understood.

    ``value_text`` is the count, the stock, a rate's numerator or an average's mean;
    ``denominator_text`` a rate's denominator or an average's n. ``numerator`` and ``denominator``
    are the integers that an observation will hold (scaled by the indicator's decimals).
    ``version`` goes up with each save, so that two people on one form lose nothing.
    """

    submission = TenantForeignKey(
        "measurement.Submission", on_delete=models.CASCADE, related_name="values"
    )
    indicator = TenantForeignKey(
        "measurement.Indicator", on_delete=models.PROTECT, related_name="submitted_values"
    )
    area = TenantForeignKey("measurement.Area", on_delete=models.PROTECT, related_name="+")
    category = TenantForeignKey(
        "measurement.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    value_text = models.CharField(max_length=60, blank=True)
    denominator_text = models.CharField(max_length=60, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    no_number = models.CharField(max_length=20, choices=NoNumber.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    flag = models.CharField(max_length=300, blank=True)
    confirmed = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    comment = models.CharField(max_length=500, blank=True)
    decided_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    entered_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "submission", "indicator", "area", "category"],
                name="submission_value_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(no_number="")
                | models.Q(numerator__isnull=True),
                name="submission_value_number_or_reason",
            ),
        ]
        indexes = [models.Index(fields=["coalition", "indicator", "area"])]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.submission_id}"
