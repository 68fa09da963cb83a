"""Makes the two database roles and the database: the wall stands on who may do what here.

`python -m coalition.config.database_roles` with the administrator's address in
DATABASE_ADMIN_URL and the two passwords in OWNER_PASSWORD and APP_PASSWORD. It needs psycopg
only, so it runs before Django can. Running it again changes nothing but the passwords.
"""

import argparse
import os
import sys
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import Connection, sql

OWNER = "collective_owner"
APPLICATION = "collective_app"
# A role that bears this mark was made by dev.py, which may therefore give it a new password.
DEVELOPMENT_MARK = "made by dev.py"
# A forgotten transaction or an endless query of the web must not hold up everybody else.
APPLICATION_LIMITS = {
    "lock_timeout": "10s",
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "60s",
}
APPLICATION_RIGHTS = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT"


class RolesError(Exception):
    """The roles cannot be made; the message names the remedy."""


def may_administer(connection: Connection[tuple[object, ...]]) -> bool:
    """Return whether the connected role can make the roles and the database."""
    row = connection.execute(
        "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    return row is not None and bool(row[0])


def role_mark(connection: Connection[tuple[object, ...]], role: str) -> str | None:
    """Return the comment on ``role`` ('' without one), or None where there is no such role."""
    row = connection.execute(
        "SELECT coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    return None if row is None else str(row[0])


def make_role(
    connection: Connection[tuple[object, ...]], role: str, password: str, rights: str
) -> None:
    """Create or correct one sign-in role with exactly these rights and this password."""
    verb = "CREATE" if role_mark(connection, role) is None else "ALTER"
    connection.execute(
        sql.SQL("{verb} ROLE {role} WITH LOGIN {rights} PASSWORD {password}").format(
            verb=sql.SQL(verb),
            role=sql.Identifier(role),
            rights=sql.SQL(rights),
            password=sql.Literal(password),
        )
    )


def owner_rights(connection: Connection[tuple[object, ...]], *, creates_databases: bool) -> str:
    """Return the owner's attributes; only a superuser may and need say NOSUPERUSER."""
    createdb = "CREATEDB" if creates_databases else "NOCREATEDB"
    return f"{_superuser_only(connection)} {createdb} NOCREATEROLE"


def _superuser_only(connection: Connection[tuple[object, ...]]) -> str:
    row = connection.execute("SELECT current_setting('is_superuser')").fetchone()
    return "NOSUPERUSER NOBYPASSRLS NOREPLICATION" if row == ("on",) else ""


def make_roles(
    connection: Connection[tuple[object, ...]],
    *,
    owner_password: str,
    application_password: str,
    development: bool = False,
    owner_creates_databases: bool = False,
) -> None:
    """Create or correct both roles. In development, refuse roles that dev.py did not make."""
    if not may_administer(connection):
        raise RolesError(
            "This database role may not create roles and databases. Give the address of one that "
            "may, or set both DATABASE_URL (application role) and DATABASE_OWNER_URL (owner role)."
        )
    for role in (OWNER, APPLICATION):
        mark = role_mark(connection, role)
        if development and mark is not None and mark != DEVELOPMENT_MARK:
            raise RolesError(
                f"The role {role} exists on this server and dev.py did not make it, so its "
                "password stays as it is. Set both DATABASE_URL (application role) and "
                "DATABASE_OWNER_URL (owner role), or use another server."
            )
    limited = f"{_superuser_only(connection)} NOCREATEDB NOCREATEROLE NOINHERIT"
    make_role(
        connection,
        OWNER,
        owner_password,
        owner_rights(connection, creates_databases=owner_creates_databases),
    )
    make_role(connection, APPLICATION, application_password, limited)
    _leave_every_role(connection, APPLICATION)
    for name, value in APPLICATION_LIMITS.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(APPLICATION), sql.Identifier(name), sql.Literal(value)
            )
        )
    if development:
        for role in (OWNER, APPLICATION):
            connection.execute(
                sql.SQL("COMMENT ON ROLE {} IS {}").format(
                    sql.Identifier(role), sql.Literal(DEVELOPMENT_MARK)
                )
            )


def _leave_every_role(connection: Connection[tuple[object, ...]], role: str) -> None:
    """Take ``role`` out of every role it belongs to: a member of the owner passes the wall."""
    groups = connection.execute(
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
        " JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s",
        [role],
    ).fetchall()
    for (group,) in groups:
        connection.execute(
            sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(str(group)), sql.Identifier(role))
        )


def make_database(connection: Connection[tuple[object, ...]], name: str) -> None:
    """Create database ``name`` for the owner; nobody but the two roles may connect to it."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    _let_administrator_act_as_owner(connection)
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if row is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                database, owner
            )
        )
    elif row != (OWNER,):
        raise RolesError(
            f"The database {name} belongs to {row[0]}, not to {OWNER}. "
            f"Choose another name, or: ALTER DATABASE {name} OWNER TO {OWNER}."
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            database, sql.Identifier(APPLICATION)
        )
    )


def _let_administrator_act_as_owner(connection: Connection[tuple[object, ...]]) -> None:
    """A managed server's administrator is no superuser: it must be a member to hand over."""
    if not _superuser_only(connection):
        connection.execute(
            sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE").format(
                sql.Identifier(OWNER)
            )
        )


def grant_rights(
    connection: Connection[tuple[object, ...]],
    owner: str = OWNER,
    application: str = APPLICATION,
) -> None:
    """In the connected database, give the application role rows and never structure.

    It holds for the tables that exist and, by default privileges, for those that migrations
    will make: no TRUNCATE, no REFERENCES (reliability.md 2.4). Call as owner or administrator.
    """
    names = {"owner": sql.Identifier(owner), "application": sql.Identifier(application)}
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {application}",
        "GRANT USAGE ON SCHEMA public TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE ON SEQUENCES TO {application}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def make_all(
    admin_url: str,
    *,
    owner_password: str,
    application_password: str,
    database: str,
    development: bool = False,
    owner_creates_databases: bool = False,
) -> None:
    """Make roles, database and rights on the server of ``admin_url``; safe to run again."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        make_roles(
            connection,
            owner_password=owner_password,
            application_password=application_password,
            development=development,
            owner_creates_databases=owner_creates_databases,
        )
        make_database(connection, database)
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
        grant_rights(connection)


def application_of(url: str) -> tuple[str, str, str]:
    """Return role, password and database of a ``postgresql://`` address."""
    parts = urlsplit(url)
    return (
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.path.lstrip("/")),
    )


def main(arguments: list[str] | None = None) -> int:
    """Read the options and the environment; return 0, or 3 with the remedy on standard error."""
    parser = argparse.ArgumentParser(prog="coalition.config.database_roles", description=__doc__)
    parser.add_argument("--database", default="collective", help="name of the database")
    parser.add_argument("--development", action="store_true", help="only touch dev.py's own roles")
    parser.add_argument("--owner-creates-databases", action="store_true", help="for the tests")
    options = parser.parse_args(arguments)
    missing = [
        name
        for name in ("DATABASE_ADMIN_URL", "OWNER_PASSWORD", "APP_PASSWORD")
        if not os.environ.get(name)
    ]
    if missing:
        sys.stderr.write(f"Set {', '.join(missing)}.\n")
        return 3
    try:
        make_all(
            os.environ["DATABASE_ADMIN_URL"],
            owner_password=os.environ["OWNER_PASSWORD"],
            application_password=os.environ["APP_PASSWORD"],
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
