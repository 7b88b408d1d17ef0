"""Who signs a report, in which order and in which ways, and the code under which a paper can be verified."""

import base64
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from organisation.models import Agency
from reporting.models import Report, Signature, SigningKey
from reporting.queries.esign import service_of
from reporting.queries.report import report_of
from sop.models import Act, Task

Method = Signature.Method
_SALT = "kinerja.verification-code"


def sign_acts(task: Task) -> list[Act]:
    """The acts of the SOP that sign, in their order."""
    found = Act.objects.filter(step__version=task.run.version_id, kind="sign").select_related("actor")
    return list(found.order_by("step__order", "order"))


def signatures_of(report: Report) -> list[Signature]:
    return list(Signature.objects.filter(compilation__report=report).order_by("order"))


def is_signed_by(task: Task) -> bool:
    """Whether this task's signature is there, in whichever round it was given."""
    mine = Signature.objects.filter(task__act=task.act_id, task__assignee=task.assignee_id)
    return mine.filter(compilation__report__run=task.run_id).exists()


def usable_key(agency: Agency, at: datetime) -> SigningKey | None:
    """The key with which the agency signs at this moment."""
    found: SigningKey | None = SigningKey.objects.usable(at).filter(agency=agency).first()
    return found


def ways(task: Task, at: datetime) -> list[Method]:
    """How this task may be signed, the usual way first; whoever signs after others follows their way."""
    report = report_of(task)
    earlier = signatures_of(report) if report else []
    electronic = _electronic(task.run.agency, at)
    if not earlier:
        return [*(electronic or [Method.IN_APPLICATION]), Method.WET_INK]
    first = earlier[0]
    if first.method not in {Method.OWN_KEY, Method.CERTIFIED}:
        return [Method(first.method)]
    if not first.rooms:  # signed before the rooms were kept: only the key finds them, as empty fields
        electronic = [way for way in electronic if way == Method.OWN_KEY]
    has_room = len(earlier) < len(sign_acts(task))
    return electronic if electronic and has_room else [Method.IN_APPLICATION]


def initial_ways(task: Task, at: datetime) -> list[Method]:
    """How this task's paraf may be given, the usual way first; recording it is always possible."""
    return [*_electronic(task.run.agency, at), Method.IN_APPLICATION]


def _electronic(agency: Agency, at: datetime) -> list[Method]:
    certified = [Method.CERTIFIED] if service_of(agency) else []
    return [*certified, Method.OWN_KEY] if usable_key(agency, at) else certified


def code_of(task: Task) -> str:
    """The code on the paper of this task: 80 bits that nobody guesses, the same for every try to sign."""
    digest = salted_hmac(_SALT, str(task.pk), algorithm="sha256").digest()
    letters = base64.b32encode(digest[:10]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def address_of(code: str) -> str:
    """Where anybody can verify the paper; stands behind its QR code."""
    return f"{settings.KINERJA_URL}{reverse('verify-code', args=[code])}"
