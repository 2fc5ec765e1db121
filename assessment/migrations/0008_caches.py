from django.core.management import call_command
from django.db import migrations


def create_tables(apps, schema_editor):
    """The tables of the caches for files and results: `createcachetable` leaves those that are there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0007_submissions_by_start")]
    operations = [migrations.RunPython(create_tables, migrations.RunPython.noop)]
