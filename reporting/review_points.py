"""The checklist of the review of an LKjIP by the inspectorate, in the three groups of PermenPANRB 53/2014."""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a point is about."""

    FORM = "form"
    MECHANISM = "mechanism"
    SUBSTANCE = "substance"

    @property
    def label(self) -> str:
        """With its Roman number, as printed."""
        return {
            Group.FORM: "I. Format",
            Group.MECHANISM: "II. Mekanisme penyusunan",
            Group.SUBSTANCE: "III. Substansi",
        }[self]


@dataclass(frozen=True)
class Point:
    """One statement; a conditional one may be answered with “tidak berlaku”."""

    group: Group
    number: int
    words: str
    is_conditional: bool = False

    @property
    def key(self) -> str:
        """How its answer is kept: “substance-3”."""
        return f"{self.group.value}-{self.number}"


_FORM = (
    "Laporan Kinerja telah menampilkan data penting instansi.",
    "Laporan Kinerja telah menyajikan informasi target kinerja.",
    "Laporan Kinerja telah menyajikan capaian kinerja yang memadai.",
    "Laporan Kinerja telah dilengkapi lampiran yang mendukung informasi pada badan laporan.",
    "Laporan Kinerja telah menyajikan upaya perbaikan ke depan.",
    "Laporan Kinerja telah menyajikan akuntabilitas keuangan.",
)
_MECHANISM = (
    "Laporan Kinerja disusun oleh unit kerja yang memiliki tugas dan fungsi untuk itu.",
    "Informasi yang disampaikan dalam Laporan Kinerja telah didukung dengan data yang memadai.",
    "Telah terdapat mekanisme penyampaian data dan informasi dari unit kerja ke unit penyusun.",
    "Telah ditetapkan penanggung jawab pengumpulan data dan informasi di setiap unit kerja.",
    "Data dan informasi kinerja yang disampaikan telah diyakini keandalannya.",
    "Analisis dan penjelasan dalam Laporan Kinerja telah diketahui oleh unit kerja terkait.",
    "Laporan Kinerja merupakan gabungan partisipasi dari unit kerja di bawahnya.",
)
_SUBSTANCE = (
    "Tujuan dan sasaran dalam Laporan Kinerja telah sesuai dengan Perjanjian Kinerja.",
    "Tujuan dan sasaran dalam Laporan Kinerja telah selaras dengan Rencana Strategis.",
    "Bila butir 1 dan 2 tidak terpenuhi, terdapat penjelasan yang memadai.",
    "Tujuan dan sasaran dalam Laporan Kinerja telah sesuai dengan Indikator Kinerja.",
    "Tujuan dan sasaran dalam Laporan Kinerja telah sesuai dengan Indikator Kinerja Utama.",
    "Bila butir 4 dan 5 tidak terpenuhi, terdapat penjelasan yang memadai.",
    "Telah terdapat perbandingan data kinerja dengan tahun lalu, standar nasional, dan sebagainya.",
    "Indikator Kinerja Utama dan Indikator Kinerja telah cukup mengukur tujuan dan sasaran.",
    "Bila butir 8 tidak terpenuhi, terdapat penjelasan yang memadai.",
    "Indikator Kinerja Utama dan Indikator Kinerja telah SMART.",
)
_CONDITIONAL = {3, 6, 9}

POINTS = (
    *(Point(Group.FORM, number, words) for number, words in enumerate(_FORM, start=1)),
    *(Point(Group.MECHANISM, number, words) for number, words in enumerate(_MECHANISM, start=1)),
    *(
        Point(Group.SUBSTANCE, number, words, is_conditional=number in _CONDITIONAL)
        for number, words in enumerate(_SUBSTANCE, start=1)
    ),
)
