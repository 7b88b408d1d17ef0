"""Addresses of the archive."""

from django.urls import path

from reporting.views import archive, archive_record, classification

urlpatterns = [
    path("arsip/", archive.archives, name="archives"),
    path("arsip/jatuh-tempo/", archive.archive_due, name="archive-due"),
    path("arsip/jatuh-tempo/unduh/", archive.archive_due_file, name="archive-due-file"),
    path("arsip/klasifikasi/", classification.classifications, name="classifications"),
    path("arsip/klasifikasi/<slug:code>/", classification.classification, name="classification"),
    path("arsip/klasifikasi/<slug:code>/impor/", classification.schedule_import, name="schedule-import"),
    path("arsip/klasifikasi/<slug:code>/unduh/", classification.schedule_file, name="schedule-file"),
    path("arsip/<int:pk>/", archive_record.archive_record, name="archive"),
    path("arsip/<int:pk>/paket/", archive.package, name="archive-package"),
    path("arsip/<int:pk>/periksa/", archive_record.archive_check, name="archive-check"),
    path("arsip/<int:pk>/klasifikasi/", archive_record.archive_reclassify, name="archive-reclassify"),
    path("arsip/<int:pk>/fisik/", archive_record.archive_mark, name="archive-mark"),
]
