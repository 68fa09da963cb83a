"""The migration operation that gives a coalition-owned table its walls in the database."""

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

IN_SCOPE = "coalition_id = nullif(current_setting('app.coalition_id', true), '')::bigint"
OWN_ROWS = "user_id = nullif(current_setting('app.user_id', true), '')::bigint"


def _add_constraint(table: str, name: str, definition: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}' "
        f"AND conrelid = '{table}'::regclass) THEN "
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}; END IF; END $$'
    )


def _key(table: str) -> str:
    return _add_constraint(table, f"{table}_tenant_key", "UNIQUE (coalition_id, id)")


def _policy(table: str, name: str, rest: str) -> list[str]:
    return [
        f'DROP POLICY IF EXISTS {name} ON "{table}"',
        f'CREATE POLICY {name} ON "{table}" {rest}',
    ]


def is_tenant(model: type[models.Model]) -> bool:
    """Tell whether a model's rows belong to a coalition (it has a ``coalition`` key)."""
    return any(field.name == "coalition" for field in model._meta.concrete_fields)  # noqa: SLF001


def tenant_links(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Return the foreign keys of ``model`` that point to another coalition-owned model."""
    return [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, models.ForeignKey)
        and field.name != "coalition"
        and is_tenant(field.related_model)
    ]


def walls(model: type[models.Model], *, own_rows: bool = False) -> list[str]:
    """Return the SQL that puts ``model`` behind the wall; running it twice changes nothing.

    Row-level security, forced, with one policy for reading and writing; the composite key; one
    composite foreign key for each link to another table of the coalition (reliability.md 2.5).
    """
    table = model._meta.db_table  # noqa: SLF001
    sql = [
        _key(table),
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        *_policy(table, "tenant", f"USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})"),
    ]
    if own_rows:
        sql += _policy(table, "own_rows", f"FOR SELECT USING ({OWN_ROWS})")
    for field in tenant_links(model):
        target = field.related_model._meta.db_table  # noqa: SLF001
        sql.append(_key(target))
        sql.append(
            _add_constraint(
                table,
                f"{table}_{field.column}_in_coalition"[:63],
                f'FOREIGN KEY (coalition_id, "{field.column}") '
                f'REFERENCES "{target}" (coalition_id, id)',
            )
        )
    return sql


class TenantTable(Operation):
    """Put a model's table behind the wall; repeat it in a migration that adds a link."""

    reversible = True

    def __init__(self, model_name: str, *, own_rows: bool = False) -> None:
        self.model_name = model_name
        self.own_rows = own_rows

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (
            self.__class__.__name__,
            [self.model_name],
            {"own_rows": True} if self.own_rows else {},
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The wall is the database's; Django's model state does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in walls(model, own_rows=self.own_rows):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """The table goes away with its CreateModel; the wall is never taken down alone."""

    def describe(self) -> str:
        return f"Put {self.model_name} behind the wall between coalitions"
