"""People: civil servants who may hold offices and, where given an account, sign in."""

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from organisation import ranks
from organisation.nip import normalise_nip, print_nip


def validate_nip(value: str) -> None:
    try:
        normalise_nip(value)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


class NipField(models.CharField[str, str]):
    """Eighteen digits without spaces; blank for people outside the civil service."""

    def to_python(self, value: object) -> str:
        text = "" if value is None else str(value)
        try:
            return normalise_nip(text)
        except ValueError:
            return text  # the validator says what is wrong

    def get_prep_value(self, value: object) -> str:
        return self.to_python(value)


class Person(AbstractUser):
    """One person; signs in with `username` unless the password is unusable."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    name = models.CharField("nama dengan gelar", max_length=150)
    nip = NipField("NIP", max_length=30, blank=True, default="", validators=[validate_nip])
    rank = models.CharField("pangkat/golongan", max_length=10, blank=True, choices=ranks.CHOICES)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager[Self]] = UserManager()

    class Meta:
        ordering = ["name"]
        verbose_name = "pegawai"
        verbose_name_plural = "pegawai"
        constraints = [
            models.UniqueConstraint(
                "nip",
                condition=~Q(nip=""),
                name="nip_once",
                violation_error_message="NIP ini sudah dipakai pegawai lain.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def printed_nip(self) -> str:
        return print_nip(self.nip) if self.nip else ""

    @property
    def printed_rank(self) -> str:
        return ranks.printed(self.rank) if self.rank else ""
