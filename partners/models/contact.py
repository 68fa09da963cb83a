"""A person to call at an organisation, whether or not they sign in."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class Contact(TenantModel):
    organisation = TenantForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
