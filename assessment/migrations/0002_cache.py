from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    """The shared cache's table: `createcachetable` leaves one that is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
