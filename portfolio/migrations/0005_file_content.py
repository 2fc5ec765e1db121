"""Every file that takes a while is kept in one way, not only PDFs."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0004_names_of_plans")]
    operations = [migrations.RenameField("portfolioreport", "pdf", "content")]
