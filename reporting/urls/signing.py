"""Addresses of the paper to be signed by hand, of the eSign service, and of verification."""

from django.urls import path

from reporting.views import esign, signing, verification

urlpatterns = [
    path("tugas/<int:pk>/cetakan/", signing.paper, name="sign-paper"),
    path("layanan-esign/", esign.services, name="esign-services"),
    path("layanan-esign/<slug:code>/", esign.service, name="esign-service"),
    path("layanan-esign/<slug:code>/uji/", esign.service_try, name="esign-service-try"),
    path("akun/nik/", esign.nik, name="nik"),
    path("verifikasi/", verification.verify, name="verify"),
    path("verifikasi/<slug:code>/", verification.verify, name="verify-code"),
]
