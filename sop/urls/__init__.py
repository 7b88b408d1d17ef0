"""Addresses of the procedure."""

from sop.urls import editor, importing, proof, rehearsal, tasks

urlpatterns = [
    *rehearsal.urlpatterns,
    *importing.urlpatterns,
    *proof.urlpatterns,
    *editor.urlpatterns,
    *tasks.urlpatterns,
]
