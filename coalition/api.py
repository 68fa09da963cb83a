"""The API's doors: token authentication, permissions, and errors as problem details."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import exception_handler


class TokenAuthentication(BaseAuthentication):
    """Placeholder until the API room is built."""

    def authenticate(self, request: Any) -> None:
        return None


class HasPermission(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return False


def problem_details(exception: Exception, context: dict[str, Any]) -> Response | None:
    return exception_handler(exception, context)
