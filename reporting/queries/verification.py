"""Finding the signature that belongs to a code or to the bytes of a file."""

import hashlib
import re

from django.db.models import Q, QuerySet

from kinerja.lib.files import sha256_of
from organisation.models import StoredFile
from reporting.models import Initial, Report, Signature
from reporting.queries.initials import standing_initials

_TYPED = str.maketrans("018", "OIB")  # letters that look like these digits; the code has no such digits


def tidy_code(typed: str) -> str:
    """A code as somebody types it from paper, in the form in which it is kept."""
    letters = re.sub(r"[^A-Z2-7]", "", typed.upper().translate(_TYPED))
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def signature_with(code: str) -> Signature | None:
    found: Signature | None = _signatures().filter(code=tidy_code(code)).first()
    return found


def initial_with(code: str) -> Initial | None:
    """The paraf on the paper that carries this code: a paper may be verified before it is signed."""
    found: Initial | None = _initials().filter(code=tidy_code(code)).first()
    return found


def initial_over(sha256: str) -> Initial | None:
    """The last paraf whose paper has exactly these bytes."""
    found: Initial | None = _initials().filter(paper__sha256=sha256).last()
    return found


def initials_within(report: Report, content: bytes) -> list[Initial]:
    """The electronic paraf on a paper: those with whose bytes it begins."""
    found = _initials().filter(compilation__report=report, paper__isnull=False)
    return [one for one in found if one.paper and sha256_of(content[: one.paper.size]) == one.paper.sha256]


def initials_on(report: Report) -> list[Initial]:
    """Those that stand on the last draft."""
    last = report.compilations.order_by("-round").first()
    return standing_initials(last) if last else []


def signature_over(sha256: str) -> Signature | None:
    """The last signature whose paper, or whose scan, has exactly these bytes."""
    found: Signature | None = _signatures().filter(Q(sha256=sha256) | Q(scan__sha256=sha256)).last()
    return found


def signature_at_the_head_of(content: bytes) -> Signature | None:
    """The signature over the beginning of the file, where something was added to a signed paper."""
    signed = StoredFile.objects.filter(sha256__in=Signature.objects.values("sha256"), size__lt=len(content))
    read, position = hashlib.sha256(), 0
    heads = []
    for size in signed.order_by("size").values_list("size", flat=True).distinct():
        read.update(content[position:size])
        heads.append(read.hexdigest())
        position = size
    found: Signature | None = _signatures().filter(sha256__in=heads).last()
    return found


def signatures_on(report: Report) -> list[Signature]:
    return list(_signatures().filter(compilation__report=report))


def _initials() -> QuerySet[Initial]:
    return Initial.objects.select_related("compilation__report__agency", "key", "paper").order_by("at", "pk")


def _signatures() -> QuerySet[Signature]:
    related = ("compilation__report__agency", "key", "scan")
    return Signature.objects.select_related(*related).order_by("order", "at")
