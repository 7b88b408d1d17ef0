"""Judging a file that somebody holds: is it the signed paper, unchanged, and what does that mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kinerja.lib.dates import long_date, moment
from kinerja.lib.files import sha256_of
from reporting.models import Initial, Letter, PerformanceReport, Report, Signature, SigningKey
from reporting.queries.letters import letter_over
from reporting.queries.performance_texts import performance_report_over
from reporting.queries.verification import (
    initial_over,
    initials_on,
    initials_within,
    signature_at_the_head_of,
    signature_over,
    signatures_on,
)
from reporting.readers.signed_pdf import Reading, read
from reporting.signers.keys import fingerprint_of

Method = Signature.Method
Sealing = Initial | Signature


class State(StrEnum):
    """What can be said about a file."""

    GENUINE = "genuine"
    INITIALLED = "initialled"
    DOUBTFUL = "doubtful"
    ALTERED = "altered"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


TITLES = {
    State.GENUINE: "Asli dan tidak berubah",
    State.INITIALLED: "Baru diparaf, belum ditandatangani",
    State.DOUBTFUL: "Tanda tangannya tidak dapat dipercaya",
    State.ALTERED: "Berubah sesudah ditandatangani",
    State.CANCELLED: "Sudah dibatalkan",
    State.UNKNOWN: "Tidak dikenal",
}
UNKNOWN = (
    "Berkas ini tidak sama dengan dokumen mana pun yang ditandatangani dalam aplikasi ini: isinya telah "
    "berubah, atau dokumen ini bukan dari sini. Jangan memakainya; mintalah berkas aslinya kepada perangkat "
    "daerah."
)
MEANING = {
    Method.IN_APPLICATION: (
        "Pengesahannya dicatat dalam aplikasi atas nama penanda tangan; berkasnya tidak memuat tanda tangan "
        "elektronik."
    ),
    Method.OWN_KEY: (
        "TTE tidak tersertifikasi: dibubuhkan dengan kunci milik perangkat daerah, bukan dengan sertifikat "
        "dari penyelenggara sertifikasi elektronik Indonesia."
    ),
    Method.CERTIFIED: (
        "TTE tersertifikasi: dibubuhkan melalui layanan eSign dengan sertifikat elektronik yang diterbitkan "
        "Balai Sertifikasi Elektronik (BSrE), BSSN. Keabsahannya juga dapat diperiksa pada layanan "
        "verifikasi BSrE."
    ),
    Method.WET_INK: (
        "Ditandatangani basah: tanda tangannya ada pada kertas, dan pindaiannya disimpan bersama naskah ini."
    ),
}


@dataclass(frozen=True)
class Verdict:
    """The judgment in words; the report and its signatures where the file is, or was, one of ours."""

    state: State
    sha256: str
    sentence: str
    report: Report | None = None
    signatures: Sequence[Signature] = ()
    initials: Sequence[Initial] = ()
    remarks: Sequence[str] = ()
    reading: Reading | None = field(default=None, compare=False)

    @property
    def is_genuine(self) -> bool:
        return self.state == State.GENUINE

    @property
    def title(self) -> str:
        return TITLES[self.state]


def judge(content: bytes, *, look_inside: bool = False) -> Verdict:
    """Only the very bytes that were signed are genuine. Bytes that nobody signed here are opened only if
    `look_inside` says so: the public page never gives a stranger's file to the parser.
    """
    sha256 = sha256_of(content)
    signature = signature_over(sha256)
    if signature is not None:
        return _ours(signature, content, sha256)
    pencilled = initial_over(sha256)
    if pencilled is not None:
        return _unsigned(pencilled, content, sha256)
    letter = letter_over(sha256)
    if letter is not None:
        return _letter(letter, sha256)
    told = performance_report_over(sha256)
    if told is not None:
        return _performance_report(told, sha256)
    reading = read(content, _certificates()) if look_inside else None
    head = signature_at_the_head_of(content)
    if head is not None:
        report = head.compilation.report
        sentence = (
            f"Awal berkas ini adalah {report} yang ditandatangani, tetapi sesudah itu ada yang ditambahkan "
            "atau diubah. Jangan memakainya; mintalah berkas aslinya."
        )
        found = _up_to(head)
        return Verdict(State.ALTERED, sha256, sentence, report, found, reading=reading)
    return Verdict(State.UNKNOWN, sha256, UNKNOWN, reading=reading)


def _ours(signature: Signature, content: bytes, sha256: str) -> Verdict:
    report, found = signature.compilation.report, _up_to(signature)
    if signature.scan and signature.scan.sha256 == sha256:
        sentence = f"Pindaian {report} yang ditandatangani basah, persis seperti diunggah ke aplikasi."
        return Verdict(State.GENUINE, sha256, sentence, report, found, remarks=_remarks(found))
    initials = initials_within(report, content)
    sealed: list[Sealing] = [*initials, *(one for one in found if one.key or one.certificate)]
    reading = read(content, _certificates(sealed)) if sealed else None
    if reading is not None and (problem := _problem(reading, sealed)):
        return Verdict(State.DOUBTFUL, sha256, problem, report, found, initials, reading=reading)
    sentence = f"Berkas ini adalah {report} nomor {report.number}, persis seperti ditandatangani."
    return Verdict(State.GENUINE, sha256, sentence, report, found, initials, _remarks(found), reading)


def _unsigned(initial: Initial, content: bytes, sha256: str) -> Verdict:
    """A paper that carries paraf only: it binds nobody yet, or no more."""
    report = initial.compilation.report
    initials = initials_within(report, content)
    reading = read(content, _certificates(initials))
    standing = initial.pk in {one.pk for one in initials_on(report)}
    if not standing:
        sentence = f"Naskah {report} ini pernah diparaf, lalu dikembalikan; naskah ini tidak berlaku lagi."
    elif signatures_on(report):
        sentence = f"Ini naskah {report} sebelum ditandatangani; mintalah berkas terakhirnya."
    else:
        sentence = f"Naskah {report} ini baru diparaf dan belum ditandatangani, jadi belum berlaku."
    return Verdict(State.INITIALLED, sha256, sentence, report, (), initials, reading=reading)


def _letter(letter: Letter, sha256: str) -> Verdict:
    """A letter, recorded in the application; one that was cancelled since is genuine no more."""
    what = f"{letter.get_type_display()} nomor {letter.number} {letter.agency.name}"
    zone = letter.agency.time_zone
    if letter.cancelled_at is not None:
        sentence = f"{what} dibatalkan {moment(letter.cancelled_at, zone)}. Jangan memakainya."
        return Verdict(State.CANCELLED, sha256, sentence)
    when = moment(letter.issued_at, zone) if letter.issued_at else ""
    sentence = (
        f"Berkas ini adalah {what}, persis seperti diterbitkan {letter.signatory_name} selaku "
        f"{letter.capacity}, {when}."
    )
    return Verdict(State.GENUINE, sha256, sentence, remarks=[MEANING[Method.IN_APPLICATION]])


def _performance_report(report: PerformanceReport, sha256: str) -> Verdict:
    """An LKjIP as it was frozen by its head's signature, as PDF or as Word."""
    when = moment(report.signed_at, report.agency.time_zone) if report.signed_at else ""
    sentence = (
        f"Berkas ini adalah {report.title} {report.agency.name} nomor {report.number or '–'}, persis seperti "
        f"ditandatangani {report.signed_by} selaku {report.signed_as}, {when}."
    )
    return Verdict(State.GENUINE, sha256, sentence, remarks=[MEANING[Method.IN_APPLICATION]])


def _problem(reading: Reading, sealed: Sequence[Sealing]) -> str:
    """Why signatures by a key are not to be relied upon although the bytes are the stored ones."""
    for signature in sealed:
        key, zone = signature.key, signature.compilation.report.agency.time_zone
        if key and not key.was_good_at(signature.at):
            return (
                f"Ditandatangani {moment(signature.at, zone)}, padahal kunci kantor saat itu tidak berlaku "
                "(kedaluwarsa atau sudah dicabut). Tanyakan kepada perangkat daerah."
            )
    wanted = [_fingerprint(signature) for signature in sealed]
    if not reading.is_sound or [seal.fingerprint for seal in reading.seals] != wanted:
        return "Tanda tangan elektronik di dalam berkas ini tidak sah. Tanyakan kepada perangkat daerah."
    return ""


def _remarks(found: Sequence[Signature]) -> list[str]:
    """What the signatures mean, and what happened since."""
    words = [MEANING[Method(method)] for method in dict.fromkeys(signature.method for signature in found)]
    last = found[-1]
    zone = last.compilation.report.agency.time_zone
    if any(one.order > last.order for one in signatures_on(last.compilation.report)):
        words.append("Sesudah berkas ini masih ada tanda tangan berikutnya; mintalah berkas terakhir.")
    for revoked_at in {signature.key.revoked_at for signature in found if signature.key}:
        if revoked_at is None:
            continue
        day = long_date(zone.local(revoked_at).date())
        words.append(f"Kunci kantor dicabut {day}, sesudah tanda tangan ini dibuat.")
    return words


def _up_to(signature: Signature) -> list[Signature]:
    """The signatures that stand on this paper: those of its report up to this one."""
    return [one for one in signatures_on(signature.compilation.report) if one.order <= signature.order]


def _fingerprint(sealing: Sealing) -> str:
    return sealing.key.fingerprint if sealing.key else fingerprint_of(sealing.certificate)


def _certificates(sealed: Sequence[Sealing] = ()) -> list[str]:
    """The office's keys, and the certificates that stand behind these signatures."""
    found = list(SigningKey.objects.values_list("certificate", flat=True))
    return [*found, *dict.fromkeys(one.certificate for one in sealed if one.certificate)]
