"""Reads about people: who is a member here, and in which coalitions a person is."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from coalition.models import Membership, User
from coalition.tenancy import as_person


def live_membership(*, user: User) -> Membership | None:
    """Return the person's membership in the coalition in scope, or None."""
    return (
        Membership.objects.select_related("user", "organisation")
        .filter(user=user, ended_at__isnull=True)
        .first()
    )


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the person who is signed in has set up TOTP or a passkey."""
    return bool(is_mfa_enabled(request.user))


def coalitions_of(*, user: User) -> list[Membership]:
    """Return a person's live memberships with their coalitions, by coalition name."""
    with as_person(user.pk):
        return list(
            Membership.objects.select_related("coalition")
            .filter(user=user, ended_at__isnull=True)
            .order_by("coalition__name")
        )
