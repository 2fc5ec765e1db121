"""What is handed in is called sealed answers: a snapshot is a questionnaire."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0008_caches")]

    operations = [
        migrations.RenameModel("Snapshot", "SealedAnswers"),
        migrations.AlterField(
            "sealedanswers",
            "submission",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sealed",
                to="assessment.submission",
            ),
        ),
    ]
