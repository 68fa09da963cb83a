"""Background work of this room: without arguments, short, and harmless when run twice."""

from celery import shared_task
from django.db.utils import OperationalError

from coalition import queue


@shared_task(
    name="coalition.drain", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=3
)
def drain() -> int:
    """Do what is due in the queue; returns how many rows were claimed."""
    return queue.drain_until_empty()
