"""A goal: what the coalition wants to be true, apart from how it is measured."""

from django.db import models

from coalition.tenancy import TenantModel


class Goal(TenantModel):
    """A goal of the agenda, in plain words (A1)."""

    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["coalition", "code"], name="goal_code_unique")]

    def __str__(self) -> str:
        return self.title
