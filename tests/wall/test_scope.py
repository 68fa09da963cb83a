"""The application side of the wall refuses queries without a scope."""

import pytest
from django.db import connection

from agenda.models import Goal
from coalition.tenancy import NoCoalitionError, in_coalition
from tests.world import World


def test_query_outside_a_coalition_raises(world: World) -> None:
    goals = Goal.objects.all()

    with pytest.raises(NoCoalitionError):
        list(goals)


def test_query_sees_only_the_coalition_in_scope(world: World, other_world: World) -> None:
    with world.scope():
        mine = list(Goal.objects.values_list("coalition__slug", flat=True))

    assert mine == ["alpha"]


def test_inner_scope_gives_the_outer_one_back(world: World, other_world: World) -> None:
    with world.scope():
        with other_world.scope():
            pass
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.coalition_id')")
            setting = cursor.fetchone()[0]

    assert setting == str(world.coalition.pk)


def test_rows_of_another_coalition_cannot_be_written(world: World, other_world: World) -> None:
    with pytest.raises(Exception, match="row-level security"), in_coalition(world.coalition.pk):
        Goal.objects.create(coalition=other_world.coalition, code="x", title="x")
