"""Letters as they are read: the text that applies, what a draft begins with, search, and what awaits whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from kinerja.lib.dates import long_date, weekday_date
from organisation.models import Agency
from reporting.letter_words import USUAL, Words
from reporting.models import Classification, Compilation, Letter, LetterTemplate, LetterType, Report
from reporting.placeholders import LETTER, fill, names_in
from reporting.queries.numbering import CLASSIFICATION
from sop.models import Run, Task

MAKING = ("SOP ", "Penyusunan ", "Pembuatan ")  # how the name of an SOP begins before what it makes
NUMBERED = tuple(one for one in LetterType if one is not LetterType.DISPOSITION)
TEXTS = ("heading", "subject", "opening", "body", "closing", "copies", "on_behalf")


@dataclass(frozen=True)
class Ground:
    """What a letter is about: the office, and the run and report where it goes with one."""

    agency: Agency
    run: Run | None = None
    report: Report | None = None
    task: Task | None = None


@dataclass(frozen=True)
class Signing:
    """What becomes known only when a letter is issued."""

    number: str
    on: date
    name: str
    capacity: str


def ground_of(task: Task) -> Ground:
    """What the letter of a task goes with."""
    report = Report.objects.filter(run=task.run_id).first()
    return Ground(task.run.agency, task.run, report, task)


def template_of(agency: Agency, type_: str) -> LetterTemplate | None:
    """The last version of an office's own text."""
    return LetterTemplate.objects.filter(agency=agency, type=type_).order_by("-version").first()


def templates_of(agencies: Sequence[Agency]) -> dict[tuple[int, str], LetterTemplate]:
    """The last version of every text of these offices."""
    found = LetterTemplate.objects.filter(agency__in=agencies).order_by("version")
    return {(one.agency_id, one.type): one for one in found}


def words_of(template: LetterTemplate | None, type_: str) -> Words:
    """The text with its placeholders: the office's own, else the usual one."""
    if template is None:
        return USUAL[type_]
    return Words(**{name: getattr(template, name) for name in TEXTS})


def filled(words: Words, ground: Ground, recipient: str) -> Words:
    """The text with everything that is known while a letter is drafted; what is not known stays."""
    return _replaced(words, _known(ground, recipient))


def left_over(words: Words) -> list[str]:
    """Placeholders that nothing fills in: the letter goes with no report, so its writer says it in words."""
    early = {one.name: one.written for one in LETTER if not one.is_late}
    found = (name for text in TEXTS for name in names_in(getattr(words, text)))
    return list(dict.fromkeys(early[name] for name in found if name in early))


def finished(words: Words, ground: Ground, signing: Signing) -> Words:
    """The text with what is known at the issue, so that nothing in it changes any more."""
    late = {
        "nomor": signing.number,
        "tanggal": long_date(signing.on),
        "hari_tanggal": weekday_date(signing.on),
        "penanda_tangan": signing.name,
        "jabatan": signing.capacity,
        "nomor_laporan": ground.report.number if ground.report else "",
    }
    return _replaced(words, late)


def product(run: Run) -> str:
    """What the run makes: the SOP is named after making it."""
    name = str(run.sop.name)
    for word in MAKING:
        name = name.removeprefix(word)
    return name


def type_named(word: str) -> LetterType | None:
    """The type that an SOP names in words or by its code."""
    wanted = word.strip().casefold()
    return next((one for one in NUMBERED if wanted in {one.value, str(one.label).casefold()}), None)


def classes_of(agency: Agency, on: date) -> list[tuple[str, str]]:
    """The codes in force with what they are for; each code once."""
    found: dict[str, str] = {}
    for row in Classification.objects.in_force(agency, on):
        found.setdefault(row.code, f"{row.code} — {row.name}")
    return list(found.items()) or [(CLASSIFICATION, CLASSIFICATION)]


def earlier_draft(task: Task) -> Letter | None:
    """What was drafted in an earlier round of the same act."""
    found = Letter.objects.filter(run=task.run_id, task__act=task.act_id, state=Letter.State.DRAFT)
    return found.order_by("-pk").first()


def drafts_for(task: Task) -> list[Letter]:
    """The drafts that this signature covers: those whose act stands before it in the SOP."""
    here = (task.act.step.order, task.act.order)
    found = Letter.objects.filter(run=task.run_id, task__isnull=False).drafts()
    rows = found.select_related("agency", "report", "run__sop", "task__act__step", "signatory").order_by("pk")
    return [one for one in rows if one.task and (one.task.act.step.order, one.task.act.order) < here]


def letters_of_run(run_id: int) -> list[Letter]:
    """What goes, or went, with a run: drafts and issued letters, the first one first."""
    states = (Letter.State.DRAFT, Letter.State.ISSUED)
    found = Letter.objects.filter(run=run_id, state__in=states).select_related("agency", "agenda_entry")
    return list(found.order_by("pk"))


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; blank parts ask nothing."""

    words: str = ""
    type: str = ""
    state: str = ""


def search(letters: "QuerySet[Letter]", asked: Asked) -> "QuerySet[Letter]":
    """Every word must be found somewhere; newest first."""
    for word in asked.words.split():
        letters = letters.filter(
            Q(number__icontains=word)
            | Q(recipient__icontains=word)
            | Q(subject__icontains=word)
            | Q(run__period__startswith=word)
            | Q(report__title__icontains=word)
            | Q(agency__name__icontains=word)
        )
    if asked.type in NUMBERED:
        letters = letters.filter(type=asked.type)
    if asked.state in Letter.State.values:
        letters = letters.filter(state=asked.state)
    return letters.order_by("-drafted_at", "-pk")


def letter_over(sha256: str) -> Letter | None:
    """The letter whose frozen file has exactly these bytes."""
    found = Letter.objects.filter(file__sha256=sha256).select_related("agency")
    return found.order_by("issued_at", "pk").last()


def versions_of(agency: Agency, type_: str) -> Sequence[LetterTemplate]:
    found = LetterTemplate.objects.filter(agency=agency, type=type_).select_related("set_by")
    return list(found.order_by("-version"))


def example_ground(agency: Agency) -> Ground:
    """The last report of an office, to show a text with; where there is none, the office alone."""
    report = (
        Report.objects.filter(agency=agency).select_related("run__sop").order_by("-period", "-pk").first()
    )
    return Ground(agency, report.run if report else None, report)


def _known(ground: Ground, recipient: str) -> dict[str, str]:
    agency, run, report = ground.agency, ground.run, ground.report
    period = run.period if run else None
    found = {
        "periode": period.label if period else "",
        "tahun": str(period.year) if period else "",
        "laporan": report.title if report else product(run) if run else "",
        "perangkat_daerah": agency.name,
        "singkatan": agency.short_name,
        "pemerintah": agency.government,
        "tempat": agency.city,
        "tujuan": recipient,
        "terlambat": _late(report) or "tidak ada",
    }
    return {name: words for name, words in found.items() if words}


def _late(report: Report | None) -> str:
    if report is None:
        return ""
    last = Compilation.objects.filter(report=report).order_by("-round").first()
    return "; ".join(last.late) if last else ""


def _replaced(words: Words, values: dict[str, str]) -> Words:
    texts = {name: fill(getattr(words, name), values) for name in TEXTS}
    return replace(words, **texts)
