"""Addresses of plan, entry and report."""

from reporting.urls import (
    archive,
    corrections,
    delivery,
    entry,
    files,
    layout,
    letters,
    performance,
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
    *performance.urlpatterns,
    *layout.urlpatterns,
    *letters.urlpatterns,
    *delivery.urlpatterns,
    *signing.urlpatterns,
    *archive.urlpatterns,
]
