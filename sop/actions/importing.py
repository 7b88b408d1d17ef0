"""From a file to drafts: read it, propose what is not printed, find the SOP it belongs to, and save it.

What a person has edited since is never lost to the same paper coming a second time: a paper that says what
the newest version was read from changes nothing.
"""

import copy
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from sop.actions.document import Document, Unfit, load_sop
from sop.models import Sop, SopVersion
from sop.queries.problems import Problem, problems_of
from sop.readers import Reading, Unreadable, read_file
from sop.readers.cells import folded, key_of
from sop.readers.draft import Draft
from sop.readers.proposals import propose
from sop.workflow import NotYours

__all__ = [
    "Answers",
    "Checked",
    "Found",
    "Place",
    "Saved",
    "Unreadable",
    "check",
    "place",
    "read_paper",
    "save",
]

LONGEST_SLUG = 80  # of its column
_ACT_TYPES: Mapping[str, type] = {
    **dict.fromkeys(("returns_to", "proceeds_to"), str),
    **dict.fromkeys(("automatic", "closes_by_clock"), bool),
    "options": dict,
    "inferred": list,
}
_FORMAT = "tidak sesuai docs/formats/sop.schema.json."
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
RESERVED = frozenset({"impor"})  # a page of its own
DAYS = ("opens_day", "due_day")
NO_CYCLE = "Siklus SOP tidak disebut dalam naskah; tentukan bulanan, triwulanan, semesteran, atau tahunan."
NO_LANES = "Naskah tidak menyebut pelaksana; sebutkan pelaksananya."
NO_TITLE = "Naskah tidak menyebut nama SOP; isilah namanya."


@dataclass(frozen=True)
class Answers:
    """What a person says about an SOP where the paper does not."""

    title: str = ""
    cycle: str = ""
    actors: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """One SOP of a file: as it was read, and with everything that could be concluded."""

    reading: Reading
    draft: Draft
    is_exchange: bool  # a document in the project's own format says everything itself
    file_name: str = ""

    @property
    def document(self) -> Document:
        return self.draft.document

    @property
    def title(self) -> str:
        return str(self.document.get("title") or "")

    @property
    def missing(self) -> list[str]:
        """What a draft cannot be without, and the paper does not say: title, cycle, actors."""
        return [name for name in ("title", "cycle", "actors") if not self.document.get(name)]

    def answered(self, answers: Answers) -> "Found":
        """The same SOP with the answers in it; lanes that are named now serve the proposals too."""
        document = copy.deepcopy(self.reading.document)
        if answers.title:
            document["title"] = answers.title
        if answers.cycle:
            document["cycle"] = answers.cycle
        if answers.actors and not document["actors"]:
            document["actors"] = _lanes(answers.actors)
        return replace(self, draft=_draft(replace(self.reading, document=document), self.is_exchange))


@dataclass(frozen=True)
class Place:
    """Where an SOP of a file belongs in an agency."""

    slug: str
    latest: SopVersion | None
    is_known: bool  # the newest version was read from this very paper

    @property
    def replaces_draft(self) -> bool:
        return bool(self.latest and not self.is_known and self.latest.status == SopVersion.Status.DRAFT)


@dataclass(frozen=True)
class Saved:
    """What became of one SOP of a file."""

    version: SopVersion
    is_new: bool


@dataclass
class Checked:
    """What stands against an SOP of a file, without saving it."""

    slug: str
    problems: list[Problem | str] = field(default_factory=list)


def read_paper(name: str, content: bytes) -> list[Found]:
    """Every SOP in a file. Raises Unreadable with a sentence where there is none."""
    is_exchange = PurePosixPath(name).suffix.lower() == ".json"
    found = []
    try:
        for read in read_file(name, content):
            reading = replace(read, document=_storable(read.document))
            found.append(Found(reading, _draft(reading, is_exchange), is_exchange, name))
    except RecursionError as error:
        raise Unreadable("Isi berkas ini bersarang terlalu dalam.") from error
    return found


def place(found: Found, agency: Agency, taken: Collection[str] = ()) -> Place:
    """The agency's SOP that this is a version of, or the slug of a new one; `taken` in the same file."""
    sop = _same_sop(found, agency, taken)
    if sop is None:
        return Place(_new_slug(found, agency, taken), None, is_known=False)
    latest = sop.versions.order_by("-version").first()
    is_known = not found.is_exchange and _is_same_paper(found.document, latest)
    return Place(sop.slug, latest, is_known)


def save(founds: Sequence[Found], *, agency: Agency, by: Person | None, now: datetime) -> list[Saved]:
    """Save every SOP as a draft of the agency, or none. Raises Unfit with every reason, NotYours."""
    if by and not may(by, "configure_sop", agency, agency.time_zone.local(now).date()):
        raise NotYours(f"SOP {agency} dimuat oleh admin SOP perangkat daerah itu.")
    with transaction.atomic():
        saved: list[Saved] = []
        for found in founds:
            taken = [earlier.version.sop.slug for earlier in saved]
            saved.append(_save(found, place(found, agency, taken), agency=agency, by=by, now=now))
    return saved


def check(founds: Sequence[Found], *, agency: Agency | None, now: datetime) -> list[Checked]:
    """What would stand against each SOP. Everything is written and taken back, so that nothing is left."""
    checked: list[Checked] = []
    with transaction.atomic():
        office = agency or Agency.objects.create(code=_NOBODY, name=_NOBODY, short_name="", government="")
        for found in founds:
            here = place(found, office, [earlier.slug for earlier in checked])
            checked.append(Checked(here.slug, _problems(found, office, here, now)))
        transaction.set_rollback(True)
    return checked


_NOBODY = "pemeriksaan-tanpa-perangkat-daerah"


def _problems(found: Found, office: Agency, here: Place, now: datetime) -> list[Problem | str]:
    if reasons := _unfit(found):
        return [*reasons]
    try:
        with transaction.atomic():
            return [*problems_of(_save(found, here, agency=office, by=None, now=now).version)]
    except Unfit as unfit:
        return [*unfit.problems]


def _save(found: Found, here: Place, *, agency: Agency, by: Person | None, now: datetime) -> Saved:
    if here.is_known and here.latest:
        return Saved(here.latest, is_new=False)
    if reasons := _unfit(found):
        raise Unfit(reasons)
    document = _with_marks(found) | {"slug": here.slug, "agency": agency.code}
    edition = (here.latest.pk, here.latest.edition) if here.latest else None
    version = load_sop(document, agency=agency, by=by, now=now)
    is_new = edition != (version.pk, version.edition)
    if is_new and not found.is_exchange:
        sentence = f"{version} dibaca dari berkas “{found.file_name}”."
        questions = [question.text for question in found.draft.questions]
        details = {"concluded": len(found.draft.proposals), "questions": questions}
        record(Event("sop_imported", version, sentence, details), by=by, at=now, agency=agency)
    return Saved(version, is_new)


# --- reading ------------------------------------------------------------------------------------------


def _draft(reading: Reading, is_exchange: bool) -> Draft:
    """A document of the project's own says what it means, blanks too; a paper is concluded from."""
    return Draft(copy.deepcopy(reading.document)) if is_exchange else propose(reading)


def _lanes(labels: Sequence[str]) -> list[dict[str, Any]]:
    names = list(dict.fromkeys(labels))
    return [
        {"key": f"{number}-{key_of(label)}", "label": label, "role": ""} for number, label in enumerate(names)
    ]


def _storable(value: Any) -> Any:
    """The same without what no database keeps: NUL and lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode().replace("\0", "")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def _with_marks(found: Found) -> Document:
    """The document as it is loaded; a window concluded for a step is marked at its acts, as in the editor."""
    document = copy.deepcopy(found.document)
    for step in document["steps"]:
        if "window" in step.get("inferred", []):
            for act in step["acts"]:
                act["inferred"] = [*act.get("inferred", []), "window"]
    return document


# --- where it belongs ---------------------------------------------------------------------------------


def _same_sop(found: Found, agency: Agency, taken: Collection[str]) -> Sop | None:
    own = Sop.objects.filter(agency=agency).exclude(slug__in=taken)
    if named := own.filter(slug=_own_slug(found)).first():
        return named
    title = folded(found.title)
    alike = [sop for sop in own.order_by("pk") if title and title in _titles(sop)]
    number = found.document.get("number")
    return next((sop for sop in alike if number and number in _numbers(sop)), alike[0] if alike else None)


def _titles(sop: Sop) -> set[str]:
    return {folded(sop.name), *(folded(title) for title in sop.versions.values_list("title", flat=True))}


def _numbers(sop: Sop) -> set[str | None]:
    return set(sop.versions.values_list("number", flat=True))


def _own_slug(found: Found) -> str:
    """The slug that the document itself names; one that was made from the title does not count."""
    if "slug" in found.document.get("inferred", []):
        return ""
    slug = str(found.document.get("slug") or "")
    return slug if _SLUG.fullmatch(slug) else key_of(slug)


def _new_slug(found: Found, agency: Agency, taken: Collection[str]) -> str:
    """“pengukuran-kinerja-bpkpad”, or the document's own, counted on where it is taken."""
    short = key_of(agency.short_name)[:24].strip("-")
    own = f"{key_of(found.title)[: LONGEST_SLUG - 30].strip('-') or 'sop'}-{short}".strip("-")
    stem = _own_slug(found) if _is_free(_own_slug(found), taken) else own
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 10_000))
    return next(slug for slug in numbered if _is_free(slug, taken))


def _is_free(slug: str, taken: Collection[str]) -> bool:
    if not slug or slug in RESERVED or slug in taken:
        return False
    return not Sop.objects.filter(slug=slug).exists()


def _is_same_paper(document: Document, latest: SopVersion | None) -> bool:
    """Whether the newest version was read from this text; line ends and blanks do not count."""
    source = str(document.get("source_text") or "").split()
    return latest is not None and bool(source) and latest.source_text.split() == source


# --- what the database could not keep ---------------------------------------------------------------------


def _unfit(found: Found) -> list[str]:
    """Why a document cannot become a draft: what is missing, too long for its column, or of a wrong kind."""
    document = found.document
    words = {"title": NO_TITLE, "cycle": NO_CYCLE, "actors": NO_LANES}
    reasons = [words[name] for name in found.missing]
    if not document["steps"]:
        reasons.append("Naskah tidak memuat langkah.")
    columns = document.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(head, str) for head in columns.values()):
        reasons.append(f"Naskah: isian “columns” {_FORMAT}")
    for actor in document["actors"]:
        reasons += _wrong(f"Pelaksana {actor['label']}", actor, {"is_outside": bool, "inferred": bool})
    for number, step in enumerate(document["steps"], start=1):
        name = f"Langkah {step.get('number') or number}"
        if not step.get("text"):
            reasons.append(f"{name} tidak memuat kalimat kegiatan.")
        reasons += _wrong(name, step, {"extra": dict, "phase": str})
        for act in step["acts"]:
            reasons += _wrong(name, act, _ACT_TYPES)
    return reasons


def _wrong(name: str, row: dict[str, Any], kinds: Mapping[str, type]) -> list[str]:
    """Entries of a row that are not what the format says, days first."""
    days = [day for day in DAYS if not _is_day(row.get(day))]
    others = [entry for entry, kind in kinds.items() if not isinstance(row.get(entry, kind()), kind)]
    return [f"{name}: isian “{entry}” {_FORMAT}" for entry in (*days, *others)]


def _is_day(value: object) -> bool:
    return value is None or (type(value) is int and 1 <= value <= 31)
