"""Letters from draft to cancellation: a number, a signatory and a frozen PDF come at once or not at all."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kinerja.lib.files import safe_name
from organisation.actions.files import store
from organisation.actions.history import Event, hold, record
from organisation.actions.notices import notify
from organisation.models import Agency, Person, StoredFile
from organisation.permissions import Permission, may
from organisation.queries.holders import capacity as title_of
from organisation.queries.holders import holders
from organisation.roles import Role
from reporting.actions.agenda import enter_letter
from reporting.actions.numbering import cancel, claim
from reporting.letter_words import Words
from reporting.models import Letter, LetterTemplate
from reporting.queries.letterhead import mandate_of
from reporting.queries.letters import TEXTS, Ground, Signing, drafts_for, filled, finished
from reporting.queries.numbering import Wanted
from reporting.renderers import letter as paper
from sop.models import Act, Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

NOT_WRITER = "Surat dikonsep oleh Kasubbag, penyusun laporan, sekretaris, subkoordinator, atau pelaksana."
NOT_SIGNER = "Surat diterbitkan dengan tanda tangan kepala perangkat daerah atau Plt./Plh.-nya."
MEANWHILE = "Surat ini baru saja diubah atau diterbitkan orang lain. Muat ulang halaman, lalu coba lagi."
LIMITS = {"heading": 200, "subject": 300}  # as wide as their columns
RECEIVED = Blocker("Surat ini sudah diterima; tanda terimanya tercatat, jadi tidak dapat dibatalkan.")


@dataclass(frozen=True)
class Draft:
    """What the writer of a letter says."""

    type: str
    recipient: str
    subject: str
    body: str
    classification: str
    nature: str = "Biasa"
    attachment: str = ""
    recipient_place: str = ""
    heading: str = ""
    opening: str = ""
    closing: str = ""
    copies: str = ""
    on_behalf: str = ""
    template: LetterTemplate | None = None


@transaction.atomic
def draft_letter(ground: Ground, draft: Draft, *, by: Person | None, now: datetime) -> Letter:
    """Keep a draft; the draft of an earlier round of the same act makes way and stays readable."""
    if ground.task is None:
        _require(by, "write_letter", ground.agency, now)
    else:
        _replace_earlier(ground.task)
    letter: Letter = Letter.objects.create(
        agency=ground.agency,
        run=ground.run,
        report=ground.report,
        task=ground.task,
        drafted_by=by,
        drafted_at=now,
        **_columns(ground, draft),
    )
    sentence = f"Konsep {_named(letter)} disusun: {letter.subject}."
    record(Event("letter_drafted", letter, sentence, _told(letter)), by=by, at=now, agency=ground.agency)
    if not _is_signed_later(ground.task):
        _tell_signers(letter, now)
    return letter


@transaction.atomic
def revise(letter: Letter, draft: Draft, *, seen: int, by: Person, now: datetime) -> Letter:
    """Another text for a draft; Conflict where somebody else changed or issued it since it was `seen`."""
    _require(by, "write_letter", letter.agency, now)
    hold(letter.agency)
    mine = Letter.objects.drafts().filter(pk=letter.pk, edition=seen)
    ground = Ground(letter.agency, letter.run, letter.report)
    if not mine.update(**_columns(ground, draft), edition=F("edition") + 1):
        raise Conflict(MEANWHILE)
    letter.refresh_from_db()
    sentence = f"Konsep {_named(letter)} diubah: {letter.subject}."
    record(Event("letter_revised", letter, sentence, _told(letter)), by=by, at=now, agency=letter.agency)
    return letter


@transaction.atomic
def issue(letter: Letter, *, seen: int, by: Person, now: datetime) -> Letter:
    """Sign a draft on its own page: with the number, the day and the PDF."""
    _require(by, "sign_letter", letter.agency, now)
    agency = letter.agency
    acting = title_of(by, agency, Role.HEAD, agency.time_zone.local(now).date())
    hold(agency)
    if not Letter.objects.drafts().filter(pk=letter.pk, edition=seen).exists():
        raise Conflict(MEANWHILE)
    return put_out(letter, by=by, capacity=acting, now=now)


@transaction.atomic
def put_out(letter: Letter, *, by: Person, capacity: str, now: datetime) -> Letter:
    """Number, text, signatory and file of a letter, frozen together; the caller has asked who may.

    One page renders in the time that a number is held, so nobody is ever told to try again (decision 0017).
    """
    agency = letter.agency
    hold(agency)
    found = Letter.objects.select_for_update(of=("self",)).select_related("agency", "report", "run")
    letter = found.get(pk=letter.pk)
    if not letter.is_draft:
        raise Conflict(MEANWHILE)
    on = agency.time_zone.local(now).date()
    wanted = Wanted(agency, letter.type, on, letter.classification)
    issued = claim(wanted, f"{letter.recipient}: {letter.subject}", by=by, now=now)
    letter.on_behalf = letter.on_behalf or _mandated(by, agency, capacity, on)
    _finish(letter, Signing(issued.text, on, by.name, capacity))
    letter.issued, letter.number, letter.dated_on, letter.issued_at = issued, issued.text, on, now
    letter.signatory, letter.capacity, letter.state = by, capacity, Letter.State.ISSUED
    letter.signatory_name, letter.signatory_nip = by.name, by.printed_nip
    letter.signatory_rank = by.printed_rank
    letter.file = _freeze(letter, by=by, now=now)
    letter.save()
    _record_issue(letter, by=by, now=now)
    return letter


def put_out_with(task: Task, *, by: Person, capacity: str, now: datetime) -> list[Letter]:
    """The letters that a signature covers besides the report; inside the transaction of that signature."""
    return [put_out(letter, by=by, capacity=capacity, now=now) for letter in drafts_for(task)]


@transaction.atomic
def cancel_letter(letter: Letter, reason: str, *, by: Person, now: datetime) -> Letter:
    """A letter that is not to go out: its number stays in the list as cancelled, with the reason."""
    _require(by, "sign_letter" if letter.is_issued else "write_letter", letter.agency, now)
    hold(letter.agency)
    found = Letter.objects.select_for_update(of=("self",)).select_related("agency", "issued")
    letter = found.get(pk=letter.pk)
    if letter.received_on is not None:
        raise Blocked([RECEIVED])
    if letter.state not in {Letter.State.DRAFT, Letter.State.ISSUED}:
        raise Conflict(MEANWHILE)
    if letter.issued is not None:
        cancel(letter.issued, reason, by=by, now=now)
    letter.state, letter.reason = Letter.State.CANCELLED, reason
    letter.cancelled_at, letter.cancelled_by = now, by
    letter.save(update_fields=["state", "reason", "cancelled_at", "cancelled_by"])
    sentence = f"{letter} dibatalkan: {reason}"
    record(Event("letter_cancelled", letter, sentence, _told(letter)), by=by, at=now, agency=letter.agency)
    return letter


def columns_of(draft: Draft) -> dict[str, object]:
    """The columns of a letter that its writer decides."""
    return {one.name: getattr(draft, one.name) for one in fields(draft)}


def words_in(draft: Draft) -> Words:
    """The texts of a draft."""
    return Words(**{name: getattr(draft, name) for name in TEXTS})


def _columns(ground: Ground, draft: Draft) -> dict[str, object]:
    """With what is known now filled in."""
    return columns_of(draft) | _fitting(filled(words_in(draft), ground, draft.recipient))


def _fitting(words: Words) -> dict[str, str]:
    """The texts cut to their columns: a long name may have come in for a short word."""
    return {name: getattr(words, name)[: LIMITS.get(name)] for name in TEXTS}


def _named(letter: Letter) -> str:
    return f"{letter.get_type_display().lower()} kepada {letter.recipient}"


def _require(by: Person | None, permission: Permission, agency: Agency, now: datetime) -> None:
    if by is None or not may(by, permission, agency, agency.time_zone.local(now).date()):
        raise NotYours(NOT_SIGNER if permission == "sign_letter" else NOT_WRITER)


def _replace_earlier(task: Task) -> None:
    earlier = Letter.objects.drafts().filter(run=task.run_id, task__act=task.act_id)
    earlier.update(state=Letter.State.REPLACED)


def _is_signed_later(task: Task | None) -> bool:
    """Whether a later act of the SOP signs, and this letter with it."""
    if task is None:
        return False
    signs = Act.objects.filter(step__version=task.run.version_id, kind="sign").select_related("step")
    here = (task.act.step.order, task.act.order)
    return any((act.step.order, act.order) > here for act in signs)


def _tell_signers(letter: Letter, now: datetime) -> None:
    agency = letter.agency
    people = holders(agency, Role.HEAD, agency.time_zone.local(now).date())
    text = f"Konsep {_named(letter)} menunggu tanda tangan Anda: {letter.subject}."
    notify(people, text, link=f"/surat/{letter.pk}/", key=f"letter:{letter.pk}:drafted", at=now)


def _finish(letter: Letter, signing: Signing) -> None:
    """From now on the text holds no placeholder any more."""
    words = Words(**{name: getattr(letter, name) for name in TEXTS})
    done = finished(words, Ground(letter.agency, letter.run, letter.report), signing)
    for name, text in _fitting(done).items():
        setattr(letter, name, text)


def _mandated(by: Person, agency: Agency, capacity: str, on: date) -> str:
    """On whose behalf the office says that this signatory signs, line by line."""
    mandate = mandate_of(by, agency, capacity, on)
    return "\n".join(mandate.lines).removeprefix("a.n. ") if mandate else ""


def _freeze(letter: Letter, *, by: Person, now: datetime) -> StoredFile:
    """The PDF that stays; an electronic signature by reporting/signers would be put into `content` here."""
    content = paper.render(letter)
    name = safe_name(f"{letter.get_type_display()} {letter.number}".replace("/", "-") + ".pdf")
    return store(content, name=name, content_type=paper.CONTENT_TYPE, agency=letter.agency, by=by, at=now)


def _record_issue(letter: Letter, *, by: Person, now: datetime) -> None:
    sentence = f"{letter} diterbitkan {by} selaku {letter.capacity}, kepada {letter.recipient}."
    record(Event("letter_issued", letter, sentence, _told(letter)), by=by, at=now, agency=letter.agency)
    if letter.type != "minutes":
        enter_letter(letter, by=by, now=now)


def _told(letter: Letter) -> dict[str, object]:
    return {
        "type": letter.type,
        "number": letter.number,
        "sha256": letter.file.sha256 if letter.file else "",
        "task": letter.task_id,
        "reason": letter.reason,
    }
