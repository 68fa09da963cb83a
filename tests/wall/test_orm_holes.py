"""Seventeen ordinary ORM calls that pass through scoping alone; the database stops each of them.

reliability.md 2.3, G3: run for every coalition-owned model as the real application role.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction

from coalition.models import Coalition
from coalition.tenancy import NoCoalitionError, TenantModel, in_coalition
from coalition.tenant_table import tenant_links
from tests.wall.rows import make_row, tenant_models
from tests.world import World

REFUSED = (NoCoalitionError, DatabaseError, models.ObjectDoesNotExist)


def leaks(call: Callable[[], Any]) -> bool:
    """Run ``call`` in a savepoint; tell whether it gave or changed anything."""
    try:
        with transaction.atomic():
            return bool(call())
    except REFUSED:
        return False


def copy_of(row: Any, **changes: Any) -> Any:
    """An unsaved copy of ``row`` with some fields changed."""
    values = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if not f.primary_key
    }
    return type(row)(**(values | changes))


def holes_without_scope(model: type[TenantModel], foreign: Any) -> dict[str, Callable[[], Any]]:
    """Calls where no coalition is in scope."""
    everything = model._base_manager
    return {
        "exists": lambda: everything.exists(),
        "exclude exists": lambda: everything.exclude(pk=0).exists(),
        "count": lambda: everything.filter(pk=foreign.pk).count(),
        "iterate": lambda: list(everything.exclude(pk=0)),
        "aggregate": lambda: everything.aggregate(n=models.Count("pk"))["n"],
        "bulk_create": lambda: everything.bulk_create([copy_of(foreign)]),
        "default manager": lambda: list(model.objects.all()),
    }


def holes_in_scope(model: type[TenantModel], own: Any, foreign: Any) -> dict[str, Callable[[], Any]]:
    """Calls inside coalition A that aim at a row of coalition B."""

    def refresh() -> bool:
        ghost = copy_of(own)
        ghost.pk = foreign.pk
        ghost.refresh_from_db()
        return True

    def save_foreign() -> bool:
        foreign.save(force_update=True)
        return True

    def create_foreign() -> bool:
        copy_of(foreign).save(force_insert=True)
        return True

    return {
        "base manager get": lambda: model._base_manager.get(pk=foreign.pk),
        "refresh_from_db": refresh,
        "save": save_foreign,
        "create for B": create_foreign,
        "content type": lambda: ContentType.objects.get_for_model(model).get_object_for_this_type(
            pk=foreign.pk
        ),
        "raw": lambda: list(
            model._base_manager.raw(
                f'SELECT * FROM "{model._meta.db_table}" WHERE id = %s', [foreign.pk]
            )
        ),
        "update": lambda: model._base_manager.filter(pk=foreign.pk).update(
            coalition_id=own.coalition_id
        ),
        "delete": lambda: model._base_manager.filter(pk=foreign.pk)._raw_delete("default"),
        "class-level queryset": lambda: model._base_manager.all().filter(pk=foreign.pk).exists(),
        "join through coalition": lambda: list(
            Coalition.objects.filter(pk=foreign.coalition_id).extra(
                where=[f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" x WHERE x.id = %s)'],
                params=[foreign.pk],
            )
        ),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_no_orm_call_reaches_another_coalition(model: type[TenantModel]) -> None:
    alpha, beta = World("alpha"), World("beta")
    with alpha.scope():
        own = make_row(model)
    with beta.scope():
        foreign = make_row(model)

    found = [name for name, call in holes_without_scope(model, foreign).items() if leaks(call)]
    with alpha.scope():
        calls = holes_in_scope(model, own, foreign)
        found += [name for name, call in calls.items() if leaks(call)]

    assert found == []
    with beta.scope():
        assert model.objects.get(pk=foreign.pk).coalition_id == beta.coalition.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "field"),
    [(m, f.name) for m in tenant_models() for f in tenant_links(m)],
    ids=lambda value: value if isinstance(value, str) else value._meta.label,
)
def test_no_link_crosses_the_wall(model: type[TenantModel], field: str) -> None:
    """Foreign and missing ids give the same refusal; FK access never reads the other side."""
    alpha, beta = World("alpha"), World("beta")
    target = model._meta.get_field(field).related_model
    with beta.scope():
        foreign = make_row(target)
    states = []
    for pk in (foreign.pk, 999_999_999):
        with pytest.raises(DatabaseError) as refused, alpha.scope():
            row = copy_of(make_row(model), **{f"{field}_id": pk})
            # Only the link under test may be what the database refuses.
            model._base_manager.filter(coalition_id=row.coalition_id).update(**{f"{field}_id": pk})
        states.append(refused.value.__cause__.sqlstate)
    with alpha.scope():
        linked = make_row(model)
        setattr(linked, f"{field}_id", foreign.pk)
        with pytest.raises(models.ObjectDoesNotExist):
            getattr(linked, field)

    # An append-only row refuses every change; an unpaired acceptance fails its check first.
    expected = "42501" if model.append_only else "23503"
    unpaired = (model._meta.label, field) == ("coalition.Invitation", "accepted_by")
    expected = "23514" if unpaired else expected
    assert states == [expected, expected]


@pytest.mark.django_db(transaction=True)
def test_thread_does_not_inherit_the_scope() -> None:
    from concurrent.futures import ThreadPoolExecutor

    alpha = World("alpha")

    def look() -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM agenda_goal")
                return str(cursor.fetchone()[0])
        finally:
            connection.close()

    with in_coalition(alpha.coalition.pk), ThreadPoolExecutor(1) as pool:
        seen = pool.submit(look).result()

    assert seen == "0"
