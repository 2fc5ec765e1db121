from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0015_second_factor'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('invited', 'invited'), ('invitation_withdrawn', 'withdrew an invitation'), ('joined', 'joined'), ('join_asked', 'asked to join'), ('join_declined', 'declined a request to join'), ('role_changed', 'changed a role'), ('removed', 'removed a person'), ('left', 'left'), ('started', 'began a self-assessment'), ('handed_in', 'handed in'), ('exported', 'took answers out as a file'), ('report_asked', 'asked for a report'), ('profile_changed', 'changed their profile'), ('agency_added', 'added an agency'), ('agencies_added', 'added agencies from a file'), ('agency_changed', 'changed an agency'), ('agency_closed', 'closed an agency'), ('agency_reopened', 'opened an agency again'), ('agencies_merged', 'merged two agencies'), ('account_closed', 'closed their account')], max_length=40, verbose_name='what'),
        ),
    ]
