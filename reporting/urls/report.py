"""Addresses of the reports."""

from django.urls import path

from reporting.views import report

urlpatterns = [
    path("laporan/", report.reports, name="reports"),
    path("laporan/<int:pk>/", report.report, name="report"),
    path("laporan/<int:pk>/putaran/<int:number>/", report.report, name="report-round"),
    path("laporan/<int:pk>/unduh/<slug:format>/", report.report_file, name="report-file"),
]
