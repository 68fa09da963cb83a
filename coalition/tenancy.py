"""The wall between coalitions, application side: every query names its coalition when it runs.

Behind it stand row-level security and composite foreign keys, which ``TenantTable`` in
``coalition/tenant_table.py`` gives to each table (reliability.md 2.5, docs/adr/0002-three-walls.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.db import connection, models, transaction
from django.db.models import F, Func

M = TypeVar("M", bound=models.Model)


class NoCoalitionError(RuntimeError):
    """A query on a coalition's rows ran where no coalition is in scope."""


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen: one coalition's, or one person's own memberships."""

    coalition_id: int | None = None
    user_id: int | None = None


_scope: ContextVar[Scope | None] = ContextVar("coalition_scope", default=None)


def current_coalition_id() -> int:
    """Return the id of the coalition in scope; raises NoCoalitionError where there is none."""
    scope = _scope.get()
    if scope is None or scope.coalition_id is None:
        raise NoCoalitionError("Wrap this in in_coalition(...).")
    return scope.coalition_id


def _set_local(scope: Scope | None) -> None:
    """Tell PostgreSQL's policies, for this transaction only, whose rows may be seen."""
    coalition = scope.coalition_id if scope else None
    user = scope.user_id if scope else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.coalition_id', %s, true), set_config('app.user_id', %s, true)",
            ["" if coalition is None else str(coalition), "" if user is None else str(user)],
        )


@contextmanager
def _scoped(scope: Scope) -> Iterator[None]:
    outer = _scope.get()
    nested = connection.in_atomic_block
    token = _scope.set(scope)
    try:
        with transaction.atomic():
            _set_local(scope)
            yield
            # A released savepoint keeps SET LOCAL, so an inner scope restores the outer one.
            if nested and not connection.needs_rollback:
                _set_local(outer)
    finally:
        _scope.reset(token)


def in_coalition(coalition_id: int) -> "Any":
    """Open a transaction in which exactly this coalition's rows can be read and written."""
    return _scoped(Scope(coalition_id=coalition_id))


def as_person(user_id: int) -> "Any":
    """Open a transaction in which a person's own memberships can be read, in every coalition."""
    return _scoped(Scope(user_id=user_id))


class _InScope(Func):
    """``coalition_id = <the coalition in scope>``, resolved when the SQL is made."""

    conditional = True

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*(expressions or (F("coalition"),)), output_field=models.BooleanField())

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        scope = _scope.get()
        if scope is None:
            raise NoCoalitionError("Wrap this query in in_coalition(...).")
        if scope.coalition_id is None:
            return "1 = 1", ()  # as_person: the policy on membership decides, every other is empty
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = %s", (*params, scope.coalition_id)


class TenantManager(models.Manager[M]):
    """The manager of every coalition-owned model: it refuses to run without a scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(_InScope())


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A link between two rows of one coalition.

    The database constraint is composite, ``(coalition_id, x_id)``, and is added by
    ``TenantTable``; a plain one would let another coalition's row be linked or deleted
    (reliability.md 2.4).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class TenantModel(models.Model):
    """A row that belongs to one coalition. Set ``coalition`` by ``coalition_id``, or leave it
    out: the coalition in scope is filled in when the row is made."""

    append_only: ClassVar[bool] = False

    coalition = models.ForeignKey("coalition.Coalition", on_delete=models.CASCADE, related_name="+")
    objects: ClassVar[Any] = TenantManager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args and "coalition" not in kwargs and "coalition_id" not in kwargs:
            scope = _scope.get()
            if scope is not None and scope.coalition_id is not None:
                kwargs["coalition_id"] = scope.coalition_id
        super().__init__(*args, **kwargs)
