"""One database per test process, made by the owner role and used as the application role."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from tests.world import World


def _owner(dbname: str | None = None) -> psycopg.Connection[Any]:
    """Connect as the owner, outside Django, to the test database or to ``dbname``."""
    db = settings.DATABASES["owner"]
    return psycopg.connect(
        host=db["HOST"],
        port=db["PORT"],
        user=db["USER"],
        password=db["PASSWORD"],
        dbname=dbname or db["NAME"],
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make this process's database, migrate it as the owner, and drop it at the end."""
    home = settings.DATABASES["owner"]["NAME"]
    name = f"test_{home}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with _owner(home) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        connections["owner"].close()
        yield
        connections.close_all()
    with _owner(home) as owner:
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _empty_tables(self: TransactionTestCase) -> None:
    """Empty all tables as the owner: the application role may not TRUNCATE."""
    tables = [m._meta.db_table for m in apps.get_models(include_auto_created=True)]
    keep = {"django_content_type", "auth_permission"}
    names = sql.SQL(", ").join(sql.Identifier(t) for t in tables if t not in keep)
    with _owner() as owner:
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]


@pytest.fixture
def world(db: None) -> World:
    """A coalition with people, partners and indicators to be filled by the test."""
    return World("alpha")


@pytest.fixture
def other_world(db: None) -> World:
    """A second coalition on the same install."""
    return World("beta")
