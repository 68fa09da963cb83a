"""An invitation by email: single use, bound to coalition, role, organisation and address."""

from django.db import models

from coalition.roles import Role
from coalition.tenancy import TenantForeignKey, TenantModel


class Invitation(TenantModel):
    """Only the SHA-256 of the token is kept (reliability.md 6.3); accepting is a POST."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64)
    invited_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "token_hash"], name="invitation_token_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_is_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.email}"
