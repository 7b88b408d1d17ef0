"""Reading SOPs from files: text, Word, PDF, Excel and JSON give the same document through one row logic."""

import codecs
from pathlib import PurePosixPath

from kinerja.lib.files import MAX_BYTES, MEBIBYTE, FileKind, FileRefused, sniff
from sop.readers.excel import read_excel
from sop.readers.pdf import read_pdf
from sop.readers.reading import Reading, Unreadable
from sop.readers.structured import read_json
from sop.readers.text import read_text
from sop.readers.word import read_word

__all__ = ["Reading", "Unreadable", "read_file"]

_TEXTS = {".txt": read_text, ".json": read_json}
_BINARY = {FileKind.DOCX: read_word, FileKind.PDF: read_pdf, FileKind.XLSX: read_excel}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_file(name: str, content: bytes) -> list[Reading]:
    """Every SOP in a file, by what the file is. Unreadable says in one sentence why there is none."""
    extension = PurePosixPath(name).suffix.lower()
    if extension in _TEXTS:
        return _TEXTS[extension](_decoded(content))
    if extension in {".jpg", ".jpeg", ".png"}:
        raise Unreadable("Gambar tidak dapat dibaca sebagai SOP. Unggah berkas teks, Word, PDF, atau Excel.")
    try:
        kind = sniff(name, content)
    except FileRefused as error:
        known = any(extension == f".{kind.value}" for kind in FileKind)
        raise Unreadable(str(error) if known else _refusal(error)) from error
    return _BINARY[kind](content)


def _refusal(error: FileRefused) -> str:
    """The advice for an old or active office file; for anything else what is taken here."""
    advice = str(error)
    taken = "Jenis berkas ini tidak dapat dibaca. Unggah SOP sebagai TXT, DOCX, PDF, XLSX, atau JSON."
    return advice if advice.startswith(("Berkas Excel", "Format", "Berkas Word", "Nama")) else taken


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else the code page of Windows."""
    if not content.strip():
        raise Unreadable("Berkas kosong. Pilih berkas yang berisi.")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB. Kecilkan lalu unggah kembali.")
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if b"\0" in content:
            raise Unreadable(
                "Berkas ini bukan teks. Simpan sebagai teks UTF-8, DOCX, PDF, atau XLSX."
            ) from None
        return content.decode("cp1252", errors="replace")
