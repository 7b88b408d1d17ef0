"""Forms of one's own account: signing in, asking for a new password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template import loader

from kinerja.lib import clock
from organisation.actions.mail import ACCOUNT_KEYS, queue
from organisation.actions.throttle import attempt

MARK_COOKIE = "__Host-kinerja-mark" if settings.HTTPS else "kinerja-mark"


class SignInForm(AuthenticationForm):
    """User name and password, counted against guessing."""

    error_messages = {
        "invalid_login": "Nama pengguna atau kata sandi tidak cocok. Periksa lalu coba lagi.",
        "inactive": "Akun ini tidak aktif. Hubungi admin aplikasi.",
        "throttled": "Terlalu banyak percobaan masuk yang gagal. Coba lagi 15 menit lagi.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"

    def clean(self) -> dict[str, Any]:
        if (
            self.request is None
            or not self.cleaned_data.get("username")
            or not self.cleaned_data.get("password")
        ):
            return super().clean()
        trial = attempt(
            self.cleaned_data["username"],
            address=address_of(self.request),
            cookie=self.request.COOKIES.get(MARK_COOKIE, ""),
        )
        if trial.is_blocked:
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        try:
            cleaned = super().clean()
        except ValidationError:
            trial.failed()
            raise
        trial.succeeded()
        return cleaned


class ForgottenPasswordForm(PasswordResetForm):
    """Asks for a link by mail; the mail is a row of the outbox, and at most one in ten minutes."""

    email = forms.EmailField(label="Alamat surel", max_length=254)

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,  # noqa: ARG002 (Django's signature)
        to_email: str,  # noqa: ARG002
        html_email_template_name: str | None = None,  # noqa: ARG002
    ) -> None:
        person, now = context["user"], clock.now()
        queue(
            person,
            key=f"{ACCOUNT_KEYS}{person.pk}:{int(now.timestamp()) // 600}",
            subject=loader.render_to_string(subject_template_name, context).strip(),
            body=loader.render_to_string(email_template_name, context),
            at=now,
        )


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind our proxy (https) the address that the proxy added last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", maxsplit=1)[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
