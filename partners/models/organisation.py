"""An organisation of the coalition: a partner that works and reports."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Sector(models.TextChoices):
    NONPROFIT = "nonprofit", "Nonprofit"
    GOVERNMENT = "government", "Government"
    SCHOOL = "school", "School or college"
    HEALTH = "health", "Health"
    BUSINESS = "business", "Business"
    FOUNDATION = "foundation", "Foundation"
    RESIDENTS = "residents", "Residents’ group"
    OTHER = "other", "Another kind"


class OrganisationState(models.TextChoices):
    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    LEFT = "left", "Left"


class Organisation(TenantModel):
    """A partner. Joining and leaving change who is expected from then on (measurement.md 2)."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.OTHER)
    state = models.CharField(
        max_length=20, choices=OrganisationState.choices, default=OrganisationState.ACTIVE
    )
    home_area = TenantForeignKey(
        "measurement.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.TextField(blank=True)
    website = models.URLField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="organisation_code_unique"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="organisation_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name
