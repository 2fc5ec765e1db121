import uuid

from django.db import migrations, models


def fill(apps, schema_editor):
    """A key for every report that is there."""
    reports = apps.get_model("portfolio", "PortfolioReport").objects.using(schema_editor.connection.alias)
    for pk in reports.values_list("pk", flat=True):
        reports.filter(pk=pk).update(key=uuid.uuid4())
    # PostgreSQL alters no table while checks of its rows are still to come.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='portfolioreport',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='portfolioreport',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
