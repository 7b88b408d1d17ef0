"""Addresses of the entry pages."""

from django.urls import path

from reporting.views import entry, entry_json, evidence

urlpatterns = [
    path("realisasi/<int:task_pk>/", entry.entry, name="entry"),
    path("realisasi/<int:task_pk>/simpan/", entry_json.save, name="entry-save"),
    path("realisasi/<int:task_pk>/hitung/", entry_json.try_out, name="entry-try"),
    path("realisasi/<int:task_pk>/periksa/", entry.check, name="entry-check"),
    path("realisasi/<int:task_pk>/tanda-terima/", entry.receipt, name="entry-receipt"),
    path("realisasi/<int:task_pk>/bukti/<int:pk>/hapus/", evidence.remove, name="evidence-remove"),
]
