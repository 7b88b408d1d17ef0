"""Days off, and loading those of a year from the library."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from organisation.actions.holidays import load_holidays
from organisation.admin.recorded import Recorded, manager_of
from organisation.models import Holiday

YEARS = range(2015, 2051)


@admin.register(Holiday)
class HolidayAdmin(Recorded):
    list_display = ["on", "name", "agency"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    search_fields = ["name"]
    date_hierarchy = "on"
    change_list_template = "admin/organisation/holiday/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        load = path("muat/", self.admin_site.admin_view(self.load), name="organisation_holiday_load")
        return [load, *super().get_urls()]

    @method_decorator(require_POST)
    def load(self, request: HttpRequest) -> HttpResponse:
        """Add the missing days of one year."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        year = request.POST.get("year", "")
        if not (year.isascii() and year.isdigit()) or int(year) not in YEARS:
            messages.error(request, f"Isi tahun antara {YEARS[0]} dan {YEARS[-1]}.")
        else:
            added = load_holidays([int(year)], by=manager_of(request), at=clock.now())
            messages.success(request, f"{added} hari libur tahun {year} ditambahkan.")
        return redirect("admin:organisation_holiday_changelist")
