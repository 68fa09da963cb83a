"""Puts this room's tables behind the wall between coalitions."""

from django.db import migrations

from coalition.tenant_table import TenantTable


# Anybody may resolve an address to a coalition; only the coalition in scope may be changed.
COALITION_WALL = """
ALTER TABLE coalition_coalition ENABLE ROW LEVEL SECURITY;
ALTER TABLE coalition_coalition FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON coalition_coalition FOR SELECT USING (true);
CREATE POLICY founded ON coalition_coalition FOR INSERT WITH CHECK (true);
CREATE POLICY changed ON coalition_coalition FOR UPDATE
    USING (id = nullif(current_setting('app.coalition_id', true), '')::bigint)
    WITH CHECK (id = nullif(current_setting('app.coalition_id', true), '')::bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("coalition", "0002_links"), ("partners", "0001_initial")]

    operations = [
        TenantTable("Membership", own_rows=True),
        TenantTable("Invitation"),
        TenantTable("ApiToken"),
        TenantTable("AuditEvent"),
        migrations.RunSQL(COALITION_WALL, migrations.RunSQL.noop),
    ]
