"""Addresses of the paper to be signed by hand, and of verification."""

from django.urls import path

from reporting.views import signing, verification

urlpatterns = [
    path("tugas/<int:pk>/cetakan/", signing.paper, name="sign-paper"),
    path("verifikasi/", verification.verify, name="verify"),
    path("verifikasi/<slug:code>/", verification.verify, name="verify-code"),
]
