"""The rating scales that are found in print, for every agency to choose from."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SCALES = [
    (
        "Permendagri 86/2017",
        "Permendagri 86/2017 (interval sama dengan Permendagri 54/2010); antara dua kelas berlaku batas bawah",
        date(2017, 1, 1),
        [
            ["91", "Sangat Tinggi"],
            ["76", "Tinggi"],
            ["66", "Sedang"],
            ["51", "Rendah"],
            [None, "Sangat Rendah"],
        ],
    ),
    (
        "Permendagri 54/2010, sebutan Baik",
        "Interval Permendagri 54/2010 dengan sebutan seperti tercetak dalam LKjIP Inspektorat Sampang 2019",
        date(2010, 1, 1),
        [["91", "Sangat Baik"], ["76", "Baik"], ["66", "Cukup"], ["51", "Kurang"], [None, "Sangat Kurang"]],
    ),
    (
        "Kabupaten Maluku Tengah",
        "LKjIP Kabupaten Maluku Tengah 2021, hlm. 94: >85–100, >75–85, >65–75, >50–65, >30–50, 0–30",
        date(2021, 1, 1),
        [
            ["85.000001", "Memuaskan"],
            ["75.000001", "Sangat Baik"],
            ["65.000001", "Baik"],
            ["50.000001", "Cukup Baik"],
            ["30.000001", "Agak Kurang"],
            [None, "Kurang"],
        ],
    ),
    (
        "Kabupaten Polewali Mandar (kinerja)",
        "SIMKINERJA Kabupaten Polewali Mandar 2022, pita warna halaman pengukuran kinerja",
        date(2022, 1, 1),
        [
            ["100.000001", "Melebihi Target"],
            ["100", "Tercapai"],
            ["90", "90–99,99"],
            ["75", "75–89,99"],
            ["65", "65–74,99"],
            ["50", "50–64,99"],
            [None, "0–49,99"],
        ],
    ),
    (
        "Lampu lalu lintas",
        "Ambang yang lazim pada aplikasi capaian kinerja: di bawah 70 merah, sampai 90 kuning, di atasnya hijau",
        date(2020, 1, 1),
        [["90.000001", "Hijau"], ["70", "Kuning"], [None, "Merah"]],
    ),
]


def add(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Add what is not there yet."""
    scale = apps.get_model("reporting", "Scale")
    for name, source, valid_from, bands in SCALES:
        scale.objects.get_or_create(
            agency=None, name=name, valid_from=valid_from, defaults={"source": source, "bands": bands}
        )


def remove(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Remove what no policy uses."""
    policy, scale = (apps.get_model("reporting", name) for name in ("AgencyPolicy", "Scale"))
    used = policy.objects.exclude(scale=None).values("scale")
    names = [name for name, *_ in SCALES]
    scale.objects.filter(agency=None, name__in=names).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_first_version")]
    replaces = [("reporting", "0003_common_scales")]

    operations = [migrations.RunPython(add, remove)]
