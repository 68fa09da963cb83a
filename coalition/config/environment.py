"""Reads the environment: the one list of variables that an installation can set."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# name -> what it is for; docs/install.md and docker-compose.yml are tested against this table.
NAMES = {
    "SECRET_KEY": "signs sessions and tokens; required",
    "DATABASE_URL": "PostgreSQL address of the application role; required",
    "DATABASE_OWNER_URL": "PostgreSQL address of the owner role; migrations only",
    "DATABASE_POOL": "1 = keep a connection pool (web processes only)",
    "REDIS_URL": "Redis or Valkey address of the queue",
    "ALLOWED_HOSTS": "comma-separated host names that this install answers to",
    "SITE_ORIGIN": "scheme and host of every absolute link, e.g. https://data.example.org",
    "DEBUG": "1 = developer pages; never in production",
    "DEMO": "1 = demo banner, local outbox page and demo sign-ins",
    "SECOND_FACTOR_FOR_LEADS": "0 = coalition leads need no second factor (demo only)",
    "EMAIL_URL": "smtp://user:password@host:port or smtps://…; empty = local outbox",
    "DEFAULT_FROM_EMAIL": "sender of the install's mail",
    "TRUST_PROXY": "1 = a proxy in front sets X-Forwarded-Proto",
}


def text(name: str, default: str | None = None) -> str:
    """Return variable ``name``, or the content of the file that ``name_FILE`` points to.

    Raises ImproperlyConfigured when it is missing and no default is given.
    """
    if name not in NAMES:
        raise ImproperlyConfigured(f"{name} is not in coalition.config.environment.NAMES.")
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}: {NAMES[name]}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return variable ``name`` as a yes or no: ``1`` is yes, ``0`` is no."""
    return text(name, "1" if default else "0") == "1"


def words(name: str, default: str = "") -> list[str]:
    """Return variable ``name`` split at commas, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, Any]:
    """Return Django's connection settings for a ``postgresql://`` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("The database address starts with postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def email(url: str) -> dict[str, Any]:
    """Return Django's mail settings for an ``smtp://`` or ``smtps://`` address."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }
