"""Addresses of plan, entry and report."""

from reporting.urls import entry, report

urlpatterns = [*entry.urlpatterns, *report.urlpatterns]
