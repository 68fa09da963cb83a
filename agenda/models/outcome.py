"""An outcome: the change under a goal that indicators will show."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Outcome(TenantModel):
    """A result statement in plain words, apart from the indicators that measure it (A1)."""

    goal = TenantForeignKey("agenda.Goal", on_delete=models.PROTECT, related_name="outcomes")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="outcome_code_unique")
        ]

    def __str__(self) -> str:
        return self.title
