"""Background work of shared measurement: ids in, one call, a count out."""

from celery import shared_task
from django.utils import timezone

from coalition.models import Coalition
from coalition.tenancy import in_coalition
from measurement.rollups import recompute
from measurement.services.submissions import generate_due_reports


@shared_task(name="measurement.generate_due_reports")
def generate_for_every_coalition() -> int:
    """Make what is due today in every coalition; running it twice makes nothing new."""
    made = 0
    for coalition_id in Coalition.objects.values_list("pk", flat=True):
        with in_coalition(coalition_id):
            made += generate_due_reports(today=timezone.localdate())
    return made


@shared_task(name="measurement.recompute")
def recompute_in_worker(coalition_id: int, key: str) -> int:
    """Recompute one key at once, in the worker; ``manage.py prove_rollup`` asks for it."""
    with in_coalition(coalition_id):
        return recompute(coalition_id, key)
