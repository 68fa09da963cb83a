"""Computed cells: what pages, charts, the API and exports read. Never written by hand."""

from django.db import models
from django.db.models.functions import Now

from coalition.tenancy import TenantForeignKey, TenantModel


class Grain(models.TextChoices):
    """A year is the indicator's own kind: calendar, school or fiscal."""

    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"


class Rollup(TenantModel):
    """One figure: indicator, place, group, grain and period, recomputed from observations.

    ``reporting`` counts the values inside, ``expected`` the values that were due, ``carried`` the
    stocks that stand in from an earlier period.
    """

    indicator = TenantForeignKey(
        "measurement.Indicator", on_delete=models.CASCADE, related_name="rollups", db_index=False
    )
    grain = models.CharField(max_length=10, choices=Grain.choices)
    area = TenantForeignKey(
        "measurement.Area", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    category = TenantForeignKey(
        "measurement.Category", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    period_start = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    reporting = models.IntegerField()
    expected = models.IntegerField()
    carried = models.IntegerField(default=0)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "indicator", "grain", "area", "category", "period_start"],
                name="rollup_unique",
                include=["numerator", "denominator", "reporting", "expected", "carried"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.grain} {self.period_start}"
