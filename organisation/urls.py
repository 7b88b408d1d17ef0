"""Addresses of sign-in, inbox, substitutes, files and health."""

from django.contrib.auth import views as auth
from django.urls import path

from organisation.views import account, files, health, inbox, sign_in, substitutes

urlpatterns = [
    path("masuk/", sign_in.SignIn.as_view(), name="login"),
    path("masuk/sebagai/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("keluar/", auth.LogoutView.as_view(), name="logout"),
    path("sandi/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("sandi/selesai/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("sandi/lupa/", account.ForgottenPassword.as_view(), name="password_reset"),
    path("sandi/lupa/terkirim/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "sandi/baru/<uidb64>/<token>/", auth.PasswordResetConfirmView.as_view(), name="password_reset_confirm"
    ),
    path("sandi/baru/selesai/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("admin/login/", sign_in.admin_door),
    path("kotak-masuk/", inbox.inbox, name="inbox"),
    path("kotak-masuk/<int:pk>/buka/", inbox.read, name="inbox-read"),
    path("kotak-masuk/dibaca/", inbox.read_all, name="inbox-read-all"),
    path("pengganti/", substitutes.substitutes, name="substitutes"),
    path("pengganti/<slug:code>/baru/", substitutes.add, name="substitute-add"),
    path("pengganti/<int:pk>/akhiri/", substitutes.end, name="substitute-end"),
    path("berkas/<int:pk>/", files.file, name="file"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
