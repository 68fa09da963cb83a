"""A token for the API: hashed, bound to one coalition and one role, revocable."""

from django.db import models

from coalition.roles import Permission, Role, may
from coalition.tenancy import TenantModel


class ApiToken(TenantModel):
    """Only the SHA-256 of the token is kept; a token never opens a session (reliability.md 6.3)."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coalition", "token_hash"], name="api_token_unique")
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Tell whether the token's role carries ``permission``."""
        return may(self.role, permission)
