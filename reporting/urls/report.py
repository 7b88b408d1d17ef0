"""Addresses of the reports."""

from django.urls import path

from reporting.views import report, report_files

urlpatterns = [
    path("laporan/", report.reports, name="reports"),
    path("laporan/<int:pk>/", report.report, name="report"),
    path("laporan/<int:pk>/putaran/<int:number>/", report.report, name="report-round"),
    path("laporan/<int:pk>/unduh/<slug:format>/", report_files.report_file, name="report-file"),
    path("laporan/<int:pk>/berkas/<int:rendering>/", report_files.rendering, name="rendering"),
    path(
        "laporan/<int:pk>/berkas/<int:rendering>/unduh/", report_files.rendering_file, name="rendering-file"
    ),
]
