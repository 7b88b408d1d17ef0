"""Bab III, 3.1 of an LKjIP: the seven analyses of each sasaran as PermenPANRB 53/2014 asks for them."""

from collections.abc import Callable
from dataclasses import dataclass

from kinerja.lib.numbers import format_percent
from reporting.measures import Efficiency
from reporting.queries.figures import shown
from reporting.queries.performance import Content, Measure, Objective
from reporting.queries.performance_past import Comparison
from reporting.queries.rules import scale_words
from reporting.renderers.book import Bar, Pen, count_cell, figure_cell, text_cell
from reporting.renderers.book_tables import (
    ACHIEVED,
    NAME,
    NO,
    UNIT,
    achieved_cell,
    measured_table,
    money_table,
)
from reporting.renderers.book_text import Words
from reporting.renderers.cells import Cell, Form
from reporting.renderers.plan_forms import FormColumn, FormRow, FormTable


@dataclass(frozen=True)
class Telling:
    """What is told about one sasaran, and with which pen."""

    pen: Pen
    content: Content
    words: Words
    objective: Objective

    @property
    def label(self) -> str:
        return self.content.report.period.label

    def lacks(self, kind: str) -> None:
        """What is missing for this analysis, an entry for each indicator."""
        for measure in self.objective.measures:
            key = f"{kind}:{measure.line.path[-1][1]}/{measure.line.indicator.code}"
            self.pen.blocks += self.words.lack(key)


def write_achievements(pen: Pen, content: Content, words: Words) -> None:
    """3.1: an overview, then each sasaran."""
    pen.heading("Capaian Kinerja Organisasi")
    if content.mean.value is not None:
        rating = f" dengan predikat {content.rating}" if content.rating else ""
        mean = format_percent(content.mean.value)
        pen.say(f"Rata-rata capaian kinerja {content.report.period.label} adalah {mean}{rating}.")
    for month in content.report.period.months:
        pen.blocks += words.lack(f"month:{month.last_month}")
    pen.table(_overview(content), scale_words(content.policy.scale))
    pen.chart(
        f"Rata-rata capaian menurut sasaran, {content.report.period.label} (%)",
        [Bar(f"{each.code} {each.name}", each.mean.value) for each in content.objectives],
    )
    for objective in content.objectives:
        pen.heading(f"{objective.label}: {objective.name}", level=3)
        write_analyses(Telling(pen, content, words, objective))


def write_analyses(telling: Telling) -> None:
    """The seven analyses, one after the other."""
    for number, (title, write) in enumerate(ANALYSES, start=1):
        telling.pen.heading(f"{number}) {title}", level=4, numbered=False)
        write(telling)


def _overview(content: Content) -> FormTable:
    columns = (
        NO,
        FormColumn("Tujuan atau sasaran", 44),
        FormColumn("Indikator", 10, Form.COUNT),
        FormColumn("Mencapai target", 11, Form.COUNT),
        FormColumn("Rata-rata capaian (%)", 13, Form.PERCENT),
        FormColumn("Predikat", 14),
    )
    rows = []
    for number, each in enumerate(content.objectives, start=1):
        met = sum(measure.is_met is True for measure in each.measures)
        counts = (count_cell(len(each.measures)), count_cell(met))
        mean = figure_cell(each.mean.value, Form.PERCENT)
        name = text_cell(f"{each.code} {each.name}")
        rows.append(FormRow((count_cell(number), name, *counts, mean, text_cell(each.rating))))
    met = sum(measure.is_met is True for measure in content.measures)
    total = (
        *(None, text_cell("Perangkat daerah"), count_cell(len(content.measures)), count_cell(met)),
        *(figure_cell(content.mean.value, Form.PERCENT), text_cell(content.rating)),
    )
    return FormTable(f"Ringkasan capaian {content.report.period.label}", columns, rows, total)


# --- 1 and 2: this period, and earlier ones ---


def _target_and_realised(telling: Telling) -> None:
    pen, objective = telling.pen, telling.objective
    telling.lacks("target")
    telling.lacks("value")
    pen.table(measured_table(f"Target dan realisasi {objective.label}, {telling.label}", objective.measures))
    for measure in objective.measures:
        pen.say(f"{measure.line.name}. {measure.working}")


def _earlier(telling: Telling) -> None:
    pen, objective, this = telling.pen, telling.objective, telling.content.report.period
    telling.lacks("earlier")
    if not any(measure.past.years for measure in objective.measures):
        return
    columns = (
        *(NAME, FormColumn("Tahun", 9), FormColumn("Target", 11), FormColumn("Realisasi", 11), ACHIEVED),
        FormColumn("Selisih capaian (poin)", 12, Form.PERCENT),
        FormColumn("Sumber", 24),
    )
    rows: list[FormRow] = []
    for measure in objective.measures:
        rows += _years(measure)
    title = f"Realisasi dan capaian {objective.label} {this.label} dan tahun-tahun sebelumnya"
    note = "Selisih capaian: capaian periode ini dikurangi capaian tahun itu."
    pen.table(FormTable(title, columns, rows), note)
    for measure in objective.measures:
        bars = [Bar(str(year.year), year.achievement.value) for year in reversed(measure.past.years)]
        if bars:
            bars.append(Bar(str(this.year), measure.achievement.value))
            pen.chart(f"Capaian {measure.line.name} (%)", bars)


def _years(measure: Measure) -> list[FormRow]:
    """This period first, then back in time."""
    line, indicator = measure.line, measure.line.indicator
    now = measure.achievement
    target = measure.target_text or shown(indicator, measure.target)
    realised = line.value_text or shown(indicator, line.value)
    this = (text_cell(str(measure.period.year)), text_cell(target), text_cell(realised))
    rows = [
        FormRow((text_cell(line.name), *this, achieved_cell(now), text_cell(""), text_cell("Laporan ini")))
    ]
    for year in measure.past.years:
        then = year.achievement
        gap = None if now.value is None or then.value is None else now.value - then.value
        words = (text_cell(str(year.year)), text_cell(year.target), text_cell(year.realised))
        difference = figure_cell(gap, Form.PERCENT)
        rows.append(FormRow((None, *words, achieved_cell(then), difference, text_cell(year.source))))
    return rows


# --- 3 and 4: the end of the Renstra, and standards ---


def _medium_term(telling: Telling) -> None:
    telling.lacks("medium")
    pairs = [(each, each.past.medium_term) for each in telling.objective.measures]
    columns = (
        *(NAME, UNIT, FormColumn("Target akhir Renstra", 13), FormColumn("Tahun akhir", 9)),
        *(
            FormColumn(f"Realisasi s.d. {telling.label}", 13),
            FormColumn("Tingkat kemajuan (%)", 12, Form.PERCENT),
        ),
        FormColumn("Sumber", 20),
    )
    rows = [
        FormRow((*_compared(measure, found), achieved_cell(found.reached), text_cell(found.source)))
        for measure, found in pairs
        if found
    ]
    if rows:
        title = f"Realisasi {telling.objective.label} terhadap target jangka menengah"
        telling.pen.table(FormTable(title, columns, rows))


def _standards(telling: Telling) -> None:
    telling.lacks("standard")
    columns = (
        *(NAME, UNIT, FormColumn("Standar", 13), FormColumn("Tahun", 9)),
        *(FormColumn(f"Realisasi {telling.label}", 13), FormColumn("Terhadap standar (%)", 12, Form.PERCENT)),
        FormColumn("Sumber", 20),
    )
    rows = []
    for measure in telling.objective.measures:
        for found in measure.past.standards:
            kind = "Nasional" if found.kind == "national" else "Provinsi"
            source = text_cell(f"{kind}: {found.source}")
            rows.append(FormRow((*_compared(measure, found), achieved_cell(found.reached), source)))
    if rows:
        title = f"Realisasi {telling.objective.label} terhadap standar nasional dan provinsi"
        telling.pen.table(FormTable(title, columns, rows))


def _compared(measure: Measure, found: Comparison) -> tuple[Cell, ...]:
    line = measure.line
    realised = line.value_text or shown(line.indicator, line.value)
    words = (line.name, line.unit, found.words, str(found.year), realised)
    return tuple(text_cell(each) for each in words)


# --- 5 to 7: causes, efficiency, support ---


def _causes(telling: Telling) -> None:
    pen, objective = telling.pen, telling.objective
    pen.blocks += telling.words.section("penyebab", objective.code)
    if not objective.quotes:
        pen.say("Tidak ada kendala, faktor pendukung, atau tindak lanjut yang ditulis PPTK pada periode ini.")
        return
    columns = (
        FormColumn("Bulan", 11),
        FormColumn("Indikator atau sub kegiatan dan PPTK", 26),
        *(FormColumn("Kendala", 22), FormColumn("Faktor pendukung", 18), FormColumn("Tindak lanjut", 22)),
    )
    rows = [
        FormRow(
            tuple(
                text_cell(words)
                for words in (
                    *(quote.when, f"{quote.about}\n{quote.officer}".strip()),
                    *(quote.obstacle or "–", quote.support or "–", quote.follow_up or "–"),
                )
            )
        )
        for quote in objective.quotes
    ]
    title = f"Kendala, faktor pendukung, dan tindak lanjut {objective.label} menurut PPTK"
    pen.table(FormTable(title, columns, rows), "Dikutip apa adanya dari isian realisasi bulanan.")


def _efficiency(telling: Telling) -> None:
    pen, objective, content = telling.pen, telling.objective, telling.content
    pen.blocks += telling.words.lack("efficiency")
    method = content.policy.efficiency
    saved = objective.efficiency
    named = "Selisih (poin)" if method is Efficiency.DIFFERENCE else "Efisiensi"
    columns = (
        FormColumn("Rata-rata capaian (%)", 18, Form.PERCENT),
        FormColumn("Serapan anggaran (%)", 18, Form.PERCENT),
        *([FormColumn(named, 16, Form.PERCENT), FormColumn("Cara hitung", 48)] if saved else []),
    )
    cells = [figure_cell(value, Form.PERCENT) for value in (objective.mean.value, objective.spent.value)]
    if saved:
        cells += [figure_cell(saved.value, Form.PERCENT), text_cell(method.label)]
    pen.table(FormTable(f"Efisiensi {objective.label}", columns, [FormRow(cells)]))
    if saved:
        pen.say(f"{method.label[:1].upper()}{method.label[1:]}: {saved.explanation}")


def _support(telling: Telling) -> None:
    pen, objective = telling.pen, telling.objective
    pen.blocks += telling.words.section("penunjang", objective.code)
    if objective.money:
        pen.table(money_table(f"Program dan kegiatan penunjang {objective.label}", objective.money))
    if objective.outputs:
        title = f"Capaian indikator program, kegiatan, dan sub kegiatan penunjang {objective.label}"
        pen.table(measured_table(title, objective.outputs))


ANALYSES: tuple[tuple[str, Callable[[Telling], None]], ...] = (
    ("Target dan realisasi", _target_and_realised),
    ("Perbandingan dengan tahun-tahun sebelumnya", _earlier),
    ("Kemajuan terhadap target jangka menengah", _medium_term),
    ("Perbandingan dengan standar nasional", _standards),
    ("Penyebab keberhasilan atau kegagalan dan alternatif solusi", _causes),
    ("Efisiensi penggunaan sumber daya", _efficiency),
    ("Program dan kegiatan yang menunjang", _support),
)
