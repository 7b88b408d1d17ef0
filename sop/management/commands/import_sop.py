"""`manage.py import_sop FILE [--agency CODE] [--check] [--publish] [--json]`: SOPs from paper or document."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kinerja.lib import clock
from kinerja.lib.periods import Cycle
from organisation.models import Agency
from sop.actions.document import Unfit, publish
from sop.actions.importing import Answers, Found, Unreadable, check, read_paper, save
from sop.models import SopVersion
from sop.queries.problems import problems_of

IDENTITY = (
    *("heading", "number", "created_on", "revised_on", "effective_on", "approved_by", "title", "cycle"),
    *("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic"),
)


class Command(BaseCommand):
    help = (
        "Memuat SOP sebagai draf dari teks, Word, PDF, templat Excel (docs/formats/sop-excel.md), atau JSON "
        "(docs/formats/sop.schema.json). Satu berkas boleh memuat beberapa SOP."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Naskah SOP, misalnya sop/fixtures/NAMA.json")
        parser.add_argument("--agency", help="Kode perangkat daerah; bawaannya yang tertulis dalam naskah")
        parser.add_argument(
            "--cycle", choices=[cycle.value for cycle in Cycle], help="Siklus, bila naskah tidak menyebutnya"
        )
        parser.add_argument("--check", action="store_true", help="Hanya periksa, tidak menyimpan apa pun")
        parser.add_argument(
            "--publish", action="store_true", help="Langsung terbitkan bila tidak ada masalah"
        )
        parser.add_argument("--json", action="store_true", help="Hasilnya sebagai JSON")

    def handle(self, **options: Any) -> None:
        founds = _read(options["file"], options["cycle"])
        agency = _agency(founds, options)
        checking = options["check"]
        report = self._check(founds, agency) if checking else self._save(founds, agency, options)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(report)

    def _check(self, founds: list[Found], agency: Agency | None) -> list[dict[str, Any]]:
        code = agency.code if agency else ""
        return [
            _report(found, code, checked.slug, [str(problem) for problem in checked.problems])
            for found, checked in zip(founds, check(founds, agency=agency, now=clock.now()), strict=True)
        ]

    def _save(
        self, founds: list[Found], agency: Agency | None, options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if agency is None:
            raise CommandError("Naskah tidak menyebut perangkat daerahnya; tambahkan --agency KODE.")
        now = clock.now()
        try:
            with transaction.atomic():
                saved = save(founds, agency=agency, by=None, now=now)
                versions = [one.version for one in saved]
                problems = [[str(problem) for problem in problems_of(version)] for version in versions]
                if options["publish"]:
                    versions = [publish(version, by=None, now=now) for version in versions]
        except Unfit as unfit:
            raise CommandError("\n".join(unfit.problems)) from unfit
        return [
            _report(found, agency.code, version.sop.slug, said, version) | {"changed": one.is_new}
            for found, version, said, one in zip(founds, versions, problems, saved, strict=True)
        ]

    def _tell(self, report: list[dict[str, Any]]) -> None:
        for entry in report:
            for problem in entry["problems"]:
                self.stdout.write(f"Masalah: {problem}")
            for question in entry["questions"]:
                self.stdout.write(f"Perlu diputuskan: {question['text']}")
            for note in entry["notes"]:
                self.stdout.write(f"Catatan: {note}")
            concluded = f", {len(entry['proposals'])} hal disimpulkan" if entry["proposals"] else ""
            name = f"{entry['title']} (versi {entry['version']})" if entry["version"] else entry["title"]
            concluded += "" if entry.get("changed", True) else ", tidak berubah"
            state = "Diperiksa" if entry["status"] == "checked" else _state(entry["status"])
            self.stdout.write(f"{name}: {entry['steps']} langkah{concluded}, {state}.")
        if any(entry["status"] == "checked" for entry in report):
            self.stdout.write("Hanya diperiksa; tidak ada yang disimpan.")


def _read(path: Path, cycle: str | None) -> list[Found]:
    try:
        content = path.read_bytes()
    except OSError:
        raise CommandError(f"Berkas {path} tidak dapat dibuka.") from None
    try:
        founds = read_paper(path.name, content)
    except Unreadable as error:
        if path.suffix.lower() == ".json":
            sentence = f"Berkas {path} bukan naskah JSON, atau tidak memuat semua bagian SOP. {error}"
            raise CommandError(sentence) from error
        raise CommandError(f"Berkas {path} tidak terbaca. {error}") from error
    if cycle is None:
        return founds
    return [found.answered(Answers(cycle=cycle)) if "cycle" in found.missing else found for found in founds]


def _agency(founds: list[Found], options: dict[str, Any]) -> Agency | None:
    """The agency that is asked for, else the one of the document; None where nobody names one."""
    codes = {str(found.document.get("agency") or "") for found in founds} - {""}
    if not options["agency"] and len(codes) > 1:
        raise CommandError("Naskah menyebut beberapa perangkat daerah; pilih satu dengan --agency KODE.")
    code = options["agency"] or next(iter(codes), "")
    if not code:
        return None
    agency = Agency.objects.filter(code=code).first()
    if agency is None and (options["agency"] or not options["check"]):
        raise CommandError(f"Tidak ada perangkat daerah berkode “{code}”; buat dahulu di admin.")
    return agency


def _report(
    found: Found, agency: str, slug: str, problems: list[str], version: SopVersion | None = None
) -> dict[str, Any]:
    """What is told of one SOP. Steps are counted from 1 in the order of the table."""
    document, draft = found.document, found.draft
    return {
        "title": found.title,
        "slug": slug,
        "agency": agency,
        "steps": len(document["steps"]),
        "actors": [
            {name: actor.get(name, "") for name in ("key", "label", "role")} for actor in document["actors"]
        ],
        "identity": {name: document.get(name) for name in IDENTITY},
        "proposals": [
            {
                "step": None if proposal.step is None else proposal.step + 1,
                "place": proposal.place,
                "field": proposal.field,
                "value": proposal.value,
                "confidence": proposal.confidence,
                "reason": proposal.reason,
                "taken": proposal.is_taken,
            }
            for proposal in draft.proposals
        ],
        "questions": [
            {
                "step": None if question.step is None else question.step + 1,
                "field": question.field,
                "text": question.text,
                "choices": list(question.choices),
            }
            for question in draft.questions
        ],
        "notes": list(draft.notes),
        "problems": problems,
        "version": version.version if version else None,
        "status": version.status if version else "checked",
    }


def _state(status: str) -> str:
    return str(SopVersion.Status(status).label)
