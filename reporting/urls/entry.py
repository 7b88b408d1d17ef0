"""Addresses of the entry pages."""

from django.urls import path

from reporting.views import entry, entry_history, entry_json, entry_submit, evidence, releases

urlpatterns = [
    path("realisasi/rilis/", releases.releases, name="releases"),
    path("realisasi/rilis/<int:pk>/", releases.release, name="release"),
    path("realisasi/<int:task_pk>/", entry.entry, name="entry"),
    path("realisasi/<int:task_pk>/simpan/", entry_json.save, name="entry-save"),
    path("realisasi/<int:task_pk>/hitung/", entry_json.try_out, name="entry-try"),
    path("realisasi/<int:task_pk>/periksa/", entry_submit.check, name="entry-check"),
    path("realisasi/<int:task_pk>/tanda-terima/", entry_submit.receipt, name="entry-receipt"),
    path("realisasi/<int:task_pk>/riwayat/<slug:key>/", entry_history.history, name="entry-history"),
    path("realisasi/<int:task_pk>/bukti/<slug:key>/", evidence.add, name="evidence-add"),
    path("realisasi/<int:task_pk>/bukti/<int:pk>/hapus/", evidence.remove, name="evidence-remove"),
]
