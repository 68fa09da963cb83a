"""Who reports what, where, from when to when: the N in “n of N reported”."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Assignment(TenantModel):
    """One organisation reports one indicator for one place.

    Periods count from the one that contains ``starts_on`` to the one that contains ``ends_on``;
    before and after, nothing is expected (measurement.md 2).
    """

    indicator = TenantForeignKey(
        "measurement.Indicator", on_delete=models.CASCADE, related_name="assignments"
    )
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="assignments"
    )
    area = TenantForeignKey("measurement.Area", on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "indicator", "organisation", "area", "starts_on"],
                name="assignment_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["coalition", "organisation"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} reports {self.indicator_id} for {self.area_id}"
