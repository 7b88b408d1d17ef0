"""Pictures and PDF: whole, of a size that can be shown, and without anything that acts when it is opened."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kinerja.lib.file_limits import MAX_PIXELS, MAX_UNPACKED, FileRefused

_PNG_START = 8
_MOST_PARTS = 20_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers that state width and height
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def _spelt(*names: str) -> bytes:
    """A pattern for names of a PDF, in which every letter may also be written as #6C."""
    letters = (b"".join(b"(?:%c|#(?i:%02x))" % (code, code) for code in name.encode()) for name in names)
    return b"/(?:" + b"|".join(letters) + b")(?![A-Za-z0-9])"


_ACTING = re.compile(_spelt("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia"))
_LOCK = re.compile(_spelt("Encrypt") + rb"\s{0,20}(?:\d{1,10}\s{1,20}\d{1,10}\s{1,20}R|<<)")
_OBJECTS, _BEGIN, _END = b"/ObjStm", b"stream", b"endstream"


def check_png(stream: BinaryIO, size: int) -> None:
    """Walk from part to part up to the end mark."""
    position = _PNG_START
    for _ in range(_MOST_PARTS):
        stream.seek(position)
        head = stream.read(16)
        if len(head) < 8:
            break
        length, name = struct.unpack(">L4s", head[:8])
        if position == _PNG_START:
            _check_pixels(*struct.unpack(">2L", head[8:16].ljust(8, b"\0")))
        position += 12 + length
        if name == b"IEND" and position <= size:
            return
    raise FileRefused(_cut_off("PNG"))


def check_jpg(content: bytes) -> None:
    """Walk from marker to marker up to the frame, then look for the end mark."""
    position = 2
    for _ in range(_MOST_PARTS):
        if position + 9 > len(content) or content[position] != 0xFF:
            break
        marker = content[position + 1]
        if marker == 0xFF or marker in _BARE:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">2H", content, position + 5)
            _check_pixels(width, height)
            if b"\xff\xd9" in content[position:]:
                return
            break
        if marker in {0xD9, 0xDA}:  # the end, or the picture itself, before its size
            break
        position += 2 + struct.unpack_from(">H", content, position + 2)[0]
    raise FileRefused(_cut_off("JPG"))


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise FileRefused("Gambar ini tidak berukuran. Simpan ulang lalu unggah.")
    if width * height > MAX_PIXELS:
        most = MAX_PIXELS // 1_000_000
        raise FileRefused(
            f"Gambar terlalu besar (lebih dari {most} megapiksel). Kecilkan lalu unggah kembali."
        )


def _cut_off(kind: str) -> str:
    return f"Gambar {kind} tidak lengkap atau rusak. Simpan atau ambil ulang gambarnya."


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut off, locked, or that runs or carries something.

    A reader would run scripts and start what is attached. Names are looked for in the file and in its packed
    objects; a PDF that hides them on purpose can pass, which is one reason why files are only handed out as
    downloads.
    """
    if b"%%EOF" not in content[-1024:]:
        raise FileRefused("Berkas PDF tidak lengkap. Simpan atau pindai ulang.")
    if _LOCK.search(content):
        raise FileRefused("PDF terkunci. Cetak ulang ke PDF tanpa kata sandi lalu unggah kembali.")
    _check_names(content)
    left = MAX_UNPACKED
    for packed in _packed_objects(content):
        unpacked = _inflated(packed, left)
        left -= len(unpacked)
        _check_names(unpacked)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The streams that hold further objects."""
    position = content.find(_OBJECTS)
    while position >= 0:
        begin = content.find(_BEGIN, position, position + 1000)
        end = content.find(_END, begin) if begin >= 0 else -1
        if end < 0:
            return
        yield content[begin + len(_BEGIN) : end].lstrip(b"\r\n")
        position = content.find(_OBJECTS, end)


def _check_names(content: bytes) -> None:
    if _ACTING.search(content):
        raise FileRefused(
            "PDF memuat skrip, program, atau berkas sisipan. Cetak ulang ke PDF lalu unggah hasilnya."
        )


def _inflated(packed: bytes, most: int) -> bytes:
    unzip = zlib.decompressobj()
    try:
        unpacked = unzip.decompress(packed, most + 1)
    except zlib.error as error:
        raise FileRefused(
            "Isi PDF tidak dapat diperiksa. Cetak ulang ke PDF lalu unggah hasilnya."
        ) from error
    if len(unpacked) > most:
        raise FileRefused("Isi PDF setelah dibuka terlalu besar. Cetak ulang ke PDF lalu unggah hasilnya.")
    return unpacked
