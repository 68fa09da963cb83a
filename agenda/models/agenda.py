"""The vision a coalition has agreed on, in plain words."""

from django.db import models

from coalition.tenancy import TenantModel


class Agenda(TenantModel):
    """The coalition's one agenda; its goals and outcomes hang below it."""

    vision = models.TextField(blank=True)
    why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coalition"], name="agenda_one_per_coalition")
        ]

    def __str__(self) -> str:
        return self.vision[:80]
