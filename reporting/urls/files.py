"""Addresses of realisations as files: the personal workbook and the office's own sheet."""

from django.urls import path

from reporting.views import entry_files, sheet

urlpatterns = [
    path("realisasi/<int:task_pk>/isian.xlsx", entry_files.workbook, name="entry-workbook"),
    path("realisasi/<int:task_pk>/unggah/", entry_files.upload, name="entry-upload"),
    path("realisasi/<int:task_pk>/lembar/", sheet.entry_sheet, name="entry-sheet"),
    path("rencana/lembar/", sheet.sheet_mapping, name="sheet-mapping"),
]
