"""The form that files a finished report."""

from datetime import date, datetime
from typing import Any

from django import forms

from kinerja.lib.dates import long_date
from reporting.actions.archive import Filing, proposed_filing
from reporting.forms.deliver import DayInput
from reporting.models import ArchiveRecord, Classification, Report


class ClassificationChoice(forms.ModelChoiceField[Classification]):
    """The classes in force, each with its retention in words."""

    def __init__(self, **kwargs: Any) -> None:
        required = "Pilih klasifikasi arsipnya."
        super().__init__(
            label="Klasifikasi", queryset=Classification.objects.none(), empty_label=None,
            error_messages={"required": required, "invalid_choice": required}, **kwargs,
        )  # fmt: skip

    def offer(self, rows: list[Classification]) -> None:
        """Offer these and no others; where there are none, nothing can be asked."""
        self.queryset = Classification.objects.filter(pk__in=[row.pk for row in rows])
        self.required = bool(rows)
        if not rows:
            self.help_text = "Belum ada klasifikasi yang berlaku; berkas disimpan tanpa jangka retensi."

    def label_from_instance(self, obj: Classification) -> str:
        years = f"{obj.active_years} + {obj.inactive_years} tahun"
        return f"{obj.code} ({years}, {obj.get_fate_display().lower()}) {obj.name}"


class ArchiveForm(forms.Form):
    """Number, class, description and place of the file; its retention is counted, not typed."""

    number = forms.CharField(label="Nomor berkas", max_length=100)
    classification = ClassificationChoice(
        help_text="Dalam kurung: masa aktif + inaktif, lalu nasib akhir. Dihitung dari penutupan berkas."
    )
    closed_on = forms.DateField(label="Tanggal penutupan berkas", widget=DayInput())
    description = forms.CharField(label="Uraian", max_length=600, widget=forms.Textarea({"rows": 2}))
    covered = forms.CharField(label="Kurun waktu", max_length=100)
    copies = forms.CharField(label="Jumlah", max_length=60, help_text="Misalnya: 1 berkas, 24 lembar")
    level = forms.ChoiceField(label="Tingkat perkembangan", choices=ArchiveRecord.Level.choices)
    location = forms.CharField(
        label="Lokasi berkas kertas (boleh kosong)",
        max_length=200,
        required=False,
        help_text="Misalnya: lemari 2, boks 14",
    )

    def __init__(self, data: Any = None, *, report: Report | None, now: datetime) -> None:
        self.report, self.today = report, None
        super().__init__(data)
        if report is None:
            return
        self.today = report.agency.time_zone.local(now).date()
        proposed = proposed_filing(report, now=now)
        self.initial = vars(proposed) | {"classification": proposed.rule, "number": report.number}
        field = self.fields["classification"]
        assert isinstance(field, ClassificationChoice)  # noqa: S101 - declared above
        field.offer(Classification.objects.in_force(report.agency, self.today))

    def clean_closed_on(self) -> date:
        """A file is closed after its period has begun, and not in the future."""
        day: date = self.cleaned_data["closed_on"]
        if self.today and day > self.today:
            raise forms.ValidationError("Tanggal ini belum tiba. Isi hari ini atau sebelumnya.")
        if self.report and day < self.report.period.starts_on:
            begins = long_date(self.report.period.starts_on)
            raise forms.ValidationError(f"Periode laporan baru mulai {begins}. Isi tanggal sesudahnya.")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        rule, closed_on = values.get("classification"), values.get("closed_on")
        if rule and closed_on and rule.valid_from > closed_on:
            self.add_error(
                "classification",
                f"Klasifikasi ini baru berlaku {long_date(rule.valid_from)}. Pilih yang lain.",
            )
        if not self.errors:
            values["filing"] = Filing(
                rule=rule, **{name: value for name, value in values.items() if name != "classification"}
            )
        return values
