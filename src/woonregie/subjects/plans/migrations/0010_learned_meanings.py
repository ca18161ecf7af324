"""What senders tell about their own lists is remembered."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns and words per sender; an answer is superseded, never changed."""

    dependencies = [
        ("accounts", "0002_themes_and_tokens"),
        ("plans", "0009_meanings_of_a_delivery"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedMeaning",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("column", "kolom"), ("word", "woord")],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("column", models.CharField(blank=True, max_length=80, verbose_name="kolom")),
                ("written", models.CharField(max_length=200, verbose_name="geschreven als")),
                ("meaning", models.CharField(blank=True, max_length=80, verbose_name="betekenis")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd")),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vervangen"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="afzender",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "geleerde kolom",
                "verbose_name_plural": "geleerde kolommen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("organisation", "kind", "column", "written"),
                        name="learned_meaning_once",
                    )
                ],
            },
        ),
    ]
