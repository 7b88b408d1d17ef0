"""Admin pages whose every change goes into the history, with what was before and after."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from kinerja.lib import clock
from organisation.actions.history import Event, record
from organisation.models import Agency, Person

SILENT = {"password", "last_login", "sealed_secret", "sealed_nik"}

Values = dict[str, Any]


class Recorded(admin.ModelAdmin[Any]):
    """A page for one model; what is added, changed or deleted here is an event."""

    def agency_of(self, obj: Any) -> Agency | None:
        """Whose chain an object belongs to; people and national holidays belong to the application's own."""
        return own_agency(obj)

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm[Any], change: bool) -> None:
        before = stored_values(obj) if change else {}
        super().save_model(request, obj, form, change)
        record_change(request, obj, before, values_of(obj), agency=self.agency_of(obj))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        record_change(request, obj, values_of(obj), {}, agency=self.agency_of(obj))
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            record_change(request, obj, values_of(obj), {}, agency=self.agency_of(obj))
        super().delete_queryset(request, queryset)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Any],
        formset: BaseModelFormSet[Any, Any],
        change: bool,
    ) -> None:
        """The rows below the form: deleted ones are recorded while they still have a number."""
        rows = formset.save(commit=False)
        above = self.agency_of(form.instance)
        for gone in formset.deleted_objects:
            record_change(request, gone, values_of(gone), {}, agency=own_agency(gone) or above)
            gone.delete()
        for row in rows:
            before = stored_values(row)
            row.save()
            record_change(request, row, before, values_of(row), agency=own_agency(row) or above)
        formset.save_m2m()


def record_change(
    request: HttpRequest, obj: models.Model, before: Values, after: Values, *, agency: Agency | None
) -> None:
    """One event with the columns that differ; nothing where nothing does."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not changed:
        return
    verb, word = _deed(before, after)
    details = {
        "before": {name: before[name] for name in sorted(changed & before.keys())},
        "after": {name: after[name] for name in sorted(changed & after.keys())},
    }
    sentence = f"{str(obj._meta.verbose_name).capitalize()} “{obj}” {word}."
    happened = Event(f"{obj._meta.model_name}_{verb}", obj, sentence, details)
    record(happened, by=manager_of(request), at=clock.now(), agency=agency)


def manager_of(request: HttpRequest) -> Person:
    """Who is at work here; Django's admin lets nobody in who has not signed in."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def _deed(before: Values, after: Values) -> tuple[str, str]:
    if not before:
        return "added", "ditambahkan"
    return ("changed", "diubah") if after else ("deleted", "dihapus")


def own_agency(obj: models.Model) -> Agency | None:
    """The agency that an object names itself."""
    return obj if isinstance(obj, Agency) else getattr(obj, "agency", None)


def stored_values(obj: models.Model) -> Values:
    """The values in the database; nothing for an object that is not there yet."""
    stored = type(obj)._base_manager.filter(pk=obj.pk).first() if obj.pk else None
    return values_of(stored) if stored else {}


def values_of(obj: models.Model) -> Values:
    """Every column by name, save passwords and sealed secrets."""
    columns = [field for field in obj._meta.concrete_fields if field.name not in SILENT]
    return {field.name: field.value_from_object(obj) for field in columns}
