"""Forms of the generic task pages."""

from datetime import datetime, time
from typing import Any

from django import forms

from kinerja.lib.dates import Zone
from sop.models import Task


class NoteForm(forms.Form):
    """The plain end of a task: a remark if there is something to say."""

    note = forms.CharField(
        label="Catatan (boleh kosong)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExtensionForm(forms.Form):
    """More time for one person."""

    until_on = forms.DateField(
        label="Sampai tanggal (pukul 23.59)",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label="Alasan",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis alasan perpanjangan; alasan ini tercatat dalam riwayat."},
    )

    def __init__(self, *args: Any, task: Task, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone: Zone = task.run.agency.time_zone
        self.now = now

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("until_on")
        if day is not None:
            values["until"] = datetime.combine(day, time(23, 59, 59), tzinfo=self.zone.info)
            if values["until"] <= self.now:
                self.add_error("until_on", "Pilih tanggal hari ini atau sesudahnya.")
        return values


class HandOverForm(forms.Form):
    """A hand-over with its receipt."""

    recipient = forms.CharField(
        label="Diterima oleh", error_messages={"required": "Tulis nama atau jabatan penerima."}
    )
    receipt = forms.CharField(label="Nomor tanda terima (boleh kosong)", required=False)
    note = forms.CharField(
        label="Catatan (boleh kosong)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecisionForm(forms.Form):
    """A remark; returning something, where the SOP allows it, needs one."""

    note = forms.CharField(
        label="Catatan (boleh kosong)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, may_return: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_return:
            self.fields["note"].label = "Catatan (wajib bila dikembalikan)"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.data.get("outcome") == "returned" and not values.get("note"):
            self.add_error("note", "Tulis alasan dan arahan, supaya yang memperbaiki tahu apa yang diminta.")
        return values
