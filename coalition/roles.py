"""Who may do what: roles and permissions as sentences, and the decorator that every view carries."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models

V = TypeVar("V", bound=Callable[..., Any])


class Role(models.TextChoices):
    LEAD = "lead", "Backbone lead"
    STAFF = "staff", "Backbone staff"
    CHAIR = "chair", "Chair"
    PARTNER_LEAD = "partner_lead", "Partner lead"
    PARTNER_CONTRIBUTOR = "partner_contributor", "Partner contributor"
    FUNDER = "funder", "Funder"


class Permission(StrEnum):
    """What a member can do, as it reads on the members page: “Can …”."""

    VIEW_RESULTS = "see the agenda, the indicators and their totals"
    VIEW_WORK = "see partners, due dates and the state of reports"
    ENTER_NUMBERS = "enter numbers for their organisation"
    SEND_NUMBERS = "send numbers for their organisation"
    ENTER_ON_BEHALF = "enter and send numbers for any organisation, on the record"
    REVIEW_NUMBERS = "approve numbers or return them with words"
    EDIT_AGENDA = "write the vision, goals and outcomes"
    EDIT_PARTNERS = "add and change organisations"
    EDIT_INDICATORS = "define indicators, places and the reporting calendar"
    VIEW_FUNDER_DASHBOARD = "read the funder dashboard"
    INVITE_OWN = "invite people to their own organisation"
    INVITE_ANYONE = "invite people in any role below lead"
    MANAGE_MEMBERS = "change roles, end memberships and make API tokens"
    VIEW_AUDIT = "read the audit log"
    EXPORT = "take out everything the coalition has"


_MEMBER = {Permission.VIEW_RESULTS, Permission.VIEW_WORK}
_ENTER = {Permission.ENTER_NUMBERS}
_SEND = _ENTER | {Permission.SEND_NUMBERS}
_STAFF = (
    _MEMBER
    | _SEND
    | {
        Permission.ENTER_ON_BEHALF,
        Permission.REVIEW_NUMBERS,
        Permission.EDIT_AGENDA,
        Permission.EDIT_PARTNERS,
        Permission.EDIT_INDICATORS,
        Permission.VIEW_FUNDER_DASHBOARD,
        Permission.INVITE_ANYONE,
        Permission.INVITE_OWN,
        Permission.VIEW_AUDIT,
    }
)

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.LEAD: frozenset(_STAFF | {Permission.MANAGE_MEMBERS, Permission.EXPORT}),
    Role.STAFF: frozenset(_STAFF),
    Role.CHAIR: frozenset(_MEMBER | _SEND),
    Role.PARTNER_LEAD: frozenset(_MEMBER | _SEND | {Permission.INVITE_OWN}),
    Role.PARTNER_CONTRIBUTOR: frozenset(_MEMBER | _ENTER),
    Role.FUNDER: frozenset({Permission.VIEW_RESULTS, Permission.VIEW_FUNDER_DASHBOARD}),
}


def may(role: str, permission: Permission) -> bool:
    """Tell whether ``role`` carries ``permission``."""
    return permission in PERMISSIONS[role]


def sentence(role: str, organisation: str | None = None) -> str:
    """Return a role's rights as one sentence, e.g. “Can enter and send numbers for Eastside”."""
    sentences = {
        Role.LEAD: "Can do everything, including members, roles and export",
        Role.STAFF: "Can run the agenda, partners, indicators and review for the backbone team",
        Role.CHAIR: "Can see all results and enter and send numbers for {org}",
        Role.PARTNER_LEAD: "Can enter and send numbers for {org} and invite its people",
        Role.PARTNER_CONTRIBUTOR: "Can enter numbers for {org}; a colleague sends them",
        Role.FUNDER: "Can read results and the funder dashboard",
    }
    return sentences[Role(role)].format(org=organisation or "their organisation")


def requires(permission: Permission) -> Callable[[V], V]:
    """Declare the permission that a view under ``/c/<coalition>/`` needs.

    ``CoalitionMiddleware`` reads it: a stranger gets 404, a member without the right 403. A view
    that declares nothing is refused, in every request and by a test.
    """

    def mark(view: V) -> V:
        view.coalition_access = permission  # type: ignore[attr-defined]
        return view

    return mark


def open_to(actor: str) -> Callable[[V], V]:
    """Declare a view under ``/c/<coalition>/`` that lets in people who are not members (yet).

    ``actor`` says who: ``"invited"`` for the invitation page, ``"token"`` for the API, which
    finds the role by its token.
    """

    def mark(view: V) -> V:
        view.coalition_access = actor  # type: ignore[attr-defined]
        return view

    return mark
