"""Addresses of the corrections of a report."""

from django.urls import path

from reporting.views import corrections

urlpatterns = [
    path("laporan/<int:pk>/perbaikan/", corrections.report_difference, name="report-difference"),
    path("laporan/<int:pk>/perbaikan/buka/", corrections.report_correct, name="report-correct"),
    path("laporan/<int:pk>/perbaikan/batal/", corrections.report_withdraw, name="report-withdraw"),
]
