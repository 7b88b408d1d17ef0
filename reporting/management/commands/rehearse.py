"""`manage.py rehearse --sop SLUG --agency CODE --period 2026-01 [--people kembali] [--out DIR] [--json]`.

The real data are only copied; a second process plays the run on the copy, which is then thrown away.
"""

import json
import tempfile
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.rehearsal import CopyFailed, clear_stage, is_copy, make_copy, manage, write_documents
from sop.models import Rehearsal, Run, Sop, SopVersion
from sop.rehearsal import CannotPlay, Rehearsed, company, records, rehearse


class Command(BaseCommand):
    help = "Memainkan satu pelaksanaan utuh dengan jam maya pada salinan data; data asli tidak berubah."
    requires_system_checks = ()  # two processes play one rehearsal; what serves the application checks it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sop", required=True, help="slug SOP")
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--period", required=True, help="2026-01, 2026-Q1, 2026-S1, atau 2026")
        parser.add_argument(
            "--people",
            choices=Rehearsal.People.values,
            default=Rehearsal.People.ON_TIME,
            help="; ".join(f"{name}: {label}" for name, label in Rehearsal.People.choices),
        )
        parser.add_argument("--sop-version", type=int, help="nomor versi, juga draf; tanpa ini yang berlaku")
        parser.add_argument("--out", help="folder untuk report.xlsx dan report.pdf")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")
        parser.add_argument("--on-copy", action="store_true", help=SUPPRESS)

    def handle(self, *_: Any, **options: Any) -> None:
        period = _period(options["period"])
        version = _version(options["sop"], options["agency"], options["sop_version"])
        _require_cycle(version, period)
        if options["on_copy"]:
            self._play(version, period, options)
        else:
            self._play_on_copy(options)

    def _play_on_copy(self, options: dict[str, Any]) -> None:
        arguments = ["rehearse", "--on-copy"]
        for name in ("sop", "agency", "period", "people"):
            arguments += [f"--{name}", options[name]]
        if options["sop_version"] is not None:
            arguments += ["--sop-version", str(options["sop_version"])]
        if options["out"]:
            arguments += ["--out", str(Path(options["out"]).resolve())]
        if options["json"]:
            arguments.append("--json")
        with tempfile.TemporaryDirectory(prefix="kinerja-rehearsal-") as folder:
            try:
                environment = make_copy(Path(folder))
            except CopyFailed as problem:
                raise CommandError(f"Salinan data tidak dapat dibuat: {problem}") from problem
            done = manage(arguments, environment)
        self.stdout.write(done.stdout, ending="")
        if done.returncode:
            raise CommandError(done.stderr.strip().rpartition("\n")[2].removeprefix("CommandError: "))

    def _play(self, version: SopVersion, period: Period, options: dict[str, Any]) -> None:
        if not is_copy():
            raise CommandError("Pilihan ini hanya untuk salinan data.")
        clear_stage(version, period)
        try:
            played = rehearse(version, period, company(options["people"]))
        except CannotPlay as problem:
            if options["json"]:
                self._write({"status": Run.Status.OPEN, "tasks": [], "files": [], "problem": str(problem)})
            raise CommandError(str(problem)) from problem
        files = write_documents(played.run, Path(options["out"])) if options["out"] else []
        tasks = records(played.run)
        if options["json"]:
            result = {"status": played.run.status, "tasks": tasks, "files": [str(path) for path in files]}
            self._write(result | ({"problem": played.problem} if played.problem else {}))
        else:
            self._print(played, tasks, files)
        if not played.is_closed:
            raise CommandError(played.problem or "Pelaksanaan tidak selesai.")

    def _write(self, result: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))

    def _print(self, played: Rehearsed, tasks: list[dict[str, Any]], files: list[Path]) -> None:
        self.stdout.write(f"{played.run} — {played.run.get_status_display()}")
        for task in tasks:
            self.stdout.write(
                f"{task['step']:>3}  putaran {task['round']}  {task['kind']:<9} {task['who']}\n"
                f"     {task['text']}\n"
                f"     dibuka {task['opened'] or '—'} · tenggat {task['due'] or '—'} · "
                f"selesai {task['done'] or '—'} · {task['outcome'] or 'belum'}"
            )
        for path in files:
            self.stdout.write(f"Berkas: {path}")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as problem:
        raise CommandError(str(problem)) from None


def _version(slug: str, code: str, number: int | None) -> SopVersion:
    """The version asked for, else the one in force; one clear sentence for anything that does not fit."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        known = ", ".join(Agency.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"Perangkat daerah “{code}” tidak dikenal; yang ada: {known or 'belum ada'}.")
    sop = Sop.objects.filter(slug=slug).select_related("agency").first()
    if sop is None:
        known = ", ".join(Sop.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"SOP “{slug}” tidak dikenal; yang ada: {known or 'belum ada'}.")
    if sop.agency_id != agency.pk:
        raise CommandError(f"SOP “{slug}” milik {sop.agency}, bukan {agency}.")
    if number is not None:
        asked = sop.versions.filter(version=number).first()
        if asked is None:
            raise CommandError(f"SOP “{slug}” tidak memiliki versi {number}.")
        return asked
    version = sop.versions.filter(status=SopVersion.Status.PUBLISHED).first()
    if version is None:
        raise CommandError(f"SOP “{slug}” belum memiliki versi yang berlaku.")
    return version


def _require_cycle(version: SopVersion, period: Period) -> None:
    if period.cycle in version.all_cycles:
        return
    wanted = [Period.of(period.ends_on, cycle).code for cycle in version.all_cycles]
    labels = [cycle.label for cycle in version.all_cycles]
    raise CommandError(
        f"Periode {period} {period.cycle.label}, padahal SOP “{version.sop.slug}” {' dan '.join(labels)}; "
        f"tulis misalnya {' atau '.join(wanted)}."
    )
