"""Typed requests: what the middleware has put on a request before a view sees it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from coalition.models import Coalition, Membership, User


class CoalitionRequest(HttpRequest):
    """A request under ``/c/<coalition>/``: the coalition is in scope, the member may be here."""

    coalition: Coalition
    membership: Membership
    user: User
    htmx: HtmxDetails
