"""Destinations to move or switch off, and sendings to look at; the rest is set on the office's own page."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from organisation.admin.recorded import Recorded
from reporting.couriers import COURIERS
from reporting.models import Destination, Sending


class DestinationForm(forms.ModelForm[Destination]):
    """An address that the way of sending can use."""

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if problem := COURIERS[self.instance.channel].address_problem(address):
            raise forms.ValidationError(problem)
        return address


@admin.register(Destination)
class DestinationAdmin(Recorded):
    form = DestinationForm
    fields = ["agency", "name", "channel", "address", "spelling", "active"]
    readonly_fields = ["agency", "name", "channel"]
    list_display = ["name", "agency", "channel", "address", "active"]
    list_filter = ["agency", "channel", "active"]
    list_select_related = ["agency"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new one needs its secret: the page of the office asks for them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Destination | None = None) -> bool:
        return False


@admin.register(Sending)
class SendingAdmin(Recorded):
    list_display = ["report", "destination", "number", "state", "attempts", "requested_at", "receipt_number"]
    list_filter = ["destination", "state"]
    list_select_related = ["report__agency", "destination"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Sending | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Sending | None = None) -> bool:
        return False
