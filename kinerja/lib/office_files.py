"""Office files (XLSX, DOCX) are zip archives that may hide much: judged here before anything opens them.

The directory is judged first, then every part is unpacked once in small pieces, because a directory can lie
(a file of 1.7 MiB that unpacks to 77 MiB costs 10 s of work). A workbook inside of a document (the figures of
a chart) is judged like the file itself; nothing may lie deeper, and no program may lie anywhere.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from defusedxml import DefusedXmlException, ElementTree

from kinerja.lib.file_limits import MAX_UNPACKED, MEBIBYTE, FileRefused

MAX_RATIO = 100
MAX_ENTRIES = 1000
MAX_DIRECTORY = MEBIBYTE

_RATIO_FLOOR = MEBIBYTE  # a small part may shrink as much as it likes
_CHUNK = 64 * 1024
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END_MARK, LOCAL_MARK = b"PK\x05\x06", b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (OLE_MARK, b"MZ", b"\x7fELF")
_FORBIDDEN_PARTS = ("vbaproject", "externallinks/", "oleobject", "activex/", "macrosheets/")
_FORBIDDEN_TYPES = (b"macroenabled", b"vbaproject", b"externallink", b"oleobject", b"activex")
_CONTENT_TYPES = "[Content_Types].xml"
_HEAD = 8  # enough of a part to know it by its first bytes
_ELSEWHERE = re.compile(
    r"(?:https?|ftp):|(?:file:)?/*\\\\|(?:file:)?//[^/]", re.IGNORECASE
)  # not this computer

LOCKED = "Berkas terkunci dengan kata sandi. Buka kuncinya lalu unggah kembali."
_ACTIVE = "Berkas memuat makro, objek sisipan, atau tautan ke berkas lain. Simpan tanpa bagian itu."


@dataclass
class _Package:
    """One archive under judgement, and how much may still be unpacked of it and of what lies in it."""

    stream: BinaryIO
    size: int
    damaged: FileRefused
    left: int = MAX_UNPACKED
    is_inner: bool = False


def check_package(stream: BinaryIO, size: int, *, extension: str, main_part: str) -> None:
    """Refuse an office file that is damaged, locked, too large unpacked, active, or made of other parts."""
    name = extension.upper()
    damaged = FileRefused(f"Berkas {name} rusak dan tidak dapat dibuka. Simpan ulang lalu unggah.")
    _judge(_Package(stream, size, damaged), main_part)


def _judge(package: _Package, main_part: str = "") -> None:
    entries = _entries(package)
    _check_sizes(entries, package)
    _check_parts(entries, {_CONTENT_TYPES, main_part} if main_part else set(), package.damaged)
    package.left -= sum(entry.file_size for entry in entries)
    for entry in entries:
        _check_content(entry, _unpack(package.stream, entry, package.damaged), package)


def _entries(package: _Package) -> list[zipfile.ZipInfo]:
    """What the directory names."""
    _check_directory_size(package)
    package.stream.seek(0)
    try:
        with zipfile.ZipFile(package.stream) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeError, OSError, struct.error) as error:
        raise package.damaged from error


def _check_directory_size(package: _Package) -> None:
    """Refuse a directory that is too long to be read at all."""
    tail_length = min(package.size, _END_RECORD.size + 65535)
    package.stream.seek(package.size - tail_length)
    tail = package.stream.read(tail_length)
    position = tail.rfind(_END_MARK)
    if position < 0 or len(tail) - position < _END_RECORD.size:
        raise package.damaged
    _, _, _, _, count, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, position)
    if count > MAX_ENTRIES or directory_bytes > MAX_DIRECTORY:
        raise FileRefused(_too_large())


def _check_sizes(entries: list[zipfile.ZipInfo], package: _Package) -> None:
    """Number, sizes and places of the entries as the directory states them."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > package.left or _is_too_dense(unpacked, packed):
        raise FileRefused(_too_large())
    if any(_is_too_dense(entry.file_size, entry.compress_size) for entry in entries):
        raise FileRefused(_too_large())
    if packed > package.size:  # entries that share the same bytes
        raise FileRefused(_too_large())


def _is_too_dense(unpacked: int, packed: int) -> bool:
    """Whether something large shrinks more than office files do."""
    return unpacked > _RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1)


def _check_parts(entries: list[zipfile.ZipInfo], needed: set[str], damaged: FileRefused) -> None:
    """The right parts are there, once each, and none that could act."""
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names) or not needed <= set(names):
        raise damaged
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(LOCKED)
    for name in names:
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise damaged
        if any(part in name.lower() for part in _FORBIDDEN_PARTS):
            raise FileRefused(_ACTIVE)


def _check_content(entry: zipfile.ZipInfo, content: bytes, package: _Package) -> None:
    """Judge an unpacked part by what it is, not by its name."""
    if content.startswith(_PROGRAMS):
        raise FileRefused(_ACTIVE)
    if content.startswith(LOCAL_MARK):
        if package.is_inner:
            raise FileRefused(_ACTIVE)
        inner = _Package(io.BytesIO(content), len(content), package.damaged, package.left, is_inner=True)
        _judge(inner)
        package.left = inner.left
    elif entry.filename.lower() == _CONTENT_TYPES.lower():
        plain = content.replace(b"\0", b"").lower()
        if any(word in plain for word in _FORBIDDEN_TYPES):
            raise FileRefused(_ACTIVE)
    elif entry.filename.lower().endswith(".rels"):
        _check_relations(content, package.damaged)


def _check_relations(content: bytes, damaged: FileRefused) -> None:
    """A link that a reader clicks is welcome; a part that is fetched from elsewhere on opening is not."""
    try:
        relations = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise damaged from error
    for relation in relations:
        is_outside = relation.get("TargetMode", "").lower() == "external"
        is_clicked = relation.get("Type", "").lower().endswith("/hyperlink")
        if is_outside and not is_clicked and _ELSEWHERE.match(relation.get("Target", "").strip()):
            raise FileRefused(_ACTIVE)


def _unpack(stream: BinaryIO, entry: zipfile.ZipInfo, damaged: FileRefused) -> bytes:
    """Unpack one entry without trusting its size; of what is not judged only the first bytes are kept."""
    if entry.header_offset < 0:  # a directory that lies about where it begins
        raise damaged
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(LOCAL_MARK):
        raise damaged
    fields = _LOCAL_HEADER.unpack(header)
    stream.seek(fields[9] + fields[10], io.SEEK_CUR)
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.compress_size != entry.file_size:
            raise damaged
        content = stream.read(entry.file_size)
        return content if _is_kept(entry, content) else content[:_HEAD]
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
        if len(kept) < _HEAD or _is_kept(entry, kept):
            kept += piece
    return bytes(kept)


def _is_kept(entry: zipfile.ZipInfo, head: bytes | bytearray) -> bool:
    """Whether the whole part is judged, or only its first bytes."""
    name = entry.filename.lower()
    return name == _CONTENT_TYPES.lower() or name.endswith(".rels") or head.startswith(LOCAL_MARK)


def _too_large() -> str:
    """The sentence for archives that unpack to more than they show."""
    return (
        f"Isi berkas setelah dibuka terlalu besar (paling banyak {MAX_UNPACKED // MEBIBYTE} MB, "
        f"{MAX_ENTRIES} bagian). Simpan ulang dengan isi yang diperlukan saja."
    )
