"""What has to be recomputed: PostgreSQL remembers it, whoever comes first does it."""

from django.db import models
from django.db.models.functions import Now


class Dirty(models.Model):
    """One piece of work, by ids only. Not behind row-level security: the sweeper serves all.

    Written in the same transaction as the facts (docs/adr/0003-dirty-table.md).
    """

    coalition_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    not_before = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())
    quarantined_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(quarantined_at__isnull=True),
                name="dirty_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.coalition_id}:{self.key}"
