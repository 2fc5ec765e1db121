from django.db import migrations
from django.db.models import OuterRef, Subquery

from assessment.agency_names import first_free, found_by, name_key


def fill_keys(apps, schema_editor):
    """Keys for the agencies there are. Of two with one key, the later is marked: neither is lost, a merge can follow."""
    agency = apps.get_model("assessment", "Agency")
    taken, rows = {}, []
    for row in agency.objects.order_by("pk").iterator():
        keys = taken.setdefault(row.country, set())
        row.name_key = first_free(name_key(row.name), keys, row.pk)
        row.found_by = found_by([row.name])
        keys.add(row.name_key)
        rows.append(row)
    agency.objects.bulk_update(rows, ["name_key", "found_by"], batch_size=200)


def fill_names(apps, schema_editor):
    """Sealed answers get the name that their agency has today: until now no other was kept."""
    submissions = apps.get_model("assessment", "Submission").objects
    name = submissions.filter(pk=OuterRef("submission_id")).values("agency__name")
    apps.get_model("assessment", "SealedAnswers").objects.update(agency_name=Subquery(name))


class Migration(migrations.Migration):
    dependencies = [("assessment", "0011_agencies")]
    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RunPython(fill_names, migrations.RunPython.noop),
    ]
