"""Addresses of the proof that an SOP was followed."""

from django.urls import path

from sop.views import proof

urlpatterns = [
    path("pelaksanaan/<int:pk>/bukti/", proof.run_proof, name="run-proof"),
    path("pelaksanaan/<int:pk>/bukti/<slug:form>/", proof.run_proof_file, name="run-proof-file"),
    path("sop/<slug:slug>/bukti/<int:year>/", proof.year_proof, name="year-proof"),
    path("sop/<slug:slug>/bukti/<int:year>/<slug:form>/", proof.year_proof_file, name="year-proof-file"),
]
