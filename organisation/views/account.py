"""One's own password, forgotten."""

from django.conf import settings
from django.contrib.auth.views import PasswordResetView

from organisation.forms.account import ForgottenPasswordForm


class ForgottenPassword(PasswordResetView):
    """Answers the same whether or not the address is known."""

    form_class = ForgottenPasswordForm
    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"
    extra_email_context = {"address": settings.KINERJA_URL}
