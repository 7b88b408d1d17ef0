"""The retention schedule: common classes, and those of an agency in their place."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organisation.admin.recorded import Recorded
from reporting.models import ArchiveRecord, Classification


@admin.register(Classification)
class ClassificationAdmin(Recorded):
    list_display = [
        "code",
        "name",
        "agency",
        "government",
        "active_years",
        "inactive_years",
        "fate",
        "valid_from",
        "source",
    ]
    list_filter = ["agency", "fate"]
    list_select_related = ["agency"]
    search_fields = ["code", "name"]

    def has_change_permission(self, request: HttpRequest, obj: Classification | None = None) -> bool:
        """What a record was filed under stays as it is; a change is a new line with a later first day."""
        return super().has_change_permission(request, obj) and not _is_used(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Classification | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_used(obj)


def _is_used(row: Classification | None) -> bool:
    """Whether a record took its retention from this line."""
    if row is None:
        return False
    like: dict[str, Any] = {"classification": row.code, "classification_name": row.name}
    records = ArchiveRecord.objects.filter(**like, closed_on__gte=row.valid_from)
    if row.agency_id is not None:
        records = records.filter(report__agency=row.agency_id)
    elif row.government:
        records = records.filter(report__agency__government=row.government)
    return records.exists()
