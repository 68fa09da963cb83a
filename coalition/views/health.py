"""Whether the process lives, and whether it may take requests (reliability.md O-01)."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.http import require_safe

from coalition.database import refuse_unsafe_role


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database there, migrated, role bound by the wall. Without Redis only degraded."""
    try:
        refuse_unsafe_role(connection)
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        problem = "migrations are waiting" if waiting else ""
        problem = problem or _rows_without_scope()
    except (DatabaseError, ImproperlyConfigured) as refused:
        problem = type(refused).__name__
    state = {"ready": not problem, "problem": problem, "queue": _queue()}
    return JsonResponse(state, status=503 if problem else 200)


def _rows_without_scope() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM coalition_membership")
        return "rows are visible without a coalition" if cursor.fetchone()[0] else ""


def _queue() -> str:
    try:
        redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
        ).ping()
    except redis.RedisError:
        return "away; the sweeper works alone"
    return "there"
