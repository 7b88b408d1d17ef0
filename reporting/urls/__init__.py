"""Addresses of plan, entry and report."""

from reporting.urls import entry, plan, plan_forms, report

urlpatterns = [
    *plan.urlpatterns,
    *plan_forms.urlpatterns,
    *entry.urlpatterns,
    *report.urlpatterns,
]
