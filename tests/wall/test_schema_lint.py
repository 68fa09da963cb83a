"""The migrated database keeps the wall's sixteen rules (reliability.md 2.4, G2)."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from coalition.database import refuse_unsafe_role

# Our own tables that belong to no coalition, and why; the framework's stand below.
EXEMPT = {
    "coalition_coalition": "the list of coalitions: addresses must resolve before a scope exists",
    "coalition_user": "people are global, their memberships are not",
    "coalition_dirty": "work to do, ids only; the sweeper serves every coalition",
    "coalition_outgoingmail": "the demo's local outbox, empty where a mail server is set",
}
FRAMEWORK = (
    "django_migrations django_content_type django_session auth_group auth_permission "
    "auth_group_permissions account_emailaddress account_emailconfirmation mfa_authenticator"
).split()

TENANT = """
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                  AND a.attname = 'coalition_id' AND NOT a.attisdropped)
      AND c.relname <> 'coalition_dirty'
"""
IN_SCOPE = "(NULLIF(current_setting('app.coalition_id'::text, true), ''::text))::bigint"

RULES: dict[str, str] = {
    "T1 row-level security is on and forced": f"""
        SELECT c.relname {TENANT} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
    "T2 coalition_id is never null": f"""
        SELECT c.relname {TENANT} AND EXISTS (SELECT 1 FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'coalition_id' AND NOT a.attnotnull)""",
    "T3 has the composite key": f"""
        SELECT c.relname {TENANT} AND NOT EXISTS (SELECT 1 FROM pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype = 'u'
          AND pg_get_constraintdef(k.oid) = 'UNIQUE (coalition_id, id)')""",
    "T4 has one policy for reading and writing": f"""
        SELECT c.relname {TENANT} AND 1 <> (SELECT count(*) FROM pg_policy p
        WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*')""",
    "T4b other permissive policies only read, on membership only": f"""
        SELECT c.relname {TENANT} AND c.relname <> 'coalition_membership'
        AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid
                    AND p.polpermissive AND p.polcmd <> '*')""",
    "T5 the policy names the coalition in scope, both ways": f"""
        SELECT c.relname {TENANT} AND NOT EXISTS (SELECT 1 FROM pg_policy p
        WHERE p.polrelid = c.oid AND p.polcmd = '*'
          AND pg_get_expr(p.polqual, c.oid) = $q$(coalition_id = {IN_SCOPE})$q$
          AND pg_get_expr(p.polwithcheck, c.oid) = $q$(coalition_id = {IN_SCOPE})$q$)""",
    "T6 keys between tenant tables are composite": f"""
        SELECT k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid IN (SELECT c.oid {TENANT})
          AND k.confrelid IN (SELECT c.oid {TENANT})
          AND pg_get_constraintdef(k.oid) NOT LIKE 'FOREIGN KEY (coalition_id, %'""",
    "T7 unique indexes begin with the coalition": f"""
        SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indisunique AND NOT x.indisprimary AND x.indrelid IN (SELECT c.oid {TENANT})
          AND (SELECT attname FROM pg_attribute
               WHERE attrelid = x.indrelid AND attnum = x.indkey[0]) <> 'coalition_id'""",
    "T8 no cascade crosses a tenant table in the database": f"""
        SELECT k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.confrelid IN (SELECT c.oid {TENANT})
          AND k.confdeltype <> 'a'""",
    "T9 every reference column between tenant tables has its composite key": f"""
        SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c
          ON c.oid = a.attrelid
        WHERE c.oid IN (SELECT c.oid {TENANT}) AND a.attname LIKE '%\\_id'
          AND a.attname NOT IN ('coalition_id', 'user_id', 'object_id')
          AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid
                          AND k.contype = 'f' AND a.attnum = ANY (k.conkey))""",
    "R1 the application role is plain": """
        SELECT rolname FROM pg_roles WHERE rolname = current_user
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)""",
    "R2 the application role owns nothing and belongs to no owner": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND pg_has_role(current_user, c.relowner, 'MEMBER')""",
    "R3 no right to truncate, reference or trigger": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r'
          AND (has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'REFERENCES')
               OR has_table_privilege(c.oid, 'TRIGGER'))""",
    "R4 the application role makes no tables": """
        SELECT 'public' WHERE has_schema_privilege(current_user, 'public', 'CREATE')""",
    "V1 no view walks round the wall": """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND (c.relkind = 'm' OR (c.relkind = 'v'
          AND NOT coalesce(c.reloptions::text LIKE '%security_invoker=true%', false)))""",
    "F1 no function runs with its owner's rights": """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.prosecdef""",
}


def rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.split(" ")[0])
def test_schema_keeps_the_rule(rule: str) -> None:
    assert rows(RULES[rule]) == [], rule


@pytest.mark.django_db
def test_tables_without_a_coalition_are_listed_with_a_reason() -> None:
    tenant = set(rows(f"SELECT c.relname {TENANT}"))
    every = set(rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))

    assert every - tenant - set(FRAMEWORK) == set(EXEMPT)
    assert len(EXEMPT) <= 10


@pytest.mark.django_db
def test_append_only_tables_cannot_be_changed() -> None:
    changeable = rows("""
        SELECT c.relname FROM pg_class c WHERE c.relname IN
            ('coalition_auditevent', 'measurement_observationrevision')
        AND (has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))""")

    assert changeable == []


@pytest.mark.django_db
def test_suite_runs_as_the_application_role() -> None:
    assert rows("SELECT current_user") == [settings.DATABASES["default"]["USER"]]
    assert rows("SELECT current_setting('server_version_num')::int / 10000") >= [18]


@pytest.mark.django_db(databases=["default", "owner"])
def test_start_up_refuses_the_owner_as_run_time_role() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    refuse_unsafe_role(connection)
    with pytest.raises(ImproperlyConfigured, match="owns tables"):
        refuse_unsafe_role(connections["owner"])
