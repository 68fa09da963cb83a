"""The nouns of mutually reinforcing activities: who works together."""

from partners.models.contact import Contact
from partners.models.organisation import Organisation

__all__ = ["Contact", "Organisation"]
