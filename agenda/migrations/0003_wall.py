"""Puts this room's tables behind the wall between coalitions."""

from django.db import migrations

from coalition.tenant_table import TenantTable


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_links")]

    operations = [
        TenantTable("Agenda"),
        TenantTable("Goal"),
        TenantTable("Outcome"),
    ]
