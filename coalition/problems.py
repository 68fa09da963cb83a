"""The API's errors as problem details (RFC 9457): one shape for every refusal."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

TITLES = {
    400: "The request has a mistake",
    401: "A token is needed",
    403: "This token may not do that",
    404: "Not found",
    405: "Method not allowed",
    406: "That format is not offered",
    415: "Send JSON",
    429: "Too many requests",
}


def problem_details(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Return the refusal as ``type, title, status, detail, errors``."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    found = response.data
    errors = found if isinstance(found, dict) and "detail" not in found else {}
    detail = found["detail"] if isinstance(found, dict) and "detail" in found else ""
    response.data = {
        "type": "about:blank",
        "title": TITLES.get(response.status_code, "Refused"),
        "status": response.status_code,
        "detail": str(detail) or "; ".join(str(m) for messages in errors.values() for m in messages),
        "errors": [
            {"parameter": name, "message": str(message)}
            for name, messages in errors.items()
            for message in messages
        ],
    }
    response.content_type = "application/problem+json"
    return response
