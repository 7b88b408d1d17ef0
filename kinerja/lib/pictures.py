"""Pictures from outside, drawn anew: what is printed is ours, whatever else the file carried."""

import base64
import io

from PIL import Image

from kinerja.lib.file_limits import MEBIBYTE, FileRefused
from kinerja.lib.files import FileKind, sniff

MOST_BYTES = 2 * MEBIBYTE
SMALLEST, LARGEST, PRINTED = 64, 6000, 600  # pixels along an edge
_UNREADABLE = "Gambar tidak dapat dibaca. Simpan ulang sebagai PNG atau JPG, lalu unggah."
_TAKEN = {FileKind.PNG: "PNG", FileKind.JPG: "JPEG"}


def drawn_anew(name: str, content: bytes) -> bytes:
    """A PNG or JPG as a PNG of ours, at most 600 pixels wide or high; FileRefused says why it is none."""
    if len(content) > MOST_BYTES:
        raise FileRefused(
            f"Gambar lebih besar dari {MOST_BYTES // MEBIBYTE} MB. Kecilkan lalu unggah kembali."
        )
    kind = sniff(name, content)
    if kind not in _TAKEN:
        raise FileRefused("Logo berupa gambar PNG atau JPG.")
    try:
        with Image.open(io.BytesIO(content), formats=[_TAKEN[kind]]) as picture:
            _check_edges(picture.size)
            picture.load()
            plain = picture.convert("RGBA" if _is_clear(picture) else "RGB")
    except FileRefused:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise FileRefused(_UNREADABLE) from problem
    plain.thumbnail((PRINTED, PRINTED))
    stream = io.BytesIO()
    Image.frombytes(plain.mode, plain.size, plain.tobytes()).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _check_edges(size: tuple[int, int]) -> None:
    if min(size) < SMALLEST:
        raise FileRefused(
            f"Gambar terlalu kecil: sedikitnya {SMALLEST} × {SMALLEST} piksel agar tercetak jelas."
        )
    if max(size) > LARGEST:
        raise FileRefused(f"Gambar terlalu besar: paling banyak {LARGEST} × {LARGEST} piksel.")


def _is_clear(picture: Image.Image) -> bool:
    """Whether something behind the picture is meant to be seen."""
    return "A" in picture.mode or "transparency" in picture.info


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture of ours."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        return picture.size


def in_page(png: bytes) -> str:
    """The picture as an address that holds it, so that nothing has to be fetched."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
