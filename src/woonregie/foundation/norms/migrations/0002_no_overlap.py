"""The database refuses two values of one norm on one day."""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE norms_norm ADD CONSTRAINT norm_no_overlap EXCLUDE USING gist (
    key WITH =,
    COALESCE(region_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =,
    daterange(starts_on, ends_before) WITH &&
);
"""


def forwards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)


def backwards(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE norms_norm DROP CONSTRAINT norm_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("norms", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
