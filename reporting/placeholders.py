"""Words in braces that a text may hold: an allow-list with its meaning, filled in once and never run.

Whatever else stands in a text (other braces, tags, marks of other languages) is text and prints as it stands.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_ALLOWED = re.compile(r"\{([a-z_]+)(?::([1-9]))?\}")
_LOOKS_LIKE = re.compile(r"\{\s*([A-Za-z][A-Za-z_ ]*?)\s*(?::\s*[0-9]*\s*)?\}")


@dataclass(frozen=True)
class Placeholder:
    """One word of the allow-list, what it becomes, and an example; a late one is known only at the issue."""

    name: str
    meaning: str
    example: str
    is_late: bool = False

    @property
    def written(self) -> str:
        return f"{{{self.name}}}"


LETTER = (
    Placeholder("nomor", "nomor surat", "000.8.6.3/12/BPKAD/II/2026", is_late=True),
    Placeholder("tanggal", "tanggal surat", "9 Februari 2026", is_late=True),
    Placeholder("hari_tanggal", "hari dan tanggal surat", "Senin, 9 Februari 2026", is_late=True),
    Placeholder("penanda_tangan", "nama penanda tangan", "Hadi Rekaan, M.Si.", is_late=True),
    Placeholder("jabatan", "jabatan penanda tangan", "Kepala Badan", is_late=True),
    Placeholder("periode", "periode laporan", "Januari 2026"),
    Placeholder("tahun", "tahun laporan", "2026"),
    Placeholder("laporan", "nama laporan", "Laporan Capaian Kinerja"),
    Placeholder("nomor_laporan", "nomor laporan", "000.8.6.3/1/BPKAD/II/2026", is_late=True),
    Placeholder("perangkat_daerah", "nama perangkat daerah", "Badan Pengelola Keuangan dan Aset Daerah"),
    Placeholder("singkatan", "singkatannya", "BPKAD"),
    Placeholder("pemerintah", "pemerintah daerah", "Pemerintah Kota Magelang"),
    Placeholder("tempat", "tempat surat dibuat", "Magelang"),
    Placeholder("tujuan", "kepada siapa surat ditujukan", "Kepala Bagian Organisasi"),
    Placeholder("terlambat", "yang belum menyampaikan sampai tenggat", "PPTK Aset; PPTK Anggaran"),
)
NUMBER = (
    Placeholder("klasifikasi", "kode klasifikasi arsip", "000.8.6.3"),
    Placeholder("urut", "nomor urut; {urut:3} menulis 007", "7"),
    Placeholder("unit", "kode unit, atau singkatan perangkat daerah", "BPKAD"),
    Placeholder("bulan", "bulan dengan dua angka", "02"),
    Placeholder("bulan_romawi", "bulan dengan angka Romawi", "II"),
    Placeholder("tahun", "tahun", "2026"),
)


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with known words filled in, in one pass: what a value brings along is never filled again."""

    def word(found: re.Match[str]) -> str:
        name, width = found[1], found[2]
        if name not in values:
            return found[0]
        value = values[name]
        return f"{value:0{width}d}" if width and isinstance(value, int) else str(value)

    return _ALLOWED.sub(word, text)


def names_in(text: str) -> list[str]:
    """The words in braces, in their order."""
    return [found[1] for found in _ALLOWED.finditer(text)]


def unknown(text: str, allowed: Sequence[Placeholder]) -> list[str]:
    """What looks like a placeholder and is none, as it was written."""
    names = {one.name for one in allowed}
    found = []
    for looks in _LOOKS_LIKE.finditer(text):
        exact = _ALLOWED.fullmatch(looks[0])
        if exact is None or exact[1] not in names:
            found.append(looks[0])
    return list(dict.fromkeys(found))


def refusal(wrong: Iterable[str], allowed: Sequence[Placeholder]) -> str:
    """One sentence for what is refused, naming what is allowed."""
    named = ", ".join(one.written for one in allowed)
    return f"{', '.join(wrong)} tidak dikenal. Yang boleh dipakai: {named}."
