"""Disaggregation: dimensions (race, language) and their categories, reusable by indicators."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Dimension(TenantModel):
    """One way to split a number by group. ``code`` is the column name in tidy files."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="dimension_code_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Category(TenantModel):
    """One group of a dimension. ``code`` is the value in tidy files, as the source writes it."""

    dimension = TenantForeignKey(
        "measurement.Dimension", on_delete=models.PROTECT, related_name="categories"
    )
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    is_unknown = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "dimension", "code"], name="category_code_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name
