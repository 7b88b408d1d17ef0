"""Tables of the ground."""

from organisation.models.agency import Agency, Unit
from organisation.models.appointment import Appointment
from organisation.models.fields import PeriodField
from organisation.models.file import StoredFile
from organisation.models.history import HistoryEvent, HistoryHead
from organisation.models.holiday import Holiday
from organisation.models.notice import Notice, OutgoingMail
from organisation.models.person import Person
from organisation.models.substitute import Substitute

__all__ = [
    "Agency",
    "Appointment",
    "HistoryEvent",
    "HistoryHead",
    "Holiday",
    "Notice",
    "OutgoingMail",
    "PeriodField",
    "Person",
    "StoredFile",
    "Substitute",
    "Unit",
]
