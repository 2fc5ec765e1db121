from collections import defaultdict
from datetime import datetime, time

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import assessment.models.people
from assessment import review


def to_mandates(apps, schema_editor):
    """Offices become mandates; the grace for the second factor goes on from when it was first asked for."""
    Mandate = apps.get_model("assessment", "Mandate")
    made = []
    for user in apps.get_model("assessment", "User").objects.exclude(office=""):
        asked = user.second_factor_asked
        since = timezone.localdate(asked) if asked else timezone.localdate()
        countries = [""] if user.office == "administrator" else sorted(set(user.countries))
        made += [
            Mandate(user_id=user.pk, office=user.office, country=country, since=since)
            for country in countries
        ]
    Mandate.objects.bulk_create(made)


def to_offices(apps, schema_editor):
    """Before, administrators were those of all countries: those of one become its reviewers, so that nobody sees more."""
    held = defaultdict(list)
    today = timezone.localdate()
    for mandate in apps.get_model("assessment", "Mandate").objects.filter(since__lte=today):
        if mandate.until is None or mandate.until > today:
            held[mandate.user_id].append(mandate)
    users = apps.get_model("assessment", "User").objects
    for user, mandates in held.items():
        countries = {mandate.country for mandate in mandates}
        administers = any(m.office == "administrator" and not m.country for m in mandates)
        every = sorted(review.countries()) if "" in countries else sorted(countries)
        begun = datetime.combine(min(mandate.since for mandate in mandates), time.min)
        users.filter(pk=user).update(
            office="administrator" if administers else "reviewer",
            countries=[] if administers else every,
            second_factor_asked=timezone.make_aware(begun),
        )


def staff_of_superusers(apps, schema_editor):
    apps.get_model("assessment", "User").objects.update(is_staff=models.F("is_superuser"))


def staff_of_administrators(apps, schema_editor):
    users = apps.get_model("assessment", "User").objects
    users.update(is_staff=False)
    users.filter(office="administrator").update(is_staff=True)


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0018_draft_seen'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('invited', 'invited'), ('invitation_withdrawn', 'withdrew an invitation'), ('joined', 'joined'), ('join_asked', 'asked to join'), ('join_declined', 'declined a request to join'), ('role_changed', 'changed a role'), ('removed', 'removed a person'), ('left', 'left'), ('started', 'began a self-assessment'), ('draft_seen', 'looked at a draft of another agency'), ('handed_in', 'handed in'), ('exported', 'took answers out as a file'), ('report_asked', 'asked for a report'), ('profile_changed', 'changed their profile'), ('agency_added', 'added an agency'), ('agencies_added', 'added agencies from a file'), ('agency_changed', 'changed an agency'), ('agency_closed', 'closed an agency'), ('agency_reopened', 'opened an agency again'), ('agencies_merged', 'merged two agencies'), ('office_given', 'gave an office'), ('office_ended', 'ended an office'), ('account_changed', 'changed an account'), ('account_closed', 'closed their account')], max_length=40, verbose_name='what'),
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('', 'None'), ('reviewer', 'Reviewer'), ('administrator', 'Administrator')], max_length=20, verbose_name='office')),
                ('country', models.CharField(blank=True, max_length=2, validators=[assessment.models.people.validate_country], verbose_name='country')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'mandate',
                'verbose_name_plural': 'mandates',
                'ordering': ['-since', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'office', 'country'), name='one_lasting_mandate_of_a_kind'), models.CheckConstraint(condition=models.Q(('office', ''), _negated=True), name='mandate_has_an_office'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='mandate_ends_after_start')],
            },
        ),
        # Backwards the offices come first, since who was staff followed from them.
        migrations.RunPython(staff_of_superusers, staff_of_administrators),
        migrations.RunPython(to_mandates, to_offices),
        migrations.RemoveField(
            model_name='user',
            name='countries',
        ),
        migrations.RemoveField(
            model_name='user',
            name='office',
        ),
        migrations.RemoveField(
            model_name='user',
            name='second_factor_asked',
        ),
    ]
