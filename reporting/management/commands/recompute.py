"""`manage.py recompute FILE [--direction …] [--lower-form …] [--cap …] [--json]`: a table once more."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.achievement import CAPS, RULE_VERSION, Rule
from reporting.measures import Direction, LowerForm
from reporting.readers.printed_table import read_table
from reporting.readers.sheets import Unreadable, read_sheets
from reporting.recompute import Comparison, Finding, compare

NO_CAP = "none"
Compared = list[tuple[str, Comparison]]


class Command(BaseCommand):
    help = (
        "Menghitung ulang persentase tercetak dalam tabel Excel atau CSV (docs/formats/recompute.md). "
        "Berakhir dengan 0 bila semua cocok, 1 bila ada sel yang berbeda, 2 bila berkas tidak terbaca."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tabel .xlsx atau .csv dengan persentase tercetak")
        parser.add_argument(
            "--direction",
            choices=[direction.value for direction in Direction],
            default=Direction.HIGHER.value,
            help="arah bagi baris yang tidak menyebut arahnya; bawaannya higher",
        )
        parser.add_argument(
            "--lower-form",
            choices=[form.value for form in LowerForm],
            default=LowerForm.MIRROR.value,
            help="rumus makin rendah makin baik: mirror = (2T − R) ÷ T, inverse = T ÷ R",
        )
        parser.add_argument(
            "--cap",
            choices=[NO_CAP if cap is None else str(cap) for cap in CAPS],
            default=NO_CAP,
            help="batas capaian dalam persen; bawaannya none",
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        rule = Rule(
            Direction(options["direction"]),
            LowerForm(options["lower_form"]),
            cap=None if options["cap"] == NO_CAP else Decimal(options["cap"]),
        )
        try:
            compared = _compared(path, rule)
        except Unreadable as unreadable:
            if options["json"]:
                self.stdout.write(_json({"file": path.name, "error": str(unreadable)}))
            raise CommandError(f"{path}: {unreadable}", returncode=2) from unreadable
        if options["json"]:
            self.stdout.write(_json(_report(path, rule, compared)))
        else:
            for line in _words(compared):
                self.stdout.write(line)
        if differing := sum(comparison.differing for _, comparison in compared):
            raise CommandError(f"{differing} sel berbeda dari hitungan.", returncode=1)


def _compared(path: Path, rule: Rule) -> Compared:
    """Every sheet that holds such a table; Unreadable where none does."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"Berkas tidak dapat dibuka ({problem.strerror}).") from problem
    found: Compared = []
    refusals = []
    for sheet in read_sheets(path.name, content):
        try:
            found.append((sheet.title, compare(read_table(sheet), rule)))
        except Unreadable as unreadable:
            refusals.append(unreadable)
    if not any(comparison.checked or comparison.findings for _, comparison in found):
        raise next(iter(refusals), Unreadable("Tidak ada persentase tercetak di bawah judul kolomnya."))
    return found


def _words(compared: Compared) -> Iterable[str]:
    """The findings one by one, and a count."""
    for title, comparison in compared:
        for finding in comparison.findings:
            place = f"{title}!{finding.cell}" if title else finding.cell
            yield f"{place} baris {finding.row}, {finding.column}, {finding.name}: {finding.verdict.label}"
            yield f"    {finding.sentence}"
            if finding.computed is not None:
                yield f"    Aturan: {finding.rule}. Hitungan: {finding.working}"
    checked, same, differing = (
        sum(getattr(comparison, name) for _, comparison in compared)
        for name in ("checked", "same", "differing")
    )
    explained = checked - same - differing
    yield (
        f"{checked} sel dihitung ulang: {same} sama, {explained} terjelaskan oleh pembulatan, "
        f"{differing} berbeda."
    )
    if unchecked := sum(len(comparison.findings) for _, comparison in compared) - (checked - same):
        yield f"{unchecked} sel tidak dapat dihitung ulang."


def _report(path: Path, rule: Rule, compared: Compared) -> dict[str, Any]:
    """The documented form of the result."""
    return {
        "file": path.name,
        "rule_version": RULE_VERSION,
        "direction": rule.direction.value,
        "lower_form": rule.lower_form.value,
        "cap": None if rule.cap is None else str(rule.cap),
        "checked": sum(comparison.checked for _, comparison in compared),
        "same": sum(comparison.same for _, comparison in compared),
        "differing": sum(comparison.differing for _, comparison in compared),
        "cells": [_cell(title, finding) for title, c in compared for finding in c.findings],
    }


def _cell(sheet: str, finding: Finding) -> dict[str, Any]:
    printed, computed = finding.printed, finding.computed
    return {
        "sheet": sheet,
        "row": finding.row,
        "cell": finding.cell,
        "column": finding.column,
        "name": finding.name,
        "verdict": finding.verdict.value,
        "differs": finding.verdict.differs,
        "printed": None if printed is None else f"{printed.value:.{printed.places}f}",
        "computed": None if computed is None else f"{computed:f}",
        "rule": finding.rule,
        "working": finding.working,
        "sentence": finding.sentence,
    }


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)
