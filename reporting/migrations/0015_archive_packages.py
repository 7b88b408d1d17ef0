"""Retention schedules per government, and which due date of an archive record was told."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_performance_report")]
    operations = [
        migrations.RemoveConstraint(model_name="classification", name="common_classification_once"),
        migrations.AddField(
            model_name="classification",
            name="government",
            field=models.CharField(
                blank=True,
                help_text="JRA sebuah kota atau kabupaten; kosong = semua",
                max_length=120,
                verbose_name="pemerintah daerah",
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.UniqueConstraint(
                models.F("government"),
                models.F("code"),
                models.F("name"),
                models.F("valid_from"),
                condition=Q(agency=None),
                name="common_classification_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.CheckConstraint(
                condition=Q(agency=None) | Q(government=""), name="classification_of_agency_or_government"
            ),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="told",
            field=models.CharField(
                blank=True,
                help_text="pindah, musnah, serah, nilai",
                max_length=10,
                verbose_name="jatuh tempo yang sudah diberitahukan",
            ),
        ),
    ]
