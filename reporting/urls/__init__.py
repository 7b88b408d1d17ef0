"""Addresses of plan, entry and report."""

from reporting.urls import (
    archive,
    corrections,
    delivery,
    entry,
    files,
    layout,
    plan,
    plan_forms,
    policy,
    report,
    signing,
)

urlpatterns = [
    *plan.urlpatterns,
    *plan_forms.urlpatterns,
    *entry.urlpatterns,
    *files.urlpatterns,
    *policy.urlpatterns,
    *report.urlpatterns,
    *corrections.urlpatterns,
    *layout.urlpatterns,
    *delivery.urlpatterns,
    *signing.urlpatterns,
    *archive.urlpatterns,
]
