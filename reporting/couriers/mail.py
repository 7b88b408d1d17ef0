"""E-mail: the signed report as an attachment; the receipt comes back on another way and is typed."""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from reporting.couriers.courier import Courier, Parcel, Refused, Slip, TryLater


class Mail(Courier):
    """One mail to the destination's address; every attempt carries the same Message-ID."""

    def address_problem(self, address: str) -> str:
        try:
            validate_email(address)
        except ValidationError:
            return "Tulis satu alamat surel, misalnya organisasi@contoh.go.id."
        return ""

    def send(self, parcel: Parcel) -> Slip | None:
        host = settings.KINERJA_URL.split("://")[-1].split(":")[0]
        message = EmailMessage(
            parcel.subject,
            parcel.text,
            to=[parcel.address],
            headers={"Message-ID": f"<kinerja-kirim-{parcel.key}@{host}>"},
        )
        message.attach(parcel.name, parcel.content, parcel.content_type)
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as problem:
            raise Refused("Server surel menolak alamat penerima; periksa alamat tujuan.") from problem
        except OSError as problem:  # smtplib's exceptions are OSErrors
            raise TryLater("Server surel tidak dapat menerima kiriman ini sekarang.") from problem
        except ValueError as problem:
            raise Refused("Surel tidak dapat disusun dengan alamat atau judul ini.") from problem
        return None
