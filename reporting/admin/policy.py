"""Rating scales, and the rules of counting to look at: those are set on their own page, by their own gate."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from organisation.admin.recorded import Recorded
from reporting.models import AgencyPolicy, Scale
from reporting.queries.policy import rating_scale


class BandsForm(forms.ModelForm[Scale]):
    """A scale whose bands leave no hole."""

    def clean_bands(self) -> Any:
        bands = self.cleaned_data["bands"]
        try:
            rating_scale(Scale(name="", bands=bands))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise forms.ValidationError(
                f"Kelas tidak terbaca: {error} Tulis pasangan batas bawah dan sebutan dari atas ke bawah."
            ) from error
        return bands


@admin.register(Scale)
class ScaleAdmin(Recorded):
    form = BandsForm
    list_display = ["name", "agency", "valid_from", "source"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    search_fields = ["name"]

    def has_change_permission(self, request: HttpRequest, obj: Scale | None = None) -> bool:
        """A scale that a policy uses stays as it is; a change is a new scale with a later first day."""
        return super().has_change_permission(request, obj) and not _is_used(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Scale | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_used(obj)


@admin.register(AgencyPolicy)
class AgencyPolicyAdmin(Recorded):
    list_display = ["agency", "from_on", "cap", "zero_target", "scale", "basis"]
    list_filter = ["agency"]
    list_select_related = ["agency", "scale"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AgencyPolicy | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AgencyPolicy | None = None) -> bool:
        return False


def _is_used(scale: Scale | None) -> bool:
    return scale is not None and AgencyPolicy.objects.filter(scale=scale).exists()
