"""Planned money and progress with deviations, action plans, parts of a period, logo, mandates, paper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q
from django.utils import timezone

import organisation.models.fields

FIGURE = {"max_digits": 24, "decimal_places": 6}
AMOUNT = {"max_digits": 20, "decimal_places": 2}
PAPER = [("A4", "A4 (210 × 297 mm)"), ("F4", "F4 (215 × 330 mm)")]


KNOWN = {
    "performance": (
        *("order", "name", "unit", "annual_target", "target", "month_value", "value", "achievement"),
        *("annual_achievement", "rating", "officer", "remark"),
    ),
    "budget": (
        *("order", "code", "name", "ceiling", "month_amount", "amount", "percent", "physical"),
        *("officer", "remark"),
    ),
}
FIELDS = {"performance": "line_columns", "budget": "budget_columns"}


def orders_become_layouts(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """The order in which a destination is re-keyed was a list of its own; now its layout says it."""
    Destination, Layout = (apps.get_model("reporting", name) for name in ("Destination", "ColumnLayout"))
    for destination in Destination.objects.all():
        if Layout.objects.filter(agency=destination.agency_id, destination=destination.name).exists():
            continue
        for table, field in FIELDS.items():
            keys = getattr(destination, field)
            if keys:
                named = keys if "name" in keys else ["name", *keys]
                shown = [{"key": key, "heading": "", "shown": True} for key in named]
                others = [key for key in KNOWN[table] if key not in named]
                hidden = [{"key": key, "heading": "", "shown": False} for key in others]
                Layout.objects.create(
                    agency_id=destination.agency_id,
                    destination=destination.name,
                    table=table,
                    columns=[*shown, *hidden],
                    set_at=timezone.now(),
                )


def layouts_become_orders(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Back: what a layout shows is the order again; the layouts themselves stay."""
    Destination, Layout = (apps.get_model("reporting", name) for name in ("Destination", "ColumnLayout"))
    for destination in Destination.objects.all():
        for table, field in FIELDS.items():
            kept = Layout.objects.filter(
                agency=destination.agency_id, destination=destination.name, table=table
            ).first()
            if kept is not None:
                keys = [each["key"] for each in kept.columns if each["shown"] and each["key"] in KNOWN[table]]
                setattr(destination, field, keys)
        destination.save(update_fields=list(FIELDS.values()))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organisation", "0004_substitute_ended_early"),
        ("reporting", "0015_archive_packages"),
    ]
    operations = [
        migrations.CreateModel(
            name="SpendingTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="bulan")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, null=True, verbose_name="rencana kas bulan ini (Rp)", **AMOUNT
                    ),
                ),
                (
                    "physical",
                    models.DecimalField(
                        blank=True, null=True, verbose_name="target fisik s.d. bulan ini (%)", **FIGURE
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spending_targets",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana kas dan fisik",
                "verbose_name_plural": "rencana kas dan fisik",
                "ordering": ["node", "period"],
                "constraints": [
                    models.UniqueConstraint(F("node"), F("period"), name="spending_target_once"),
                    models.CheckConstraint(
                        condition=Q(amount=None) | Q(amount__gte=0), name="spending_target_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=Q(physical=None) | Q(physical__gte=0, physical__lte=100),
                        name="physical_target_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("set_at", models.DateTimeField(verbose_name="ditetapkan")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logo",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "logo kop surat", "verbose_name_plural": "logo kop surat"},
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="atas nama (a.n.)")),
                (
                    "through",
                    models.CharField(blank=True, max_length=200, verbose_name="untuk beliau (u.b.)"),
                ),
                ("decree_number", models.CharField(max_length=100, verbose_name="nomor surat pelimpahan")),
                ("from_on", models.DateField(verbose_name="mulai tanggal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="sampai tanggal")),
                ("set_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisation.appointment",
                        verbose_name="penugasan yang menandatangani",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pelimpahan tanda tangan",
                "verbose_name_plural": "pelimpahan tanda tangan",
                "ordering": ["-from_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(F("appointment"), F("from_on"), name="mandate_once_per_day"),
                    models.CheckConstraint(
                        condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="mandate_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="action_plan",
            field=models.TextField(blank=True, verbose_name="rencana aksi"),
        ),
        migrations.AddField(
            model_name="reportline",
            name="action_plan",
            field=models.TextField(blank=True, verbose_name="rencana aksi"),
        ),
        migrations.AddField(
            model_name="reportline",
            name="parts",
            field=models.JSONField(
                default=dict,
                help_text="periode → target, realisasi, dan capaian sampai akhirnya",
                verbose_name="bagian periode",
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="weight",
            field=models.DecimalField(null=True, verbose_name="bobot menurut pagu (%)", **FIGURE),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="planned_amount",
            field=models.DecimalField(null=True, verbose_name="rencana kas s.d. bulan ini", **AMOUNT),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="planned_percent",
            field=models.DecimalField(null=True, verbose_name="rencana keuangan (%)", **FIGURE),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="planned_physical",
            field=models.DecimalField(null=True, verbose_name="target fisik (%)", **FIGURE),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="money_deviation",
            field=models.DecimalField(null=True, verbose_name="deviasi keuangan (poin)", **FIGURE),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="physical_deviation",
            field=models.DecimalField(null=True, verbose_name="deviasi fisik (poin)", **FIGURE),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="parts",
            field=models.JSONField(
                default=dict,
                help_text="periode → realisasi keuangan di dalamnya",
                verbose_name="bagian periode",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="logo",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="on_behalf",
            field=models.CharField(
                blank=True,
                help_text="Satu baris tercetak per baris",
                max_length=500,
                verbose_name="atas nama",
            ),
        ),
        migrations.AddField(
            model_name="columnlayout",
            name="printed",
            field=models.BooleanField(
                default=True,
                help_text="Hanya rencana aksi yang boleh tidak dicetak",
                verbose_name="dicetak",
            ),
        ),
        migrations.AddField(
            model_name="columnlayout",
            name="paper",
            field=models.CharField(
                blank=True,
                choices=PAPER,
                help_text="Kosong = kertas kantor",
                max_length=2,
                verbose_name="kertas",
            ),
        ),
        migrations.AlterField(
            model_name="columnlayout",
            name="table",
            field=models.CharField(
                choices=[
                    ("performance", "Capaian kinerja"),
                    ("action", "Rencana aksi"),
                    ("budget", "Realisasi keuangan dan fisik"),
                ],
                max_length=12,
                verbose_name="tabel",
            ),
        ),
        migrations.AddConstraint(
            model_name="columnlayout",
            constraint=models.CheckConstraint(
                condition=Q(printed=True) | Q(table="action"), name="layout_only_action_left_out"
            ),
        ),
        migrations.RunPython(orders_become_layouts, layouts_become_orders),
        migrations.RemoveField(model_name="destination", name="line_columns"),
        migrations.RemoveField(model_name="destination", name="budget_columns"),
    ]
