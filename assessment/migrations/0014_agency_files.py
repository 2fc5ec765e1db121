"""Every file that takes a while is kept in one way, not only PDFs; and files about an agency."""

from __future__ import annotations

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

STATUS = [
    ("requested", "Requested"),
    ("rendering", "Being made"),
    ("ready", "Ready"),
    ("failed", "Failed"),
]


class Migration(migrations.Migration):
    dependencies = [("assessment", "0013_one_agency_of_a_key")]
    operations = [
        migrations.RenameField("report", "pdf", "content"),
        migrations.CreateModel(
            name="AgencyFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("language", models.CharField(max_length=10)),
                ("checksum", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(choices=STATUS, default="requested", max_length=20),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("content", models.BinaryField(blank=True, default=b"")),
                ("error", models.TextField(blank=True)),
                ("kind", models.SlugField()),
                ("asked", models.JSONField(default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="assessment.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "checksum", "language"),
                        name="one_file_of_a_content",
                    )
                ],
            },
        ),
    ]
