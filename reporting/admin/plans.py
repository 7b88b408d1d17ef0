"""Plans, their lines, indicators, targets, pagu and PPTK; every change goes into the history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organisation.admin.recorded import Recorded
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target


class Rows(admin.TabularInline[Any, Any]):
    extra = 0


class BudgetRows(Rows):
    model = Budget


class AssignmentRows(Rows):
    model = Assignment
    autocomplete_fields = ["officer"]


class TargetRows(Rows):
    model = Target


@admin.register(Plan)
class PlanAdmin(Recorded):
    list_display = ["agency", "year", "label", "revision", "status", "from_on"]
    readonly_fields = ["status", "copied_from", "published_by", "published_at"]  # the editor's to set
    list_filter = ["agency", "year"]
    list_select_related = ["agency"]

    def has_delete_permission(self, request: HttpRequest, obj: Plan | None = None) -> bool:
        """A plan carries the realisations of a year; a change is a new revision."""
        return False


@admin.register(PlanNode)
class PlanNodeAdmin(Recorded):
    list_display = ["code", "name", "level", "plan"]
    list_filter = ["plan", "level"]
    list_select_related = ["plan__agency"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]
    inlines = [BudgetRows, AssignmentRows]


@admin.register(Indicator)
class IndicatorAdmin(Recorded):
    list_display = ["code", "name", "unit", "direction", "rollup", "weight", "node"]
    list_filter = ["node__plan", "direction", "rollup"]
    list_select_related = ["node__plan"]
    search_fields = ["code", "name", "node__code"]
    autocomplete_fields = ["node"]
    inlines = [TargetRows]
