"""The queue: PostgreSQL remembers what is to be recomputed, Celery or the sweeper does it.

reliability.md 4.3 and docs/adr/0003-dirty-table.md: facts and their dirty rows are one
transaction; whoever claims a batch locks each key and recomputes from the facts, so that a kill
at any point leaves the work still to be done.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils.module_loading import import_string

from coalition.models import Dirty
from coalition.tenancy import current_coalition_id, in_coalition

log = logging.getLogger(__name__)
BATCH = 300
ATTEMPTS = 5
QUIET_AFTER_FAILURE = 30.0
_silent_until = 0.0

CLAIM = """
    DELETE FROM coalition_dirty WHERE id IN (
        SELECT id FROM coalition_dirty
        WHERE not_before <= clock_timestamp() AND quarantined_at IS NULL
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING coalition_id, kind, key, attempts
"""
Item = tuple[int, str, str]


def mark_dirty(kind: str, keys: Iterable[str]) -> int:
    """Write one row for each key, in the caller's transaction, and poke a worker after it.

    Returns how many rows were written. ``keys`` hold ids only, never personal data.
    """
    coalition_id = current_coalition_id()
    rows = [Dirty(coalition_id=coalition_id, kind=kind, key=key) for key in sorted(set(keys))]
    Dirty.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(poke, robust=True)
    return len(rows)


def poke() -> None:
    """Ask a Celery worker to drain, if Redis is there; the sweeper comes by anyway.

    After a failure this process stays silent for 30 seconds, so that Redis being away does not
    slow every request down.
    """
    global _silent_until  # noqa: PLW0603
    if time.monotonic() < _silent_until:
        return
    from coalition.tasks import drain  # noqa: PLC0415  (tasks import this module)

    try:
        drain.apply_async(retry=False, ignore_result=True)
    except Exception as problem:  # noqa: BLE001  (any broker fault means the same: leave it)
        _silent_until = time.monotonic() + QUIET_AFTER_FAILURE
        log.warning("Could not poke a worker (%s); the sweeper does the work.", type(problem).__name__)


def drain_once(limit: int = BATCH) -> int:
    """Claim up to ``limit`` rows, recompute each distinct key once, and return rows claimed.

    One transaction: a kill rolls back to “still to be done”. Keys are sorted, so two movers never
    wait for each other in a circle. A key that fails alone is put back with a later time.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [limit])
            claimed = cursor.fetchall()
        attempts: dict[Item, int] = {}
        for coalition_id, kind, key, tried in claimed:
            item = (coalition_id, kind, key)
            attempts[item] = max(tried, attempts.get(item, 0))
        for item in sorted(attempts):
            _work(item, attempts[item])
    return len(claimed)


def _work(item: Item, attempts: int) -> None:
    coalition_id, kind, key = item
    try:
        with in_coalition(coalition_id):
            lock(coalition_id, f"{kind}:{key}")
            handler(kind)(coalition_id, key)
    except OperationalError:
        raise  # the connection or a deadlock: the whole batch goes back
    except Exception as problem:
        log.exception("Could not recompute %s %s", kind, key)
        _put_back(item, attempts + 1, problem)


def lock(coalition_id: int, key: str) -> None:
    """Wait for this key's lock; it is held until the transaction ends. Lock first, then read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [coalition_id, key])


def handler(kind: str) -> Callable[[int, str], Any]:
    """Return the function that recomputes this kind (settings.QUEUE_HANDLERS)."""
    function: Callable[[int, str], Any] = import_string(settings.QUEUE_HANDLERS[kind])
    return function


def _put_back(item: Item, attempts: int, problem: Exception) -> None:
    coalition_id, kind, key = item
    delay = 2**attempts + random.random()  # noqa: S311  (jitter, not a secret)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO coalition_dirty"
            " (coalition_id, kind, key, attempts, not_before, last_error, quarantined_at)"
            " VALUES (%s, %s, %s, %s, now() + make_interval(secs => %s), %s,"
            " CASE WHEN %s THEN now() END)",
            [coalition_id, kind, key, attempts, delay, repr(problem)[:300], attempts >= ATTEMPTS],
        )


def drain_until_empty() -> int:
    """Drain batch after batch until nothing is due; returns how many rows were claimed."""
    total = 0
    while claimed := drain_once():
        total += claimed
    return total
