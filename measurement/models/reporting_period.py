"""The reporting calendar: when each period opens, is due and closes."""

from django.db import models

from coalition.tenancy import TenantModel
from measurement.models.indicator import Frequency


class ReportingPeriod(TenantModel):
    """One period of one frequency. ``code`` is what people read: 2026-09, 2026-Q3, 2026, 2026-SY."""

    frequency = models.CharField(max_length=20, choices=Frequency.choices)
    code = models.CharField(max_length=10)
    start = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["-start", "frequency"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="reporting_period_unique"),
            models.UniqueConstraint(
                fields=["coalition", "frequency", "start"], name="reporting_period_start_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("due_on"))
                & models.Q(due_on__lte=models.F("closes_on")),
                name="reporting_period_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code
