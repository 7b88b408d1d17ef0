"""`manage.py verify_pdf FILE [--json]`: is this file a signed report, unchanged; exit code 1 otherwise."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from kinerja.lib.dates import moment
from reporting.actions.verify import Verdict, judge
from reporting.models import Initial, Report, Signature
from reporting.queries.corrections import in_force
from reporting.readers.signed_pdf import Seal

ALLOWED = {
    None: "tanpa sertifikasi dokumen",
    1: "sesudahnya tidak boleh ada perubahan",
    2: "sesudahnya hanya boleh diisi dan ditandatangani",
    3: "sesudahnya boleh diisi, diberi catatan, dan ditandatangani",
}


class Command(BaseCommand):
    help = "Memeriksa apakah sebuah berkas adalah laporan yang ditandatangani dan tidak berubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="berkas PDF, atau pindaian")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"{options['file']} tidak dapat dibaca: {problem.strerror}.") from problem
        verdict = judge(content, look_inside=True)
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(verdict), ensure_ascii=False, cls=DjangoJSONEncoder))
        else:
            for line in _lines(verdict):
                self.stdout.write(line)
        if not verdict.is_genuine:
            raise CommandError(f"{verdict.title}.", returncode=1)


def _lines(verdict: Verdict) -> list[str]:
    lines = [f"{verdict.title}: {verdict.sentence}", f"SHA-256 {verdict.sha256}"]
    lines += [_initialled(initial) for initial in verdict.initials]
    lines += [_signed(signature) for signature in verdict.signatures]
    if verdict.reading:
        lines += [_sealed(seal) for seal in verdict.reading.seals]
        lines += [verdict.reading.problem] if verdict.reading.problem else []
    if later := _corrected_by(verdict.report):
        lines.append(f"Telah diperbaiki oleh laporan nomor {later}; angkanya tidak lagi yang berlaku.")
    return [*lines, *verdict.remarks]


def _corrected_by(report: Report | None) -> str:
    """The number of the report that holds in its place; empty where it holds itself."""
    held = in_force(report) if report else None
    return held.number if held and held != report else ""


def _initialled(initial: Initial) -> str:
    zone = initial.compilation.report.agency.time_zone
    way = initial.get_method_display()
    return f"  paraf: {initial.name}, {initial.capacity}, {moment(initial.at, zone)} ({way})"


def _signed(signature: Signature) -> str:
    zone = signature.compilation.report.agency.time_zone
    way = signature.get_method_display()
    return f"  {signature.order}. {signature.name}, {signature.titled}, {moment(signature.at, zone)} ({way})"


def _sealed(seal: Seal) -> str:
    said = (
        "utuh" if seal.is_intact and seal.is_valid else "TIDAK utuh",
        "meliputi seluruh berkas" if seal.covers_file else "tidak meliputi seluruh berkas",
        ALLOWED[seal.docmdp],
        "sertifikat berlaku" if seal.was_in_force else "sertifikat TIDAK berlaku",
        "sah" if seal.is_sound else "TIDAK sah menurut aplikasi ini",
    )
    return f"  {seal.field} oleh “{seal.subject}”: {', '.join(said)}"


def _as_data(verdict: Verdict) -> dict[str, Any]:
    report = verdict.report
    return {
        "state": verdict.state,
        "genuine": verdict.is_genuine,
        "sentence": verdict.sentence,
        "sha256": verdict.sha256,
        "report": None
        if report is None
        else {
            "agency": report.agency.code,
            "title": report.title,
            "period": report.period.code,
            "number": report.number,
            "corrected_by": _corrected_by(report),
        },
        "signatures": [
            {
                "order": signature.order,
                "name": signature.name,
                "capacity": signature.capacity,
                "on_behalf": signature.on_behalf.splitlines(),
                "at": signature.at,
                "method": signature.method,
                "code": signature.code,
            }
            for signature in verdict.signatures
        ],
        "initials": [
            {
                "name": initial.name,
                "capacity": initial.capacity,
                "at": initial.at,
                "method": initial.method,
                "code": initial.code,
            }
            for initial in verdict.initials
        ],
        "seals": [asdict(seal) for seal in verdict.reading.seals] if verdict.reading else [],
        "remarks": list(verdict.remarks),
    }
