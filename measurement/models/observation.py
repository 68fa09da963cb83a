"""Accepted facts: integers, one row per indicator, place, group, period and partner."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Observation(TenantModel):
    """One accepted number, and the only thing that rollups are computed from.

    ``numerator`` is scaled by the indicator's decimals and null once
    the partner has withdrawn the number; ``denominator`` is null for counts and
    stocks. No category means everybody. The unique index is the fact table's one hot index
    (performance.md).
    """

    indicator = TenantForeignKey(
        "measurement.Indicator", on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    area = TenantForeignKey(
        "measurement.Area", on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    category = TenantForeignKey(
        "measurement.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        db_index=False,
    )
    period_start = models.DateField()
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    submission = TenantForeignKey(
        "measurement.Submission", on_delete=models.PROTECT, related_name="observations"
    )
    accepted_at = models.DateTimeField()
    accepted_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "indicator", "area", "category", "period_start", "organisation"],
                name="observation_unique",
                include=["numerator", "denominator"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gte=0),
                name="observation_denominator_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_start}"


class ObservationRevision(TenantModel):
    """The value that a restated observation had before, and why it changed (measurement.md 3)."""

    append_only = True

    observation = TenantForeignKey(
        "measurement.Observation", on_delete=models.PROTECT, related_name="revisions"
    )
    version = models.PositiveIntegerField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    replaced_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "observation", "version"], name="observation_revision_unique"
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.version} of {self.observation_id}"
