import assessment.models.agencies
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0010_people_letters_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_key', models.CharField(editable=False, max_length=430)),
                ('until', models.DateTimeField(default=django.utils.timezone.now, verbose_name='until')),
            ],
            options={
                'verbose_name': 'earlier name',
                'verbose_name_plural': 'earlier names',
                'ordering': ['-until', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='agency',
            name='one_agency_of_a_name',
        ),
        migrations.AddField(
            model_name='agency',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='closed on'),
        ),
        migrations.AddField(
            model_name='agency',
            name='found_by',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='agency',
            name='kind',
            field=models.CharField(blank=True, choices=[('national-digital-authority', 'National digital authority'), ('ministry', 'Ministry or secretariat'), ('sector-agency', 'Sector agency or authority'), ('subnational-government', 'Government of a region or municipality'), ('public-company', 'Public company'), ('other', 'Another public body')], max_length=40, verbose_name='type of agency'),
        ),
        migrations.AddField(
            model_name='agency',
            name='level',
            field=models.CharField(choices=[('national', 'National'), ('regional', 'Regional, provincial or of a federal state'), ('local', 'Municipal or local')], default='national', max_length=20, verbose_name='level'),
        ),
        migrations.AddField(
            model_name='agency',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='assessment.agency', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='agency',
            name='name_key',
            field=models.CharField(default='', editable=False, max_length=430),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='agency',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='assessment.agency', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='agency',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='agency',
            name='sectors',
            field=models.JSONField(blank=True, default=list, validators=[assessment.models.agencies.validate_sectors], verbose_name='areas of work'),
        ),
        migrations.AddField(
            model_name='agency',
            name='size',
            field=models.CharField(blank=True, choices=[('under-50', 'Fewer than 50 people'), ('50-249', '50 to 249 people'), ('250-999', '250 to 999 people'), ('1000-or-more', '1,000 people or more')], max_length=20, verbose_name='size'),
        ),
        migrations.AddField(
            model_name='sealedanswers',
            name='agency_name',
            field=models.CharField(default='', max_length=200, verbose_name='name of the agency'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='agency',
            index=models.Index(fields=['name_key', 'id'], name='agencies_by_name'),
        ),
        migrations.AddIndex(
            model_name='agency',
            index=models.Index(fields=['country', 'name_key', 'id'], name='agencies_of_country'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='no_agency_in_itself'),
        ),
        migrations.AddField(
            model_name='agencyname',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='assessment.agency'),
        ),
        migrations.AddIndex(
            model_name='agencyname',
            index=models.Index(fields=['name_key'], name='earlier_names_by_key'),
        ),
    ]
