"""The classes that every agency may file under."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FROM = date(2023, 1, 1)
SOURCE = (
    "Kode menurut Permendagri 83/2022; jangka simpan hanya usulan awal, perlu diverifikasi dengan JRA daerah"
)
# Code, kind of archive, years active, years inactive, fate, what it is proposed for.
CLASSES = [
    ("000.8.6.3", "Akuntabilitas kinerja: laporan bulanan, triwulanan, semester", 2, 3, "destroy", "period"),
    (
        "000.8.6.3",
        "Akuntabilitas kinerja: laporan tahunan (LKjIP), Perjanjian Kinerja",
        2,
        3,
        "permanent",
        "year",
    ),
    ("000.8.3.3", "Standar Operasional Prosedur", 2, 3, "review", ""),
    ("000.8.6.1", "Budaya Kerja", 2, 3, "review", ""),
    ("000.8.6.2", "Penilaian Mandiri Pelaksanaan Reformasi Birokrasi (PMPRB)", 2, 3, "review", ""),
]


def add(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Add what is not there yet."""
    classification = apps.get_model("reporting", "Classification")
    for code, name, active, inactive, fate, proposed_for in CLASSES:
        classification.objects.get_or_create(
            agency=None, code=code, name=name, valid_from=FROM,
            defaults={"active_years": active, "inactive_years": inactive, "fate": fate, "source": SOURCE, "proposed_for": proposed_for},
        )  # fmt: skip


def remove(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Remove them; what the records say stays."""
    apps.get_model("reporting", "Classification").objects.filter(agency=None, valid_from=FROM).delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_common_scales")]
    replaces = [("reporting", "0006_common_classifications")]

    operations = [migrations.RunPython(add, remove)]
