"""Addresses of sign-in, inbox, files and health."""

from django.contrib.auth import views as auth
from django.urls import path

from organisation.views import files, health, sign_in

urlpatterns = [
    path("masuk/", sign_in.SignIn.as_view(), name="login"),
    path("masuk/sebagai/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("keluar/", auth.LogoutView.as_view(), name="logout"),
    path("sandi/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("sandi/selesai/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("berkas/<int:pk>/", files.file, name="file"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
