"""The ground: agencies, people, appointments, calendar, history, notices."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = "Organisasi"
