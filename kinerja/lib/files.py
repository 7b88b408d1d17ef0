"""Files from outside: what they really are, whether they are safe to keep, and names for handing them out.

A file is taken when its extension, its first bytes and its inner structure agree on one of five kinds. Office
files are zip archives: their directory is judged before anything in them is opened, and then unpacked once
in small pieces, because a directory can lie (a file of 1.7 MiB that unpacks to 77 MiB costs 10 s of work).
"""

import hashlib
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

MEBIBYTE = 1024 * 1024
MAX_BYTES = 10 * MEBIBYTE
MAX_UNPACKED = 50 * MEBIBYTE
MAX_RATIO = 100
MAX_ENTRIES = 1000
MAX_DIRECTORY = MEBIBYTE
MAX_NAME = 120

_RATIO_FLOOR = MEBIBYTE  # a small part may shrink as much as it likes
_CHUNK = 64 * 1024
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x03\x04"
_FORBIDDEN_PARTS = ("vbaproject", "externallinks/", "oleobject", "activex/", "macrosheets/")
_FORBIDDEN_TYPES = (b"macroenabled", b"vbaproject", b"externallink", b"oleobject", b"activex")
_CONTENT_TYPES = "[Content_Types].xml"


class FileRefused(ValueError):
    """The file is not taken; the text is a sentence for the person who sent it."""


class FileKind(StrEnum):
    """The kinds that are taken."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def content_type(self) -> str:
        """The media type to serve it with."""
        return {
            FileKind.PDF: "application/pdf",
            FileKind.JPG: "image/jpeg",
            FileKind.PNG: "image/png",
            FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }[self]


_EXTENSIONS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPG}
_SIGNATURES = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.XLSX: _LOCAL_MARK,
    FileKind.DOCX: _LOCAL_MARK,
}
_MAIN_PARTS = {FileKind.XLSX: "xl/workbook.xml", FileKind.DOCX: "word/document.xml"}
_ADVICE = {
    "xlsm": "Berkas Excel dengan makro tidak diterima. Simpan sebagai .xlsx tanpa makro.",
    "docm": "Berkas Word dengan makro tidak diterima. Simpan sebagai .docx tanpa makro.",
    "xls": "Format Excel lama tidak diterima. Simpan sebagai .xlsx.",
    "doc": "Format Word lama tidak diterima. Simpan sebagai .docx.",
    "heic": "Foto HEIC tidak diterima. Simpan sebagai JPG.",
}


def sniff(name: str, content: bytes | BinaryIO) -> FileKind:
    """What the file is, by extension, first bytes and structure; FileRefused says why it is not taken.

    A stream must be seekable and is left at its beginning.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        return _verdict(name, stream)
    finally:
        stream.seek(0)


def _verdict(name: str, stream: BinaryIO) -> FileKind:
    """All checks, the cheap ones first."""
    kind = _kind_by_name(name)
    size = stream.seek(0, io.SEEK_END)
    if size == 0:
        raise FileRefused("Berkas kosong (0 byte). Pilih berkas yang berisi.")
    if size > MAX_BYTES:
        raise FileRefused(
            f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB. Kecilkan lalu unggah kembali."
        )
    stream.seek(0)
    head = stream.read(32)
    if not head.startswith(_SIGNATURES[kind]) or (kind is FileKind.PNG and head[12:16] != b"IHDR"):
        raise FileRefused(f"Isi berkas bukan {kind.value.upper()} walaupun namanya demikian.")
    if kind in _MAIN_PARTS:
        _check_package(stream, size, kind)
    elif zipfile.is_zipfile(stream):
        raise FileRefused("Berkas memuat arsip tersembunyi. Simpan ulang dari aplikasi aslinya.")
    elif kind is FileKind.PDF:
        _check_pdf_end(stream, size)
    return kind


def _kind_by_name(name: str) -> FileKind:
    """The kind that the extension promises."""
    if any(unicodedata.category(character) in {"Cc", "Cf"} for character in name):
        raise FileRefused("Nama berkas memuat tanda tersembunyi. Ganti namanya lalu unggah kembali.")
    extension = PurePosixPath(name).suffix.removeprefix(".").lower()
    if extension in _EXTENSIONS:
        return _EXTENSIONS[extension]
    taken = "Unggah berkas PDF, JPG, PNG, XLSX, atau DOCX."
    raise FileRefused(_ADVICE.get(extension, f"Jenis berkas ini tidak diterima. {taken}"))


def _check_pdf_end(stream: BinaryIO, size: int) -> None:
    """A PDF that was cut off, or that carries something else behind its end, has no end mark there."""
    stream.seek(max(0, size - 1024))
    if b"%%EOF" not in stream.read():
        raise FileRefused("Berkas PDF tidak lengkap. Simpan atau pindai ulang.")


def _check_package(stream: BinaryIO, size: int, kind: FileKind) -> None:
    """Judge an office file from its zip directory, then unpack it once in small pieces."""
    damaged = FileRefused(
        f"Berkas {kind.value.upper()} rusak dan tidak dapat dibuka. Simpan ulang lalu unggah."
    )
    _check_directory_size(stream, size, damaged)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeError, OSError, struct.error) as error:
        raise damaged from error
    _check_sizes(entries, size)
    _check_parts(entries, kind, damaged)
    for entry in entries:
        unpacked = _unpack(stream, entry, damaged)
        if entry.filename == _CONTENT_TYPES and any(word in unpacked.lower() for word in _FORBIDDEN_TYPES):
            raise FileRefused(_active_content())


def _check_directory_size(stream: BinaryIO, size: int, damaged: FileRefused) -> None:
    """Refuse a directory that is too long to be read at all."""
    tail_length = min(size, _END_RECORD.size + 65535)
    stream.seek(size - tail_length)
    tail = stream.read(tail_length)
    position = tail.rfind(_END_MARK)
    if position < 0 or len(tail) - position < _END_RECORD.size:
        raise damaged
    _, _, _, _, count, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, position)
    if count > MAX_ENTRIES or directory_bytes > MAX_DIRECTORY:
        raise FileRefused(_too_large())


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Number, sizes and places of the entries as the directory states them."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or _is_too_dense(unpacked, packed):
        raise FileRefused(_too_large())
    if any(_is_too_dense(entry.file_size, entry.compress_size) for entry in entries):
        raise FileRefused(_too_large())
    if packed > size:  # entries that share the same bytes
        raise FileRefused(_too_large())


def _is_too_dense(unpacked: int, packed: int) -> bool:
    """Whether something large shrinks more than office files do."""
    return unpacked > _RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1)


def _check_parts(entries: list[zipfile.ZipInfo], kind: FileKind, damaged: FileRefused) -> None:
    """The right parts are there, once each, and none that could act."""
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not {_CONTENT_TYPES, _MAIN_PARTS[kind]} <= set(names):
        raise damaged
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("Berkas terkunci dengan kata sandi. Buka kuncinya lalu unggah kembali.")
    for name in names:
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise damaged
        if any(part in name.lower() for part in _FORBIDDEN_PARTS):
            raise FileRefused(_active_content())


def _unpack(stream: BinaryIO, entry: zipfile.ZipInfo, damaged: FileRefused) -> bytes:
    """Unpack one entry without trusting its size; only the list of content types is kept and given back."""
    if entry.header_offset < 0:  # a directory that lies about where it begins
        raise damaged
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL_MARK):
        raise damaged
    fields = _LOCAL_HEADER.unpack(header)
    stream.seek(fields[9] + fields[10], io.SEEK_CUR)
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.compress_size != entry.file_size:
            raise damaged
        return stream.read(entry.file_size) if entry.filename == _CONTENT_TYPES else b""
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged
    try:
        return _inflate(stream, entry)
    except zlib.error as error:
        raise damaged from error


def _inflate(stream: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    """Inflate one entry piece by piece and refuse it as soon as it grows past the size that it states."""
    unzip = zlib.decompressobj(-zlib.MAX_WBITS)
    left, grown, kept = entry.compress_size, 0, bytearray()
    waiting = b""
    while not unzip.eof and (left or waiting):
        if not waiting:
            waiting = stream.read(min(_CHUNK, left))
            left -= len(waiting)
            if not waiting:
                break
        piece = unzip.decompress(waiting, _CHUNK)
        waiting = unzip.unconsumed_tail
        grown += len(piece)
        if grown > entry.file_size:
            raise FileRefused(_too_large())
        if entry.filename == _CONTENT_TYPES:
            kept += piece
    return bytes(kept)


def _too_large() -> str:
    """The sentence for archives that unpack to more than they show."""
    return (
        f"Isi berkas setelah dibuka terlalu besar (paling banyak {MAX_UNPACKED // MEBIBYTE} MB, "
        f"{MAX_ENTRIES} bagian). Simpan ulang dengan isi yang diperlukan saja."
    )


def _active_content() -> str:
    """The sentence for macros, embedded programs and links to other files."""
    return "Berkas memuat makro, objek sisipan, atau tautan ke berkas lain. Simpan tanpa bagian itu."


def safe_name(name: str) -> str:
    """A name for download headers: no folders, control or direction marks, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    visible = "".join(
        "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else character
        for character in unicodedata.normalize("NFC", last)
    )
    plain = re.sub(r'[<>:"|?*;%]', "_", visible)
    trimmed = " ".join(plain.split()).strip(". ")
    stem, dot, extension = trimmed.rpartition(".")
    if not dot or len(extension) > 10:
        return trimmed[:MAX_NAME].strip(". ") or "berkas"
    return f"{stem[: MAX_NAME - len(extension) - 1].strip('. ') or 'berkas'}.{extension}"


def sha256_of(content: bytes) -> str:
    """The checksum as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
