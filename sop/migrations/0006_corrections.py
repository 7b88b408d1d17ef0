"""A further run of a period that corrects an earlier one: its number, reason, opener and first act."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_substitute_ended_early"),
        ("sop", "0005_whole_names_and_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="run",
            name="run_once",
        ),
        migrations.RemoveConstraint(
            model_name="run",
            name="run_closed_when_closed",
        ),
        migrations.AddField(
            model_name="run",
            name="begins_with",
            field=models.ForeignKey(
                help_text="Langkah sebelumnya tidak diulang dalam perbaikan",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sop.act",
                verbose_name="dimulai dari",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="sop.run",
                verbose_name="memperbaiki",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="edition",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="perbaikan ke-"),
        ),
        migrations.AddField(
            model_name="run",
            name="opened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="dibuka oleh",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="reason",
            field=models.TextField(blank=True, verbose_name="alasan perbaikan"),
        ),
        migrations.AlterField(
            model_name="run",
            name="status",
            field=models.CharField(
                choices=[("open", "Berjalan"), ("closed", "Selesai"), ("withdrawn", "Dibatalkan")],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                models.F("sop"), models.F("agency"), models.F("period"), models.F("edition"), name="run_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                models.F("corrects"),
                condition=models.Q(("status", "withdrawn"), _negated=True),
                name="run_corrected_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("status", "open")),
                    models.Q(("closed_at__isnull", False), ("status__in", ["closed", "withdrawn"])),
                    _connector="OR",
                ),
                name="run_closed_when_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("begins_with", None),
                        ("corrects", None),
                        ("edition", 0),
                        ("opened_by", None),
                        ("reason", ""),
                    ),
                    models.Q(
                        ("begins_with__isnull", False),
                        ("corrects__isnull", False),
                        ("edition__gt", 0),
                        ("opened_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="run_correction_is_reasoned",
            ),
        ),
    ]
