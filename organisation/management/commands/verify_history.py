"""Check the whole history: `verify_history [--json]`; exit code 1 when something is wrong."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisation.queries.verify_history import Verdict, verify_history


class Command(BaseCommand):
    help = "Memeriksa rantai riwayat: catatan yang diubah, disisipkan, atau dihapus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        verdict = verify_history()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict), ensure_ascii=False))
        elif not verdict.problems:
            self.stdout.write(_good(verdict))
        else:
            for problem in verdict.problems:
                self.stdout.write(problem.sentence)
        if verdict.problems:
            raise CommandError(f"Riwayat tidak utuh: {len(verdict.problems)} temuan.", returncode=1)


def _good(verdict: Verdict) -> str:
    return f"Riwayat utuh: {verdict.events} catatan, {verdict.chains} rantai, {verdict.anchors} jangkar."
