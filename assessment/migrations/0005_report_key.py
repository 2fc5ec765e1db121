import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """A key for every report. Of submissions that are handed in only those stay that are surely of the sealed answers:
    the others may be of the draft, and can be asked for again."""
    Report = apps.get_model("assessment", "Report")
    reports = Report.objects.using(schema_editor.connection.alias)
    sealed = reports.filter(checksum=F("submission__snapshot__checksum"))
    kept = list(sealed.values_list("pk", flat=True))
    reports.filter(submission__status="submitted").exclude(pk__in=kept).delete()
    for pk in reports.values_list("pk", flat=True):
        reports.filter(pk=pk).update(key=uuid.uuid4())
    reports.filter(pk__in=kept).update(answers=F("checksum"))
    # PostgreSQL alters no table while checks of its rows are still to come.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0004_imported'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='answers',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='report',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='reader',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='report',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
