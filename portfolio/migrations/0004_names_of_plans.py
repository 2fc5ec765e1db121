from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0003_language_of_reports'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='plan',
            options={'ordering': [models.OrderBy(models.F('decided_on'), descending=True, nulls_first=True), '-changed_at'], 'verbose_name': 'what-if or plan', 'verbose_name_plural': 'what-ifs and plans'},
        ),
        migrations.AlterModelOptions(
            name='target',
            options={'verbose_name': 'balance aimed at', 'verbose_name_plural': 'balances aimed at'},
        ),
    ]
