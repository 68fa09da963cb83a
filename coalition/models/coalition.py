"""A coalition: the organisations that work on one agenda, and the owner of every tenant row."""

from django.db import models
from django.urls import reverse


class Coalition(models.Model):
    """One coalition of an install. Its name and address are known to all; its rows to nobody else."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=5, default="en")
    year_start_month = models.PositiveSmallIntegerField(default=1)
    school_year_start_month = models.PositiveSmallIntegerField(default=7)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    small_group = models.PositiveSmallIntegerField(default=10)
    contributors_may_send = models.BooleanField(default=False)
    credit = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year_start_month__range=(1, 12))
                & models.Q(school_year_start_month__range=(1, 12)),
                name="coalition_months_are_months",
            ),
            # The threshold may be raised, never lowered (ux/standard.md S21).
            models.CheckConstraint(
                condition=models.Q(small_group__gte=10), name="coalition_small_group_at_least_ten"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:home", args=[self.slug])
