"""Puts this room's tables behind the wall between coalitions."""

from django.db import migrations

from coalition.tenant_table import TenantTable


class Migration(migrations.Migration):
    dependencies = [("measurement", "0002_links"), ("coalition", "0003_wall")]

    operations = [
        TenantTable("AreaLevel"),
        TenantTable("Area"),
        TenantTable("Hierarchy"),
        TenantTable("AreaLink"),
        TenantTable("AreaAncestor"),
        TenantTable("AreaShape"),
        TenantTable("Dimension"),
        TenantTable("Category"),
        TenantTable("Indicator"),
        TenantTable("IndicatorDimension"),
        TenantTable("Assignment"),
        TenantTable("ReportingPeriod"),
        TenantTable("Submission"),
        TenantTable("SubmissionValue"),
        TenantTable("Observation"),
        TenantTable("ObservationRevision"),
        TenantTable("Rollup"),
    ]
