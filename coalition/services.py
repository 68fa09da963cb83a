"""What writes about people mean: invitations, memberships and tokens, all on the record."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.mail import send_mail
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coalition import audit
from coalition.models import ApiToken, Coalition, Invitation, Membership, User
from coalition.roles import Permission, Role
from coalition.tokens import hash_token, new_token

LIFETIME = timedelta(days=7)
PARTNER_ROLES = {Role.PARTNER_LEAD, Role.PARTNER_CONTRIBUTOR}


class NotAllowedError(Exception):
    """This member may not do that; the message says what they may do."""


def may_invite(by: Membership, role: str, organisation_id: int | None) -> bool:
    """Tell whether ``by`` may invite into this role: leads anyone, staff anyone below lead,
    partner leads people of their own organisation."""
    if by.may(Permission.MANAGE_MEMBERS):
        return True
    if by.may(Permission.INVITE_ANYONE):
        return role != Role.LEAD
    own = organisation_id is not None and organisation_id == by.organisation_id
    return by.may(Permission.INVITE_OWN) and own and role in PARTNER_ROLES


@transaction.atomic
def invite(
    *, email: str, role: str, by: Membership, organisation_id: int | None = None, name: str = ""
) -> tuple[Invitation, str]:
    """Invite somebody by mail; returns the invitation and its token, which is kept nowhere.

    Raises NotAllowedError where ``by`` may not invite into that role or organisation.
    """
    if not may_invite(by, role, organisation_id):
        raise NotAllowedError("You can invite people to your own organisation only.")
    token, digest = new_token("inv")
    invitation = Invitation.objects.create(
        email=email.lower(),
        name=name,
        role=role,
        organisation_id=organisation_id,
        token_hash=digest,
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    audit.record(
        "invitation.sent",
        invitation,
        by=by,
        sentence=f"invited {email.lower()} as {Role(role).label.lower()}",
    )
    _mail(invitation, token, by)
    return invitation, token


def _mail(invitation: Invitation, token: str, by: Membership) -> None:
    coalition = by.coalition
    link = settings.SITE_ORIGIN + reverse("coalition:join", args=[coalition.slug, token])
    lines = [
        f"Hello {invitation.name or 'there'},",
        "",
        f"{by.user} invites you to {coalition.name}.",
        "Open this page and press the button to join:",
        link,
        "",
        f"The link works once, until {invitation.expires_at:%-d %B %Y}.",
    ]
    send_mail(f"Join {coalition.name}", "\n".join(lines), None, [invitation.email])


def find_invitation(token: str) -> Invitation | None:
    """Return the open invitation of this coalition that the token opens, or None.

    The inviter's rights are looked at again: an invitation of somebody who may no longer invite
    opens nothing (reliability.md 6.3).
    """
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(
            token_hash=hash_token(token),
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .first()
    )
    if invitation is None:
        return None
    if not may_invite(invitation.invited_by, invitation.role, invitation.organisation_id):
        return None
    found: Invitation = invitation
    return found


@transaction.atomic
def accept_invitation(*, token: str, user: User | None, name: str, password: str) -> Membership:
    """Join the coalition; the invitation is spent. A new person gets an account.

    ``user`` is the person signed in, or None. Raises NotAllowedError for a spent or foreign token,
    and where an account with the invited address exists and is not the one signed in.
    """
    invitation = find_invitation(token)
    if invitation is None:
        raise NotAllowedError("This invitation does not work any more. Ask for a new one.")
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise NotAllowedError("This invitation does not work any more. Ask for a new one.")
    known = User.objects.filter(email=locked.email).first()
    if known is not None and (user is None or user.pk != known.pk):
        raise NotAllowedError(f"Sign in as {locked.email} first, then open the link again.")
    if known is None:
        known = User.objects.create_user(locked.email, password, name or locked.name)
        EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)
    membership = Membership.objects.filter(user=known, ended_at__isnull=True).first()
    if membership is not None:
        raise NotAllowedError("You are a member of this coalition already.")
    membership = Membership.objects.create(
        user=known, role=locked.role, organisation_id=locked.organisation_id
    )
    locked.accepted_at, locked.accepted_by = timezone.now(), membership
    locked.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("membership.started", membership, by=membership, sentence=f"{known} joined")
    return membership


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Membership) -> None:
    """Make an invitation's link stop working at once."""
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        "invitation.revoked", invitation, by=by, sentence=f"withdrew {invitation.email}’s invitation"
    )


@transaction.atomic
def end_membership(*, membership: Membership, by: Membership) -> None:
    """End a membership; the next request of that person finds the door closed.

    Raises NotAllowedError for the last lead: a coalition is never left without one.
    """
    Coalition.objects.select_for_update().get(pk=membership.coalition_id)
    if membership.role == Role.LEAD:
        leads = Membership.objects.filter(role=Role.LEAD, ended_at__isnull=True)
        if not leads.exclude(pk=membership.pk).exists():
            raise NotAllowedError("Name another lead first: a coalition needs one.")
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    audit.record(
        "membership.ended", membership, by=by, sentence=f"ended {membership.user}’s membership"
    )


@transaction.atomic
def create_token(*, name: str, role: str, by: Membership | None) -> str:
    """Make an API token for a role and return it; it is shown once and kept as a hash only."""
    token, digest = new_token("api")
    row = ApiToken.objects.create(name=name, role=role, token_hash=digest)
    audit.record("token.created", row, by=by, sentence=f"made the API token “{name}”")
    return token
