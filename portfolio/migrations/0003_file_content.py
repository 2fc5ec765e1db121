"""Every file that takes a while is kept in one way, not only PDFs."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0002_report_key")]
    operations = [
        migrations.RenameField("portfolioreport", "pdf", "content"),
        migrations.AlterField("portfolioreport", "language", models.CharField(max_length=10)),
    ]
