"""Substitutes, to be read here; they are named and ended on the page “Pengganti”, where the rules hold."""

from django.contrib import admin
from django.http import HttpRequest

from organisation.models import Substitute


@admin.register(Substitute)
class SubstituteAdmin(admin.ModelAdmin[Substitute]):
    list_display = ["absent", "person", "agency", "from_on", "to_on", "ended_at"]
    list_filter = ["agency"]
    list_select_related = ["absent", "person", "agency"]
    search_fields = ["absent__name", "person__name", "decree_number"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Substitute | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Substitute | None = None) -> bool:
        return False
