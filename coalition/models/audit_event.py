"""The audit trail: one row for each write that means something, never changed or removed."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class AuditEvent(TenantModel):
    """Who did what to which object, when and why. The application role cannot change a row."""

    append_only = True

    at = models.DateTimeField(auto_now_add=True)
    actor = TenantForeignKey(
        "coalition.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sentence = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["coalition", "object_type", "object_id"]),
            models.Index(fields=["coalition", "-at"]),
        ]

    def __str__(self) -> str:
        return self.sentence
