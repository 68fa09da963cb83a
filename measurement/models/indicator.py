"""The indicator dictionary: what a number means, so that everybody measures it the same way."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class IndicatorType(models.TextChoices):
    """measurement.md 1; the types left out there follow with their own rules."""

    COUNT = "count", "Count"
    STOCK = "stock", "Stock (how many at one moment)"
    RATE = "rate", "Rate or percentage"
    AVERAGE = "average", "Average"


class Direction(models.TextChoices):
    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NEUTRAL = "neutral", "Neither is better"


class Frequency(models.TextChoices):
    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every quarter"
    YEAR = "year", "Every year"
    SCHOOL_YEAR = "school_year", "Every school year"


class YearKind(models.TextChoices):
    CALENDAR = "calendar", "Calendar year"
    SCHOOL = "school", "School year"
    FISCAL = "fiscal", "Fiscal year"


class TimeRule(models.TextChoices):
    """How a quarter or year is made from its months."""

    SUM = "sum", "Add the periods up"
    LAST = "last", "Take the last period that has a number"
    RATIO = "ratio", "Add numerators and denominators, then divide"


class PlaceRule(models.TextChoices):
    """How a wider place is made from its partners and places."""

    SUM = "sum", "Add the places up"
    RATIO = "ratio", "Add numerators and denominators, then divide"
    NONE = "none", "Do not add up"


class Indicator(TenantModel):
    """One number the coalition has agreed to watch.

    Time rule and place rule are two settings (B15). Stored integers are scaled by
    ``10 ** decimals``; a rate shows ``per * numerator / denominator`` with ``display_decimals``.
    Baseline and target are in the shown unit.
    """

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    definition = models.TextField(blank=True)
    outcome = TenantForeignKey(
        "agenda.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    type = models.CharField(max_length=20, choices=IndicatorType.choices)
    unit = models.CharField(max_length=40, blank=True)
    per = models.PositiveIntegerField(default=1)
    decimals = models.PositiveSmallIntegerField(default=0)
    display_decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(
        max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    frequency = models.CharField(max_length=20, choices=Frequency.choices)
    year_kind = models.CharField(
        max_length=10, choices=YearKind.choices, default=YearKind.CALENDAR
    )
    time_rule = models.CharField(max_length=10, choices=TimeRule.choices)
    place_rule = models.CharField(max_length=10, choices=PlaceRule.choices)
    carry_forward = models.PositiveSmallIntegerField(default=0)
    numerator_label = models.CharField(max_length=200, blank=True)
    denominator_label = models.CharField(max_length=200, blank=True)
    hierarchy = TenantForeignKey(
        "measurement.Hierarchy", on_delete=models.PROTECT, related_name="indicators"
    )
    level = TenantForeignKey(
        "measurement.AreaLevel", on_delete=models.PROTECT, related_name="indicators"
    )
    dimensions = models.ManyToManyField(
        "measurement.Dimension", through="measurement.IndicatorDimension", related_name="indicators"
    )
    source = models.CharField(max_length=200, blank=True)
    responsible = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_start = models.DateField(null=True, blank=True)
    target_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target_start = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_headline = models.BooleanField(default=False)
    funder_visible = models.BooleanField(default=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="indicator_code_unique"),
            models.CheckConstraint(
                condition=models.Q(baseline_value__isnull=True, baseline_start__isnull=True)
                | models.Q(baseline_value__isnull=False, baseline_start__isnull=False),
                name="indicator_baseline_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(target_value__isnull=True, target_start__isnull=True)
                | models.Q(target_value__isnull=False, target_start__isnull=False),
                name="indicator_target_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(decimals__lte=6) & models.Q(display_decimals__lte=6),
                name="indicator_decimals_at_most_six",
            ),
            models.CheckConstraint(
                condition=models.Q(per__gte=1), name="indicator_per_at_least_one"
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=["rate", "average"], time_rule__in=["ratio", "last"])
                | models.Q(type="count", time_rule="sum")
                | models.Q(type="stock", time_rule="last"),
                name="indicator_time_rule_fits_type",
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=["rate", "average"], place_rule__in=["ratio", "none"])
                | models.Q(type__in=["count", "stock"], place_rule__in=["sum", "none"]),
                name="indicator_place_rule_fits_type",
            ),
            models.CheckConstraint(
                condition=models.Q(carry_forward=0)
                | models.Q(carry_forward=1, type="stock"),
                name="indicator_only_stocks_carry_one_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_denominator(self) -> bool:
        """Rates and averages are stored as numerator and denominator (sum and n)."""
        return self.type in {IndicatorType.RATE, IndicatorType.AVERAGE}

    @property
    def scale(self) -> int:
        """What a stored integer is divided by to give the number that was typed."""
        return int(10**self.decimals)


class IndicatorDimension(TenantModel):
    """Which dimensions an indicator is split by, in the order its page shows them."""

    indicator = TenantForeignKey(
        "measurement.Indicator", on_delete=models.CASCADE, related_name="splits"
    )
    dimension = TenantForeignKey(
        "measurement.Dimension", on_delete=models.PROTECT, related_name="splits"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "indicator", "dimension"], name="indicator_dimension_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} by {self.dimension_id}"
