"""Which figures of a report were stated anew since, or are new against what an earlier report said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.models import BudgetLine, Compilation, Correction, Report, ReportLine
from reporting.queries.correction_difference import Codes, Difference, Line, codes_of, differences_of
from reporting.queries.corrections import corrections_near, in_force

OWN_PERIOD = {"month_value": "realisasi", "month_amount": "realisasi keuangan", "physical": "realisasi fisik"}
TO_DATE = {
    **OWN_PERIOD,
    "value": "realisasi s.d. periode ini",
    "amount": "realisasi keuangan s.d. periode ini",
}


@dataclass(frozen=True)
class Restated:
    """A figure that is stated anew: was, becomes, by which report, and whether this report contains it."""

    about: str
    was: str
    becomes: str
    by: Report
    is_counted: bool

    @property
    def words(self) -> str:
        number = f"nomor {self.by.number}" if self.by.number else self.by.title
        told = (
            f"Dinyatakan kembali: {self.about} semula {self.was}, menjadi {self.becomes} (laporan {number})"
        )
        return told if self.is_counted else f"{told}; laporan ini belum memuatnya"


Marks = Mapping[Codes, Sequence[Restated]]


def restated_in(
    report: Report, compilation: Compilation | None, near: Sequence[Correction] | None = None
) -> Marks:
    """By row: its own figures that a correction replaced, and figures of other months that it adds up."""
    later = _settled(report, corrections_near(report) if near is None else near)
    if compilation is None or not later:
        return {}
    found: dict[Codes, list[Restated]] = defaultdict(list)
    own = [
        one for one in later if one.report.run.sop_id == report.run.sop_id and _is_same_period(one, report)
    ]
    if own:
        _add_own(found, report, compilation)
    _add_others(found, compilation, [one for one in later if one not in own])
    return found


def sentences_of(marks: Marks, *, counted_only: bool = False) -> list[str]:
    """The marks as printed under the tables: code, then what was stated anew."""
    return [
        f"{' '.join(part for part in codes if part)} — {each.words}."
        for codes, restated in sorted(marks.items())
        for each in restated
        if each.is_counted or not counted_only
    ]


def _settled(report: Report, near: Sequence[Correction]) -> list[Correction]:
    """Signed corrections of reports that lie within the part of the year that this report covers."""
    signed = [
        (one.settled_at, one)
        for one in near
        if one.settled_at is not None and one.report.period.last_month <= report.period.last_month
    ]
    return [one for _, one in sorted(signed, key=lambda pair: pair[0])]


def _is_same_period(correction: Correction, report: Report) -> bool:
    return bool(correction.report.period == report.period)


def _add_own(found: dict[Codes, list[Restated]], report: Report, compilation: Compilation) -> None:
    """What the report that holds now says in place of this one."""
    held = in_force(report)
    last = held.compilations.order_by("-round").first()
    if held.pk == report.pk or last is None:
        return
    before = _lines([compilation.pk])[compilation.pk]
    for codes, line in _lines([last.pk])[last.pk].items():
        if codes in before:
            found[codes] += [
                Restated(TO_DATE[each.key], each.was, each.becomes, held, is_counted=False)
                for each in differences_of(line, before[codes])
                if each.key in TO_DATE
            ]


def _add_others(
    found: dict[Codes, list[Restated]], compilation: Compilation, corrections: Sequence[Correction]
) -> None:
    """Figures of other reports' own periods; a later round has them, an earlier one has not."""
    drafts = _last_rounds([report for one in corrections for report in (one.report_id, one.corrects_id)])
    lines = _lines(drafts.values())
    for one in corrections:
        after, before = (lines.get(drafts.get(pk, 0), {}) for pk in (one.report_id, one.corrects_id))
        counted = one.settled_at is not None and one.settled_at <= compilation.at
        for codes, line in after.items():
            if codes in before:
                found[codes] += [
                    _of_month(each, one.report, is_counted=counted)
                    for each in differences_of(line, before[codes])
                    if each.key in OWN_PERIOD
                ]


def _of_month(difference: Difference, report: Report, *, is_counted: bool) -> Restated:
    about = f"{OWN_PERIOD[difference.key]} {report.period.label}"
    return Restated(about, difference.was, difference.becomes, report, is_counted)


def _last_rounds(reports: Sequence[int]) -> dict[int, int]:
    """Report → its last draft; by keys."""
    found = Compilation.objects.filter(report__in=reports).order_by("round").values_list("report", "pk")
    return dict(found)


def _lines(compilations: Iterable[int]) -> dict[int, dict[Codes, Line]]:
    """Draft → codes → row; two queries."""
    wanted, found = list(compilations), defaultdict[int, dict[Codes, Line]](dict)
    if not wanted:
        return found
    rows: list[Any] = [
        *ReportLine.objects.filter(compilation__in=wanted).select_related("indicator"),
        *BudgetLine.objects.filter(compilation__in=wanted),
    ]
    for row in rows:
        found[row.compilation_id][codes_of(row)] = row
    return found
