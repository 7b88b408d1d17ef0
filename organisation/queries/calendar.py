"""The working calendar of an agency, read from its settings and the holidays."""

from organisation.models import Agency, Holiday
from organisation.workdays import DayOffPolicy, WorkCalendar


def calendar_of(agency: Agency) -> WorkCalendar:
    days = Holiday.objects.filter(agency=None) | Holiday.objects.filter(agency=agency)
    return WorkCalendar(
        zone=agency.time_zone,
        holidays={day.on: day.name for day in days},
        policy=DayOffPolicy(agency.day_off_policy),
    )
