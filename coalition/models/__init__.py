"""The nouns of backbone support: coalition, people, invitations, tokens, the audit trail, the queue."""

from coalition.models.api_token import ApiToken
from coalition.models.audit_event import AuditEvent
from coalition.models.coalition import Coalition
from coalition.models.dirty import Dirty
from coalition.models.invitation import Invitation
from coalition.models.membership import Membership
from coalition.models.outgoing_mail import OutgoingMail
from coalition.models.user import User

__all__ = [
    "ApiToken",
    "AuditEvent",
    "Coalition",
    "Dirty",
    "Invitation",
    "Membership",
    "OutgoingMail",
    "User",
]
