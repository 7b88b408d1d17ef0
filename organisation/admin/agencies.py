"""Agencies and their units."""

from django.contrib import admin
from django.http import HttpRequest

from organisation.admin.recorded import Recorded
from organisation.models import Agency, Unit


@admin.register(Agency)
class AgencyAdmin(Recorded):
    list_display = ["name", "code", "government", "zone"]
    list_filter = ["government"]
    search_fields = ["name", "short_name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None) -> list[str]:
        """The code names the chain of the agency's history, so it stays as it was given."""
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Agency | None = None) -> bool:
        return False


@admin.register(Unit)
class UnitAdmin(Recorded):
    list_display = ["name", "agency", "parent", "order"]
    list_filter = ["agency"]
    list_select_related = ["agency", "parent"]
    search_fields = ["name"]
