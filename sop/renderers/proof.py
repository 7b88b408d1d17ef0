"""“Bukti pelaksanaan SOP”: the tables that page, PDF and workbook share, and the first two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from kinerja.lib.dates import Zone, clock_time, moment
from kinerja.lib.printing import pdf_of
from organisation.models import Agency
from sop.deadlines import work_words
from sop.queries.proof import (
    Fact,
    Proof,
    Tally,
    by_person,
    by_run,
    by_step,
    latecomers,
)

TITLE = "Bukti Pelaksanaan SOP"
SIZES = {Agency.Paper.A4: "297mm 210mm", Agency.Paper.F4: "330mm 215mm"}
NOTHING = "–"
LEGEND = (
    "Waktu nyata: waktu kerja sejak tugas dibuka sampai selesai, termasuk menunggu giliran; di luar jam "
    "kerja dan hari libur tidak dihitung. Jendela: tenggat menurut SOP, sampai pukul 23.59 pada hari "
    "terakhirnya; yang diperpanjang dinilai menurut batas barunya. Mutu baku waktu seperti tercetak dalam "
    "SOP; langkah yang bertanggal dinilai menurut tanggalnya, dan mutu bakunya menjadi pembanding."
)
Cell = str | int


@dataclass(frozen=True)
class Column:
    """A heading and its share of the page's width."""

    heading: str
    share: int
    is_figure: bool = False
    is_moment: bool = False


@dataclass(frozen=True)
class Table:
    """One table of the proof; `empty` is what is said instead of no rows."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: list[list[Cell]]
    empty: str = ""

    @property
    def shares(self) -> list[str]:
        whole = sum(column.share for column in self.columns)
        return [f"{100 * column.share / whole:.2f}" for column in self.columns]

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def tables_of(proof: Proof) -> list[Table]:
    """The tables in the order in which an evaluator asks for them."""
    if not proof.runs:
        return [_periods(proof)]
    main = [_periods(proof), _steps(proof), _people(proof)] if proof.is_year else [_acts(proof)]
    return [*main, _late(proof), _returns(proof), _extensions(proof), _combined(proof)]


def identity_of(proof: Proof) -> list[tuple[str, str]]:
    """What the proof is about."""
    numbers = [version.number for version in proof.versions if version.number]
    versions = ", ".join(str(version.version) for version in proof.versions)
    facts = [
        ("Perangkat daerah", proof.agency.name),
        ("Nama SOP", proof.sop.name),
        ("Nomor SOP", "; ".join(dict.fromkeys(numbers)) or "tidak tercantum dalam naskah"),
        ("Versi", versions),
        ("Periode", proof.label),
        ("Pelaksanaan", _runs_in_words(proof)),
        ("Jendela waktu", kept_in_words(proof.tally)),
        ("Riwayat", chain_in_words(proof)),
    ]
    if proof.without_run:
        missing = ", ".join(period.label for period in proof.without_run)
        facts.append(("Periode tanpa pelaksanaan", missing))
    if proof.untouched:
        facts.append(("Langkah belum tercapai", "; ".join(f"{no} {text}" for no, text in proof.untouched)))
    return facts


def proof_pdf(proof: Proof) -> bytes:
    """The proof as PDF on the agency's paper, lying."""
    context = {
        "title": TITLE,
        "proof": proof,
        "agency": proof.agency,
        "identity": identity_of(proof),
        "tables": tables_of(proof),
        "printed": moment(proof.at, proof.agency.time_zone),
        "problems": proof.verdict.problems,
        "legend": LEGEND,
    }
    size = f"@page {{ size: {SIZES[Agency.Paper(proof.agency.paper)]} }}"
    html = render_to_string("documents/proof.html", context)
    return pdf_of(html, (_style_sheet("report"), _style_sheet("proof"), size))


# --- words ------------------------------------------------------------------------------------------


def kept_in_words(found: Tally) -> str:
    """ "12 dari 14 jendela ditepati (86 %), 1 di antaranya dengan perpanjangan; 2 dilampaui"."""
    if not found.settled:
        return "belum ada jendela yang berakhir"
    kept = found.kept + found.extended
    words = f"{kept} dari {found.settled} ditepati ({round(100 * kept / found.settled)} %)"
    if found.extended:
        words += f", {found.extended} di antaranya dengan perpanjangan"
    return f"{words}; {found.missed} dilampaui" if found.missed else words


def chain_in_words(proof: Proof) -> str:
    """What the walk over the agency's history found."""
    events = f"{proof.events} catatan tentang pelaksanaan ini"
    if proof.verdict.problems:
        return f"{events}; rantai riwayat TIDAK utuh: {len(proof.verdict.problems)} temuan, lihat di bawah"
    return f"{events}; rantai riwayat utuh, {proof.verdict.events} catatan diperiksa"


def _runs_in_words(proof: Proof) -> str:
    zone = proof.agency.time_zone
    if proof.is_year:
        closed = sum(run.closed_at is not None for run in proof.runs)
        return f"{len(proof.runs)} pelaksanaan, {closed} selesai"
    [run] = proof.runs
    end = f"selesai {moment(run.closed_at, zone)}" if run.closed_at else "masih berjalan"
    again = f", {run.round} putaran" if run.round > 1 else ""
    return f"dibuka {moment(run.opened_at, zone)}, {end}{again}"


def when(at: datetime | None, zone: Zone) -> str:
    """ "05-02-2026 23.59 WIB"; the short form for narrow columns."""
    return f"{zone.local(at):%d-%m-%Y} {clock_time(at, zone)}" if at else NOTHING


def _time(span: timedelta | None, proof: Proof) -> str:
    return work_words(span, proof.calendar) if span is not None else NOTHING


def _remark(fact: Fact) -> str:
    return f"{fact.window.value}; melebihi mutu baku" if fact.is_over else fact.window.value


# --- tables -----------------------------------------------------------------------------------------

PERIOD = Column("Periode", 10)
STEP = Column("No", 4)


def _acts(proof: Proof) -> Table:
    """A run, task by task."""
    columns = [
        *(STEP, Column("Kegiatan", 24), Column("Pelaksana", 13), Column("Dikerjakan oleh", 15)),
        *(Column("Putaran", 6, is_figure=True), Column("Mutu baku waktu", 9), Column("Waktu nyata", 10)),
        *(Column("Dibuka", 11, is_moment=True), Column("Tenggat", 11, is_moment=True)),
        *(Column("Selesai", 11, is_moment=True), Column("Jendela", 12)),
    ]
    zone = proof.agency.time_zone
    rows: list[list[Cell]] = [
        [
            *(fact.step, f"{fact.text} — {fact.kind}", fact.actor, fact.who, fact.round),
            *(fact.quality or NOTHING, _time(fact.actual, proof)),
            *(when(fact.opened, zone), when(fact.due, zone), when(fact.done, zone), _remark(fact)),
        ]
        for fact in proof.facts
    ]
    return Table("Langkah", "Waktu baku dan waktu nyata tiap langkah dan pelaksana", columns, rows)


def _periods(proof: Proof) -> Table:
    """A year, run by run."""
    columns = [
        *(Column("Periode", 14), Column("Versi", 6, is_figure=True), Column("Dibuka", 14, is_moment=True)),
        *(Column("Selesai", 14, is_moment=True), Column("Putaran", 7, is_figure=True)),
        *(Column("Jendela waktu", 26), Column("Terlambat", 24)),
    ]
    tallies, zone = by_run(proof.facts), proof.agency.time_zone
    late = latecomers(proof.facts)
    rows: list[list[Cell]] = []
    for run in proof.runs:
        names = dict.fromkeys(fact.who for fact in late if fact.run.pk == run.pk)
        kept = kept_in_words(tallies[run.pk]) if run.pk in tallies else NOTHING
        end = when(run.closed_at, zone) if run.closed_at else "masih berjalan"
        rows.append(
            [
                *(run.label, run.version.version, when(run.opened_at, zone), end, run.round, kept),
                ", ".join(names) or NOTHING,
            ]
        )
    empty = "SOP ini tidak dijalankan untuk periode dalam tahun ini."
    return Table("Periode", "Pelaksanaan tiap periode", columns, rows, empty)


def _tally_columns() -> list[Column]:
    return [
        *(Column("Tugas", 6, is_figure=True), Column("Waktu nyata, nilai tengah", 12)),
        *(Column("Waktu nyata, terlama", 12), Column("Ditepati", 7, is_figure=True)),
        *(Column("Dengan perpanjangan", 9, is_figure=True), Column("Dilampaui", 8, is_figure=True)),
        Column("Melebihi mutu baku", 9, is_figure=True),
    ]


def _tally_cells(found: Tally, proof: Proof) -> list[Cell]:
    times = (_time(found.typical, proof), _time(found.longest, proof))
    return [found.tasks, *times, found.kept, found.extended, found.missed, found.over]


def _steps(proof: Proof) -> Table:
    """A year, step by step."""
    columns = [
        *(STEP, Column("Kegiatan", 26), Column("Pelaksana", 14), Column("Mutu baku waktu", 9)),
        *_tally_columns(),
    ]
    rows: list[list[Cell]] = [
        [
            *(fact.step, f"{fact.text} — {fact.kind}", fact.actor, fact.quality or NOTHING),
            *_tally_cells(found, proof),
        ]
        for fact, found in by_step(proof.facts)
    ]
    return Table("Langkah", "Waktu baku dan waktu nyata tiap langkah dan pelaksana", columns, rows)


def _people(proof: Proof) -> Table:
    columns = [Column("Nama", 30), *_tally_columns()]
    rows = [[who, *_tally_cells(found, proof)] for who, found in by_person(proof.facts)]
    return Table("Pelaksana", "Ketepatan waktu tiap orang", columns, rows)


def _late(proof: Proof) -> Table:
    columns = [
        *(PERIOD, Column("Nama", 20), STEP, Column("Kegiatan", 34), Column("Putaran", 6, is_figure=True)),
        *(Column("Tenggat", 12, is_moment=True), Column("Selesai", 12, is_moment=True)),
    ]
    zone = proof.agency.time_zone
    rows: list[list[Cell]] = [
        [
            *(fact.run.label, fact.who, fact.step, fact.text, fact.round, when(fact.due, zone)),
            when(fact.done, zone) if fact.done else "tidak disampaikan",
        ]
        for fact in latecomers(proof.facts)
    ]
    return Table("Keterlambatan", "Jendela yang dilampaui", columns, rows, "Tidak ada keterlambatan.")


def _returns(proof: Proof) -> Table:
    columns = [
        *(PERIOD, Column("Putaran", 6, is_figure=True), STEP, Column("Dikembalikan oleh", 24)),
        *(Column("Waktu", 12, is_moment=True), Column("Ke langkah", 7), Column("Alasan", 40)),
    ]
    zone = proof.agency.time_zone
    rows: list[list[Cell]] = [
        [
            *(one.run.label, one.round, one.step, one.by, when(one.at, zone), one.target or NOTHING),
            "\n".join(one.reasons) or NOTHING,
        ]
        for one in proof.returns
    ]
    return Table("Pengembalian", "Pengembalian dan alasannya", columns, rows, "Tidak ada pengembalian.")


def _extensions(proof: Proof) -> Table:
    columns = [
        *(PERIOD, Column("Bagi", 20), STEP, Column("Sampai", 12, is_moment=True), Column("Alasan", 34)),
        *(Column("Diberikan oleh", 20), Column("Pada", 12, is_moment=True)),
    ]
    zone = proof.agency.time_zone
    rows: list[list[Cell]] = [
        [
            *(one.run.label, one.who, one.step, when(one.until, zone), one.reason, one.by),
            when(one.at, zone),
        ]
        for one in proof.extensions
    ]
    return Table("Perpanjangan", "Perpanjangan waktu", columns, rows, "Tidak ada perpanjangan.")


def _combined(proof: Proof) -> Table:
    columns = [PERIOD, Column("Nama", 30), Column("Tugas yang dirangkap", 60)]
    rows: list[list[Cell]] = [[one.run.label, one.who, one.duties] for one in proof.combined]
    return Table("Rangkap tugas", "Rangkap tugas", columns, rows, "Tidak ada rangkap tugas.")


def _style_sheet(name: str) -> str:
    place = finders.find(f"documents/{name}.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured(f"static/documents/{name}.css is not there.")
    return Path(place).read_text(encoding="utf-8")
