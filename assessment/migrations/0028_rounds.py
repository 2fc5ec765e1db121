"""Rounds. Everything of before belongs to the standing round, and its agencies took part in it."""

import assessment.models.people
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def into_standing_round(apps, schema_editor):
    Round = apps.get_model("assessment", "Round")
    Submission = apps.get_model("assessment", "Submission")
    Participation = apps.get_model("assessment", "Participation")
    Agency = apps.get_model("assessment", "Agency")
    standing, _made = Round.objects.get_or_create(is_standing=True, defaults={"state": "open"})
    Submission.objects.filter(round=None).update(round=standing)
    taking_part = Agency.objects.filter(pk__in=Submission.objects.values("agency_id"))
    Participation.objects.bulk_create(
        (
            Participation(
                round=standing, agency=agency, country=agency.country, kind=agency.kind,
                size=agency.size,
            )
            for agency in taking_part.iterator()
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    if schema_editor.connection.vendor == "postgresql":
        # It alters no table that has rows whose foreign keys are still to be looked at.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0027_devices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='type of agency')),
                ('size', models.CharField(blank=True, max_length=20, verbose_name='size')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                ('declined_at', models.DateTimeField(blank=True, null=True, verbose_name='declined')),
                ('declined_why', models.TextField(blank=True, verbose_name='why')),
                ('extended_to', models.DateField(blank=True, null=True, verbose_name='extended to')),
                ('extended_why', models.TextField(blank=True, verbose_name='why')),
                ('consents', models.BooleanField(blank=True, null=True, verbose_name='consent to comparison')),
                ('consented_at', models.DateTimeField(blank=True, null=True)),
                ('told_opening', models.BooleanField(default=False, editable=False)),
                ('reminded', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('told_closing', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'participation in a round',
                'verbose_name_plural': 'participations in rounds',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.JSONField(blank=True, default=dict, verbose_name='title')),
                ('introduction', models.JSONField(blank=True, default=dict, verbose_name='introduction')),
                ('privacy', models.JSONField(blank=True, default=dict, verbose_name='privacy notice')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='opens on')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='closes on')),
                ('state', models.CharField(choices=[('draft', 'In preparation'), ('open', 'Open'), ('closed', 'Closed'), ('archived', 'Archived')], default='draft', max_length=10, verbose_name='state')),
                ('is_standing', models.BooleanField(default=False, editable=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('site', models.CharField(blank=True, editable=False, max_length=300)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'round',
                'verbose_name_plural': 'rounds',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RoundCountry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, validators=[assessment.models.people.validate_country], verbose_name='country')),
            ],
        ),
        migrations.CreateModel(
            name='RoundInstrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument_key', models.SlugField(verbose_name='instrument')),
                ('instrument_version', models.PositiveSmallIntegerField(verbose_name='version')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='submission',
            name='one_open_submission_per_person',
        ),
        migrations.RemoveConstraint(
            model_name='submission',
            name='one_open_submission_per_agency',
        ),
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('invited', 'invited'), ('invitation_withdrawn', 'withdrew an invitation'), ('joined', 'joined'), ('join_asked', 'asked to join'), ('join_declined', 'declined a request to join'), ('role_changed', 'changed a role'), ('removed', 'removed a person'), ('left', 'left'), ('started', 'began a self-assessment'), ('draft_seen', 'looked at a draft of another agency'), ('handed_in', 'handed in'), ('exported', 'took answers out as a file'), ('report_asked', 'asked for a report'), ('profile_changed', 'changed their profile'), ('address_asked', 'asked for another e-mail address'), ('address_changed', 'changed their e-mail address'), ('address_kept', 'withdrew a change of e-mail address'), ('sign_in_changed', 'changed how they sign in'), ('signed_out', 'signed out a device'), ('agency_added', 'added an agency'), ('agencies_added', 'added agencies from a file'), ('agency_changed', 'changed an agency'), ('agency_closed', 'closed an agency'), ('agency_reopened', 'opened an agency again'), ('agencies_merged', 'merged two agencies'), ('round_made', 'made a round'), ('round_changed', 'changed a round'), ('round_opened', 'opened a round'), ('round_extended', 'gave more time'), ('round_closed', 'closed a round'), ('round_archived', 'archived a round'), ('round_invited', 'asked agencies to take part'), ('round_reminded', 'reminded agencies'), ('round_declined', 'declined to take part'), ('round_consent', 'decided on comparison'), ('office_given', 'gave an office'), ('office_ended', 'ended an office'), ('account_changed', 'changed an account'), ('account_closed', 'closed their account')], max_length=40, verbose_name='what'),
        ),
        migrations.AddField(
            model_name='participation',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='assessment.agency'),
        ),
        migrations.AddField(
            model_name='participation',
            name='consented_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participation',
            name='declined_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participation',
            name='extended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='round',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='participation',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='assessment.round'),
        ),
        migrations.AddField(
            model_name='submission',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='assessment.round', verbose_name='round'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('round', 'agency', 'instrument_key', 'respondent'), name='one_open_submission_per_person'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('respondent', None), ('status', 'draft')), fields=('round', 'agency', 'instrument_key'), name='one_open_submission_per_agency'),
        ),
        migrations.AddField(
            model_name='roundcountry',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='countries', to='assessment.round'),
        ),
        migrations.AddField(
            model_name='roundinstrument',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instruments', to='assessment.round'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('is_standing', True)), fields=('is_standing',), name='one_standing_round'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('round', 'agency'), name='one_participation_each'),
        ),
        migrations.AddConstraint(
            model_name='roundcountry',
            constraint=models.UniqueConstraint(fields=('round', 'country'), name='one_country_per_round'),
        ),
        migrations.AddConstraint(
            model_name='roundinstrument',
            constraint=models.UniqueConstraint(fields=('round', 'instrument_key'), name='one_version_per_round'),
        ),
        migrations.RunPython(into_standing_round, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='submission',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='assessment.round', verbose_name='round'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['round', 'agency'], name='submissions_by_round'),
        ),
    ]
