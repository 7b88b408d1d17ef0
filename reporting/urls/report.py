"""Addresses of the reports and the archive."""

from django.urls import path

from reporting.views import archive, report

urlpatterns = [
    path("laporan/", report.reports, name="reports"),
    path("laporan/<int:pk>/", report.report, name="report"),
    path("laporan/<int:pk>/putaran/<int:number>/", report.report, name="report-round"),
    path("laporan/<int:pk>/unduh/<slug:format>/", report.report_file, name="report-file"),
    path("arsip/", archive.archives, name="archives"),
    path("arsip/<int:pk>/paket/", archive.package, name="archive-package"),
]
