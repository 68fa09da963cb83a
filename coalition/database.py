"""The two database roles: the owner migrates, the application role runs and is bound by the wall."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

_checked: set[str] = set()

UNSAFE = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname = current_user
"""
REASONS = ("is a superuser", "bypasses row-level security", "owns tables or belongs to their owner")




def refuse_unsafe_role(connection: Any) -> None:
    """Raise ImproperlyConfigured when the run-time role could walk round the wall."""
    with connection.cursor() as cursor:
        cursor.execute(UNSAFE)
        found = [reason for reason, bad in zip(REASONS, cursor.fetchone(), strict=True) if bad]
    if found:
        raise ImproperlyConfigured(
            f"The run-time role {connection.settings_dict['USER']!r} {' and '.join(found)}. "
            "DATABASE_URL names the application role; the owner belongs in DATABASE_OWNER_URL."
        )


def check_on_connect(connection: Any, **_: Any) -> None:
    """Once per process, look at the run-time role before the first query (start-up refuses it)."""
    if connection.alias != "default":
        return
    name = f"{connection.settings_dict['USER']}@{connection.settings_dict['NAME']}"
    if name not in _checked:
        refuse_unsafe_role(connection)
        _checked.add(name)


def grant_application_role(using: str = "owner") -> None:
    """Give the application role its rights on every table: rows, never structure, no TRUNCATE.

    Append-only models (the audit trail) lose UPDATE and DELETE.
    """
    role = connections[using].ops.quote_name(settings.DATABASES["default"]["USER"])
    read_only = [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]  # noqa: SLF001
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON django_migrations FROM {role}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        for table in read_only:
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {role}')


def grant_after_migrate(sender: Any, using: str, **_: Any) -> None:
    """New tables get the application role's rights in the same command that made them."""
    if using == "owner":
        grant_application_role(using)
