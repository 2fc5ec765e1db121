from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0012_agency_keys")]
    operations = [
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('name_key', 'country'), name='one_agency_of_a_key'),
        ),
    ]
