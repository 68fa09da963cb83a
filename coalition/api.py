"""The API's doors: who comes in by token, and what the token's role may do."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from coalition.models import ApiToken
from coalition.tokens import hash_token


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer api_…``, looked up among the tokens of the coalition in the URL.

    A token of another coalition, a revoked one and an invented one get the same 401, as does a
    coalition that does not exist: the API tells strangers nothing.
    """

    def authenticate(self, request: Any) -> tuple[None, ApiToken] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if len(words) != 2 or words[0].lower() != "bearer":
            return None
        token = None
        if getattr(request._request, "coalition", None) is not None:  # noqa: SLF001
            token = ApiToken.objects.filter(
                token_hash=hash_token(words[1]), revoked_at__isnull=True
            ).first()
        if token is None or (token.expires_at and token.expires_at <= timezone.now()):
            raise AuthenticationFailed("This token does not open this coalition.")
        return None, token

    def authenticate_header(self, request: HttpRequest) -> str:
        return "Bearer"


class HasPermission(BasePermission):
    """The view's ``permissions`` name one permission for each method; unlisted means refused."""

    def has_permission(self, request: Any, view: Any) -> bool:
        needed = getattr(view, "permissions", {}).get(request.method)
        return request.auth is not None and needed is not None and request.auth.may(needed)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Names the token in the OpenAPI document."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
