"""The eSign service of an agency, who is known to it, and what was asked of it."""

from organisation.models import Agency, Person
from reporting.models import EsignIdentity, EsignService, SigningAttempt
from sop.models import Task


def service_of(agency: Agency) -> EsignService | None:
    """The service with which the agency signs now."""
    found: EsignService | None = EsignService.objects.in_use().filter(agency=agency).first()
    return found


def footer_of(agency: Agency) -> str:
    """What the agency prints under papers that are signed with certificates of BSrE."""
    service = service_of(agency)
    return service.footer if service else ""


def unsettled_attempt(task: Task) -> SigningAttempt | None:
    """The request after which nobody may ask again before it is known, or given up, what came of it."""
    found = SigningAttempt.objects.unsettled().filter(task=task).select_related("service", "person", "after")
    return found.first()


def is_known(person: Person) -> bool:
    """Whether the person's NIK is kept."""
    return EsignIdentity.objects.filter(person=person).exists()
