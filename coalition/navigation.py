"""The page frame: what every page's header and footer need."""

from typing import Any

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context: the demo mark, the coalition, its navigation, the switcher."""
    return {"coalition": getattr(request, "coalition", None)}
