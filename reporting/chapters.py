"""The chapters of an LKjIP and the sections that people write, in the order of PermenPANRB 53/2014.

Tables and figures of a chapter come from the data; what stands here is the text around them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Chapter(StrEnum):
    """The parts of the document, in order."""

    FRONT = "front"
    INTRODUCTION = "introduction"
    PLANNING = "planning"
    ACCOUNTABILITY = "accountability"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        """As it stands over the chapter."""
        return _LABELS[self]


_LABELS = {
    Chapter.FRONT: "Bagian depan",
    Chapter.INTRODUCTION: "BAB I Pendahuluan",
    Chapter.PLANNING: "BAB II Perencanaan Kinerja",
    Chapter.ACCOUNTABILITY: "BAB III Akuntabilitas Kinerja",
    Chapter.CLOSING: "BAB IV Penutup",
}


@dataclass(frozen=True)
class Section:
    """A text that the office writes: once, or once for each sasaran.

    A required one is missing while it is empty; for a proposed one the application offers sentences made
    from the figures, which count only once somebody has kept them.
    """

    key: str
    chapter: Chapter
    heading: str
    guidance: str
    per_objective: bool = False
    is_required: bool = True
    is_proposed: bool = False


SECTIONS = (
    Section(
        "kata-pengantar", Chapter.FRONT, "Kata Pengantar",
        "Ucapan pembuka kepala perangkat daerah: maksud laporan, dasar penyusunan, dan harapan. "
        "Nama dan tanda tangan kepala dicetak di bawahnya.",
    ),
    Section(
        "ikhtisar", Chapter.FRONT, "Ikhtisar Eksekutif",
        "Satu sampai dua halaman: tujuan dan sasaran, sejauh mana tercapai, kendala pokok, dan langkah "
        "mengatasinya. Usulan di bawah dibuat dari angka; sunting sebelum disimpan.",
        is_proposed=True,
    ),
    Section(
        "latar-belakang", Chapter.INTRODUCTION, "Latar Belakang",
        "Mengapa laporan disusun dan peraturan yang menjadi dasarnya.",
    ),
    Section(
        "gambaran-umum", Chapter.INTRODUCTION, "Gambaran Umum Organisasi",
        "Kedudukan, tugas, fungsi, susunan organisasi, dan sumber daya. "
        "Daftar unit kerja dicetak di bawahnya.",
    ),
    Section(
        "isu-strategis", Chapter.INTRODUCTION, "Aspek Strategis dan Isu Utama",
        "Aspek strategis organisasi dan permasalahan utama yang sedang dihadapi.",
    ),
    Section(
        "sistematika", Chapter.INTRODUCTION, "Sistematika Penyajian",
        "Isi setiap bab dalam satu atau dua kalimat.",
        is_proposed=True,
    ),
    Section(
        "renstra", Chapter.PLANNING, "Rencana Strategis",
        "Ringkasan Renstra: visi dan misi kepala daerah yang didukung, tujuan, sasaran, dan strategi. "
        "Tabel tujuan, sasaran, dan target jangka menengah dicetak di bawahnya.",
    ),
    Section(
        "iku", Chapter.PLANNING, "Indikator Kinerja Utama",
        "Keputusan penetapan IKU dan alasan pemilihannya. Tabel indikator dicetak di bawahnya.",
        is_required=False,
    ),
    Section(
        "perjanjian", Chapter.PLANNING, "Perjanjian Kinerja",
        "Kapan Perjanjian Kinerja ditandatangani dan bila diubah, mengapa. Tabelnya dicetak di bawahnya.",
        is_required=False,
    ),
    Section(
        "penyebab", Chapter.ACCOUNTABILITY, "Penyebab keberhasilan atau kegagalan dan solusi",
        "Mengapa target tercapai atau tidak, dan alternatif solusi yang telah dilakukan. Kutipan kendala, "
        "faktor pendukung, dan tindak lanjut dari isian bulanan dicetak di bawahnya.",
        per_objective=True,
    ),
    Section(
        "penunjang", Chapter.ACCOUNTABILITY, "Program dan kegiatan penunjang",
        "Program dan kegiatan mana yang menunjang keberhasilan atau menyebabkan kegagalan, dan bagaimana.",
        per_objective=True, is_required=False,
    ),
    Section(
        "anggaran", Chapter.ACCOUNTABILITY, "Realisasi Anggaran",
        "Penjelasan atas serapan anggaran yang menonjol. Tabel realisasi dicetak di bawahnya.",
        is_required=False,
    ),
    Section(
        "kesimpulan", Chapter.CLOSING, "Kesimpulan",
        "Tinjauan umum keberhasilan dan kegagalan. Usulan di bawah dibuat dari angka; sunting sebelum "
        "disimpan.",
        is_proposed=True,
    ),
    Section(
        "perbaikan", Chapter.CLOSING, "Langkah Perbaikan",
        "Langkah yang akan dilakukan tahun atau semester berikutnya untuk memperbaiki kinerja.",
    ),
)  # fmt: skip
_BY_KEY = {section.key: section for section in SECTIONS}


@dataclass(frozen=True)
class Place:
    """One text of one report: a section, and the code of its sasaran where it is written for each."""

    section: Section
    code: str = ""

    @property
    def key(self) -> str:
        """How the text is kept: “ikhtisar”, “penyebab:S1”."""
        return f"{self.section.key}:{self.code}" if self.code else self.section.key


def place_of(key: str, code: str = "") -> Place:
    """The place of a section's key; KeyError for one that no chapter has."""
    section = _BY_KEY[key]
    if section.per_objective is not bool(code):
        raise KeyError(key)
    return Place(section, code)


def places(codes: Iterable[str]) -> list[Place]:
    """Every text of a report whose sasaran have these codes, in printed order."""
    listed = list(codes)
    return [
        Place(section, code) for section in SECTIONS for code in (listed if section.per_objective else [""])
    ]
