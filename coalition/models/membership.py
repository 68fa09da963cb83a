"""A person's place in a coalition: which role, and for partners which organisation."""

from django.db import models

from coalition.roles import Permission, Role, may
from coalition.tenancy import TenantForeignKey, TenantModel


class Membership(TenantModel):
    """One person in one coalition, in one role. Ended memberships stay, for the history."""

    user = models.ForeignKey(
        "coalition.User", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "user"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_one_live_per_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["partner_lead", "partner_contributor"])
                | models.Q(organisation__isnull=False),
                name="membership_partner_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    def may(self, permission: Permission) -> bool:
        """Tell whether this member's role carries ``permission``."""
        return self.ended_at is None and may(self.role, permission)
