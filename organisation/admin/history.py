"""The history, to be read and never changed."""

from django.contrib import admin
from django.http import HttpRequest

from organisation.models import HistoryEvent


@admin.register(HistoryEvent)
class HistoryAdmin(admin.ModelAdmin[HistoryEvent]):
    list_display = ["at", "chain", "sequence", "by", "sentence"]
    list_filter = ["agency", "verb"]
    list_select_related = ["by"]
    search_fields = ["sentence", "subject"]
    date_hierarchy = "at"
    ordering = ["-at", "-sequence"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: HistoryEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HistoryEvent | None = None) -> bool:
        return False
