"""Pages for looking after agencies, people and days off; runs and reports are not changed here."""

from django.contrib import admin
from django.contrib.auth.models import Group

from organisation.admin import agencies, history, holidays, people, substitutes

__all__ = ["agencies", "history", "holidays", "people", "substitutes"]

admin.site.site_header = admin.site.site_title = "Kinerja — pengelolaan"
admin.site.index_title = "Organisasi, pegawai, dan hari libur"
admin.site.unregister(Group)  # permissions come from offices, not from groups
