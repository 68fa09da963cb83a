"""The page frame: what every page's header and footer need."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from coalition import people
from coalition.models import Membership
from coalition.roles import Permission, Role

BACKBONE = [
    ("Home", "reports:home"),
    ("Agenda", "agenda:agenda"),
    ("Data", "reports:data"),
    ("Review", "measurement:review"),
    ("Settings", "coalition:members"),
]
PARTNER = [
    ("What’s due", "measurement:due"),
    ("Our data", "reports:data"),
    ("Agenda", "agenda:agenda"),
]
FUNDER = [("Results", "reports:data"), ("Agenda", "agenda:agenda")]


def items_for(membership: Membership) -> list[tuple[str, str]]:
    """Return the navigation of a role: at most six labels with their URL names (ux 2.3)."""
    if membership.role == Role.FUNDER:
        return FUNDER
    return BACKBONE if membership.may(Permission.REVIEW_NUMBERS) else PARTNER


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context: demo mark, coalition, navigation, switcher, account."""
    coalition = getattr(request, "coalition", None)
    membership = getattr(request, "membership", None)
    frame: dict[str, Any] = {"coalition": coalition, "membership": membership}
    frame["demo_install"] = settings.DEMO
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        frame["account"] = {"label": str(user), "url": reverse("coalition:mine")}
    if coalition is not None and membership is not None:
        frame["nav_items"] = [
            item
            for label, name in items_for(membership)
            if (item := _item(request, label, name, coalition.slug))
        ]
        frame["home_url"] = frame["nav_items"][0]["url"] if frame["nav_items"] else "/"
        frame["coalitions"] = _switcher(request)
    return frame


def _item(request: HttpRequest, label: str, name: str, slug: str) -> dict[str, Any] | None:
    try:
        url = reverse(name, args=[slug])
    except NoReverseMatch:
        return None
    home = name == "reports:home"
    current = request.path == url if home else request.path.startswith(url)
    return {"label": label, "url": url, "current": current}


def _switcher(request: HttpRequest) -> list[dict[str, str]]:
    """Return the person's coalitions; kept in the session, so that most pages ask nothing."""
    kept = request.session.get("coalitions")
    if kept is None:
        kept = [
            {"name": m.coalition.name, "url": m.coalition.get_absolute_url()}
            for m in people.coalitions_of(user=request.user)  # type: ignore[arg-type]
        ]
        request.session["coalitions"] = kept
    found: list[dict[str, str]] = kept
    return found
