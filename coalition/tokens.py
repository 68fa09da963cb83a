"""Secrets for links and the API: 32 random bytes, of which only the SHA-256 is kept."""

import hashlib
import secrets


def new_token(kind: str) -> tuple[str, str]:
    """Return a fresh token with its kind as a prefix (``inv_``, ``api_``), and its hash."""
    token = f"{kind}_{secrets.token_urlsafe(32)}"
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Return the SHA-256 of ``token`` as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
