"""Makes the two database roles and the database: the wall stands on who may do what here.

`python -m coalition.config.database_roles` reads the administrator's address from
DATABASE_ADMIN_URL and the passwords from OWNER_PASSWORD and APP_PASSWORD. It needs psycopg
only, so it runs before Django can. Running it again changes nothing but the passwords.
"""

import argparse
import os
import sys
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import Connection, sql

OWNER = "collective_owner"
APPLICATION = "collective_app"
# A role that bears this mark was made by dev.py, which may therefore give it a new password.
DEVELOPMENT_MARK = "made by dev.py"
# A forgotten transaction or an endless query must not hold up everybody else; the longest
# honest piece of work is a Celery task, which ends after 300 s.
APPLICATION_LIMITS = {
    "lock_timeout": "30s",
    "statement_timeout": "300s",
    "idle_in_transaction_session_timeout": "300s",
}
ENVIRONMENT = ("DATABASE_ADMIN_URL", "OWNER_PASSWORD", "APP_PASSWORD")


class Passwords(NamedTuple):
    """What the two roles sign in with."""

    owner: str
    application: str


class RolesError(Exception):
    """The roles cannot be made; the message names the remedy."""


def make_all(
    admin_url: str,
    passwords: Passwords,
    *,
    database: str,
    development: bool = False,
    owner_creates_databases: bool = False,
) -> None:
    """Make roles, database and rights on the server of ``admin_url``; safe to run again.

    ``development`` refuses roles that dev.py did not make; ``owner_creates_databases`` is for
    tests, which make their own. Raises RolesError with the remedy.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        _refuse_without_rights(connection)
        if development:
            _refuse_roles_of_others(connection)
        createdb: LiteralString = "CREATEDB" if owner_creates_databases else "NOCREATEDB"
        _make_role(connection, OWNER, passwords.owner, createdb)
        _make_role(connection, APPLICATION, passwords.application, "NOCREATEDB")
        _bind_application_role(connection)
        if development:
            _mark_roles(connection)
        _make_database(connection, database)
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
        grant_rights(connection)


def grant_rights(
    connection: Connection[Any], owner: str = OWNER, application: str = APPLICATION
) -> None:
    """In the connected database, give the application role rows and never structure.

    By default privileges it holds for every table that migrations will make: no TRUNCATE and
    no REFERENCES (reliability.md 2.4). Call it as the owner or the administrator.
    """
    statements: tuple[LiteralString, ...] = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {application}",
        "GRANT USAGE ON SCHEMA public TO {application}",
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            " GRANT USAGE ON SEQUENCES TO {application}"
        ),
    )
    for statement in statements:
        _run(connection, statement, owner=owner, application=application)


def _run(connection: Connection[Any], statement: LiteralString, **names: str) -> None:
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    connection.execute(sql.SQL(statement).format(**identifiers))


def _is_superuser(connection: Connection[Any]) -> bool:
    row = connection.execute("SELECT current_setting('is_superuser')").fetchone()
    return row == ("on",)


def _refuse_without_rights(connection: Connection[Any]) -> None:
    row = connection.execute(
        "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    if row != (True,):
        raise RolesError(
            "This database role may not create roles and databases. Give the address of one that "
            "may, or set both DATABASE_URL (application role) and DATABASE_OWNER_URL (owner role)."
        )


def _mark(connection: Connection[Any], role: str) -> str | None:
    """Return the comment on ``role`` ('' without one), or None where there is no such role."""
    row = connection.execute(
        "SELECT coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    return None if row is None else str(row[0])


def _refuse_roles_of_others(connection: Connection[Any]) -> None:
    for role in (OWNER, APPLICATION):
        if _mark(connection, role) not in {None, DEVELOPMENT_MARK}:
            raise RolesError(
                f"The role {role} exists on this server and dev.py did not make it, so its "
                "password stays as it is. Set both DATABASE_URL (application role) and "
                "DATABASE_OWNER_URL (owner role), or use another server."
            )


def _make_role(
    connection: Connection[Any], role: str, password: str, createdb: LiteralString
) -> None:
    """Create or correct one sign-in role with these rights only and this password."""
    verb: LiteralString = "CREATE" if _mark(connection, role) is None else "ALTER"
    # Only a superuser may spell these out; a role made by anybody else has none of them.
    superuser: LiteralString = (
        "NOSUPERUSER NOBYPASSRLS NOREPLICATION" if _is_superuser(connection) else ""
    )
    connection.execute(
        sql.SQL("{} ROLE {} WITH LOGIN {} {} NOCREATEROLE PASSWORD {}").format(
            sql.SQL(verb),
            sql.Identifier(role),
            sql.SQL(superuser),
            sql.SQL(createdb),
            sql.Literal(password),
        )
    )


def _bind_application_role(connection: Connection[Any]) -> None:
    """Take the application role out of every group (a member of the owner passes the wall)."""
    groups = connection.execute(
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
        " JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s",
        [APPLICATION],
    ).fetchall()
    for (group,) in groups:
        _run(connection, "REVOKE {group} FROM {role}", group=group, role=APPLICATION)
    for setting, value in APPLICATION_LIMITS.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(APPLICATION), sql.Identifier(setting), sql.Literal(value)
            )
        )


def _mark_roles(connection: Connection[Any]) -> None:
    for role in (OWNER, APPLICATION):
        connection.execute(
            sql.SQL("COMMENT ON ROLE {} IS {}").format(
                sql.Identifier(role), sql.Literal(DEVELOPMENT_MARK)
            )
        )


def _make_database(connection: Connection[Any], name: str) -> None:
    """Create database ``name`` for the owner; nobody but the two roles may connect to it."""
    if not _is_superuser(connection):
        # A managed server's administrator must be a member to hand something over.
        _run(connection, "GRANT {owner} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE", owner=OWNER)
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if row is None:
        _run(
            connection,
            "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'",
            name=name,
            owner=OWNER,
        )
    elif row != (OWNER,):
        raise RolesError(
            f"The database {name} belongs to {row[0]}, not to {OWNER}. "
            f"Choose another name, or run: ALTER DATABASE {name} OWNER TO {OWNER}"
        )
    _run(connection, "REVOKE ALL ON DATABASE {name} FROM PUBLIC", name=name)
    _run(connection, "GRANT CONNECT ON DATABASE {name} TO {app}", name=name, app=APPLICATION)


def main(arguments: list[str] | None = None) -> int:
    """Read the options and the environment; return 0, or 3 with the remedy on standard error."""
    parser = argparse.ArgumentParser(prog="coalition.config.database_roles", description=__doc__)
    parser.add_argument("--database", default="collective", help="name of the database")
    parser.add_argument("--development", action="store_true", help="only touch dev.py's own roles")
    parser.add_argument("--owner-creates-databases", action="store_true", help="for the tests")
    options = parser.parse_args(arguments)
    if missing := [name for name in ENVIRONMENT if not os.environ.get(name)]:
        sys.stderr.write(f"Set {', '.join(missing)}.\n")
        return 3
    try:
        make_all(
            os.environ["DATABASE_ADMIN_URL"],
            Passwords(os.environ["OWNER_PASSWORD"], os.environ["APP_PASSWORD"]),
            database=options.database,
            development=options.development,
            owner_creates_databases=options.owner_creates_databases,
        )
    except (RolesError, psycopg.Error) as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
