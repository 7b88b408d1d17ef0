"""People with their accounts and appointments."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kinerja.lib import clock
from organisation.actions.history import Event, record
from organisation.admin.recorded import Recorded, manager_of
from organisation.models import Appointment, Person


class NewPersonForm(AdminUserCreationForm[Person]):
    """A new person: with a password, or without one (no sign-in, or only by another way)."""

    class Meta:
        model = Person
        fields = ["name", "nip", "rank", "email", "username"]


class PersonForm(UserChangeForm[Person]):
    class Meta:
        model = Person
        fields = [
            "username",
            "password",
            "name",
            "nip",
            "rank",
            "email",
            "is_active",
            "is_staff",
            "is_superuser",
        ]


class AppointmentInline(admin.StackedInline[Appointment, Person]):
    model = Appointment
    extra = 0
    fields = [("agency", "unit"), ("role", "tenure"), "title", "decree_number", ("from_on", "to_on")]


@admin.register(Person)
class PersonAdmin(Recorded, UserAdmin[Person]):
    form = PersonForm
    add_form = NewPersonForm
    inlines = [AppointmentInline]
    list_display = ["name", "nip_in_groups", "username", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser", "appointments__agency"]
    search_fields = ["name", "nip", "username", "email"]
    ordering = ["name"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["name", "nip", "rank", "email"]}),
        ("Akun", {"fields": ["username", "password", "is_active", "last_login", "date_joined"]}),
        (
            "Pengelola aplikasi",
            {
                "fields": ["is_staff", "is_superuser"],
                "description": "Pengelola mengatur organisasi dan akun, tetapi tidak ikut dalam alur SOP.",
            },
        ),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "nip", "rank", "email"]}),
        ("Akun", {"fields": ["username", "usable_password", "password1", "password2"]}),
    ]

    @admin.display(description="NIP", ordering="nip")
    def nip_in_groups(self, person: Person) -> str:
        return person.printed_nip

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """People stay in the history; an account is closed by taking away “aktif”."""
        return False

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        before = _password(id)
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if _password(id) != before:
            person = Person.objects.get(pk=id)
            event = Event("password_set", person, f"Kata sandi {person} diatur ulang oleh pengelola.")
            record(event, by=manager_of(request), at=clock.now(), agency=None)
        return answer


def _password(pk: str) -> str | None:
    return Person.objects.filter(pk=pk).values_list("password", flat=True).first()
