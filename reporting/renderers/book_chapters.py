"""The book of an LKjIP from cover to lampiran: its parts in order, the same for PDF, Word and the pages."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.chapters import SECTIONS, Chapter, Place
from reporting.models import PerformanceReport, PlanNode, ReviewStatement, SectionText
from reporting.queries.performance import Content, content_of
from reporting.queries.performance_gaps import Gap, gaps_of, open_gaps
from reporting.queries.performance_texts import latest_texts
from reporting.queries.plan_forms import head_of
from reporting.queries.report import Signatory
from reporting.renderers.book import Bar, Listed, Part, Pen, Signing, count_cell, text_cell, words_of
from reporting.renderers.book_analyses import Telling, write_achievements, write_analyses
from reporting.renderers.book_tables import NAME, NO, UNIT, measured_table, money_table
from reporting.renderers.book_text import Words
from reporting.renderers.plan_forms import FormColumn, FormName, FormRow, FormTable, printed_form

Level = PlanNode.Level


@dataclass(frozen=True)
class Book:
    """Everything that prints, and what is still missing."""

    report: PerformanceReport
    content: Content
    texts: Mapping[str, SectionText]
    gaps: Sequence[Gap]
    parts: Sequence[Part]
    signatory: Signatory | None
    statement: ReviewStatement | None = None

    @property
    def is_draft(self) -> bool:
        """Printed with a mark while something is missing without a reason, or nobody has signed."""
        return bool(open_gaps(self.gaps)) or self.signatory is None or self.signatory.at is None

    @property
    def digest(self) -> str:
        """SHA-256 of everything that the parts say: what a review was about."""
        words = "\n".join(_words_of(self.parts))
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def tables(self) -> list[Listed]:
        return [block for part in self.parts for block in part.blocks if isinstance(block, Listed)]


def book_of(report: PerformanceReport, on: date, *, signatory: Signatory | None = None) -> Book:
    """The book as it stands; `signatory` for the one who is signing now."""
    content, texts = content_of(report), latest_texts(report)
    who = signatory or head_of(report.plan, on)
    gaps = gaps_of(content, texts, has_head=who is not None)
    words = Words(content, texts, {gap.key: gap for gap in gaps}, _agreed(report))
    parts = [*_front(words), *_chapters(words), *_back(words)]
    statement = ReviewStatement.objects.filter(report=report, round=report.round).first()
    passed = statement if statement and statement.verdict == ReviewStatement.Verdict.REVIEWED else None
    return Book(report, content, texts, gaps, parts, who, passed)


def needs_figures(place: Place) -> bool:
    """Whether a section's page shows data or proposes sentences from it."""
    section = place.section
    return section.per_objective or section.is_proposed or section.key in BESIDE


def part_beside(content: Content, place: Place) -> Part:
    """What the data says beside one section, for its page."""
    section = place.section
    agreement = _agreed(content.report) if section.key == "perjanjian" else ()
    words = Words(content, {}, {}, agreement)
    pen = Pen("", "pratinjau")
    if place.code:
        objective = next(each for each in content.objectives if each.code == place.code)
        write_analyses(Telling(pen, content, words, objective))
    elif section.key in BESIDE:
        BESIDE[section.key](pen, words)
    else:
        pen.table(measured_table(f"Capaian {content.report.period.label}", content.measures))
    shown = [block for block in pen.blocks if block.kind in {"heading", "table", "chart"}]
    return Part("pratinjau", section.heading, blocks=shown)


def _agreed(report: PerformanceReport) -> Sequence[FormTable]:
    """The tables of the Perjanjian Kinerja as they are printed elsewhere."""
    form = printed_form(FormName.AGREEMENT, report.plan, report.period.ends_on)
    return form.tables if form else ()


def _words_of(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield part.text
        for block in part.blocks:
            yield from words_of(block)


# --- front ---


def _front(words: Words) -> Iterator[Part]:
    for section in SECTIONS:
        if section.chapter is Chapter.FRONT:
            blocks = [*words.section(section.key)]
            signing = [Signing()] if section.key == "kata-pengantar" else []
            yield Part(section.key, section.heading, blocks=[*blocks, *signing], is_front=True)


# --- chapters ---


def _chapters(words: Words) -> Iterator[Part]:
    content = words.content
    for chapter, number, roman in (
        (Chapter.INTRODUCTION, "1", "I"),
        (Chapter.PLANNING, "2", "II"),
        (Chapter.ACCOUNTABILITY, "3", "III"),
        (Chapter.CLOSING, "4", "IV"),
    ):
        pen = Pen(number, f"bab-{number}")
        if chapter is Chapter.ACCOUNTABILITY:
            write_achievements(pen, content, words)
        for section in SECTIONS:
            if section.chapter is chapter and not section.per_objective:
                pen.heading(section.heading)
                pen.blocks += words.section(section.key)
                if section.key in BESIDE:
                    BESIDE[section.key](pen, words)
                if section.key == "anggaran":
                    pen.blocks += words.lack("money")
        title = chapter.label.removeprefix(f"BAB {roman} ")
        yield Part(f"bab-{number}", title, f"BAB {roman}", pen.blocks)


def _units(pen: Pen, words: Words) -> None:
    names = words.content.report.agency.units.order_by("order", "name").values_list("name", flat=True)
    rows = [FormRow((count_cell(n), text_cell(name))) for n, name in enumerate(names, start=1)]
    if rows:
        pen.table(FormTable("Unit kerja", (NO, FormColumn("Unit kerja", 96)), rows))


def _renstra(pen: Pen, words: Words) -> None:
    columns = (
        *(FormColumn("Tujuan atau sasaran", 28), NAME, UNIT),
        *(FormColumn("Target akhir Renstra", 14), FormColumn("Tahun akhir", 10)),
    )
    rows = []
    for objective in words.content.objectives:
        for place, measure in enumerate(objective.measures):
            found = measure.past.medium_term
            head = None if place else text_cell(f"{objective.code} {objective.name}")
            target = (found.words, str(found.year)) if found else ("–", "–")
            told = (measure.line.name, measure.line.unit, *target)
            rows.append(FormRow((head, *map(text_cell, told))))
    pen.table(FormTable("Tujuan, sasaran, dan target jangka menengah", columns, rows))


def _iku(pen: Pen, words: Words) -> None:
    columns = (
        *(NO, FormColumn("Tujuan atau sasaran", 26), NAME, UNIT),
        *(FormColumn("Arah", 16), FormColumn("Cara gabung", 14)),
    )
    rows: list[FormRow] = []
    for objective in words.content.objectives:
        for place, measure in enumerate(objective.measures):
            indicator = measure.line.indicator
            head = None if place else text_cell(f"{objective.code} {objective.name}")
            rules = (indicator.get_direction_display(), indicator.get_rollup_display())
            told = (indicator.name, indicator.unit, *rules)
            rows.append(FormRow((count_cell(len(rows) + 1), head, *map(text_cell, told))))
    pen.table(FormTable("Indikator kinerja", columns, rows))


def _agreement(pen: Pen, words: Words) -> None:
    for table in words.agreement:
        pen.table(table)


def _budget(pen: Pen, words: Words) -> None:
    content = words.content
    if not content.money:
        return
    pen.table(money_table(f"Realisasi anggaran {content.report.period.label}", content.money))
    programmes = [row for row in content.money if row.level == Level.PROGRAMME]
    pen.chart(
        f"Serapan anggaran menurut program, {content.report.period.label} (%)",
        [Bar(f"{row.code} {row.name}", row.percent) for row in programmes],
    )


BESIDE: Mapping[str, Callable[[Pen, Words], None]] = {
    "gambaran-umum": _units,
    "renstra": _renstra,
    "iku": _iku,
    "perjanjian": _agreement,
    "anggaran": _budget,
}


# --- back ---


def _back(words: Words) -> Iterator[Part]:
    """Lampiran: the agreement as printed, and every indicator down to the sub kegiatan."""
    pen = Pen("L1", "lampiran-1")
    for table in words.agreement:
        pen.table(table)
    yield Part("lampiran-1", "Perjanjian Kinerja", "LAMPIRAN 1", pen.blocks, is_wide=True)
    pen = Pen("L2", "lampiran-2")
    for objective in words.content.objectives:
        every = [*objective.measures, *objective.outputs]
        pen.table(measured_table(f"Pengukuran kinerja {objective.label}: {objective.name}", every))
    yield Part("lampiran-2", "Pengukuran Kinerja", "LAMPIRAN 2", pen.blocks, is_wide=True)
