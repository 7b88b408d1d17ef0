"""NIK entered for somebody who cannot do it, and the requests to the eSign service to look at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from kinerja.lib import clock
from kinerja.lib.sealing import Secret
from organisation.admin.recorded import Recorded, manager_of
from reporting.actions.esign import keep_nik
from reporting.models import EsignIdentity, SigningAttempt


class IdentityForm(forms.ModelForm[EsignIdentity]):
    """The NIK is typed and never read back."""

    nik = forms.RegexField(
        r"^[0-9]{16}$", label="NIK", error_messages={"invalid": "NIK terdiri dari 16 angka."}
    )

    class Meta:
        model = EsignIdentity
        fields = ["person"]


@admin.register(EsignIdentity)
class EsignIdentityAdmin(Recorded):
    form = IdentityForm
    list_display = ["person"]
    list_select_related = ["person"]

    def get_readonly_fields(self, request: HttpRequest, obj: EsignIdentity | None = None) -> list[str]:
        return ["person"] if obj else []

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm[Any], change: bool) -> None:
        if not isinstance(obj, EsignIdentity):
            raise TypeError(obj)
        keep_nik(obj.person, Secret(form.cleaned_data["nik"]), by=manager_of(request), now=clock.now())
        obj.pk = EsignIdentity.objects.get(person=obj.person_id).pk


@admin.register(SigningAttempt)
class SigningAttemptAdmin(Recorded):
    list_display = ["reference", "task", "person", "state", "number", "asked_at", "problem"]
    list_filter = ["state", "service"]
    list_select_related = ["person", "task__run__agency", "task__act__step"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SigningAttempt | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SigningAttempt | None = None) -> bool:
        return False
