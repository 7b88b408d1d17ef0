"""Files are what they say or are refused with a sentence; names and checksums are safe to hand out."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Mapping

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name, sha256_of, sniff

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(format_: str, width: int = 3, height: int = 2) -> bytes:
    """A real picture."""
    stream = io.BytesIO()
    Image.new("L", (width, height)).save(stream, format_)
    return stream.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int) -> bytes:
    """A PNG that states a size and holds nothing."""
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def pdf_with(*, script: str = "", attached: bytes = b"", password: str = "") -> bytes:
    """A real page, with what a page may carry."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript(script))
    if attached:
        writer.add_attachment("lampiran.exe", attached)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def packed_pdf(objects: bytes) -> bytes:
    """A PDF that keeps some objects compressed."""
    body = zlib.compress(objects)
    head = b"%%PDF-1.7\n1 0 obj <</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>stream\r\n" % len(
        body
    )
    return head + body + b"\nendstream endobj\n%%EOF\n"


def workbook() -> bytes:
    """A real workbook with a link for readers to click."""
    book, stream = Workbook(), io.BytesIO()
    book.worksheets[0]["A1"].hyperlink = "https://drive.example.go.id/bukti"
    book.save(stream)
    return stream.getvalue()


def document() -> bytes:
    """A real letter."""
    letter, stream = Document(), io.BytesIO()
    letter.add_paragraph("Notulen")
    letter.save(stream)
    return stream.getvalue()


JPG, PNG = picture("JPEG"), picture("PNG")
XLSX_PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
DOCX_PARTS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


def package(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of named parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def xlsx(extra: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with extra parts."""
    return package(XLSX_PARTS | dict(extra or {}))


def lying(content: bytes, real: int, stated: int) -> bytes:
    """The archive with an unpacked size replaced in every header."""
    return content.replace(struct.pack("<L", real), struct.pack("<L", stated))


def locked(content: bytes) -> bytes:
    """The archive with the encryption flag set in its directory."""
    position = content.index(b"PK\x01\x02")
    return content[: position + 8] + b"\x01" + content[position + 9 :]


def relations(kind: str, target: str) -> dict[str, bytes]:
    """A part that points out of the file."""
    place = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    line = f'<Relationship Id="r1" Type="{place}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{line}</Relationships>".encode()}


def letter(extra: Mapping[str, bytes]) -> bytes:
    """A document with extra parts."""
    return package(DOCX_PARTS | dict(extra))


def repeated() -> bytes:
    """An archive whose directory names the same part twice."""
    return package(XLSX_PARTS | {"xl/workbOOk.bin": b"<x/>"}).replace(b"xl/workbOOk.bin", b"xl/workbook.xml")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SIZE = 3_333_333  # a length whose bytes occur nowhere else in the archive
BOMB = xlsx({"xl/worksheets/sheet1.xml": b"0" * (60 * 1024 * 1024)})
GROWN = xlsx({"xl/worksheets/sheet1.xml": bytes(range(256)) * 13020 + b"\x00" * (SIZE - 256 * 13020)})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("laporan.pdf", PDF, FileKind.PDF),
        ("LAPORAN.PDF", PDF, FileKind.PDF),
        ("laporan.final.v2.pdf", PDF, FileKind.PDF),
        ("foto.jpg", JPG, FileKind.JPG),
        ("foto.jpeg", JPG, FileKind.JPG),
        ("bukti.png", PNG, FileKind.PNG),
        ("isian.xlsx", xlsx(), FileKind.XLSX),
        ("isian.xlsx", xlsx({"xl/printerSettings/printerSettings1.bin": b"\x00" * 9}), FileKind.XLSX),
        ("isian.xlsx", package(XLSX_PARTS, zipfile.ZIP_STORED), FileKind.XLSX),
        (
            "isian.xlsx",
            xlsx({"xl/kecil.xml": b"0" * 200_000, "xl/acak.bin": bytes(range(256)) * 16}),
            FileKind.XLSX,
        ),
        ("surat.docx", package(DOCX_PARTS), FileKind.DOCX),
        ("surat.docx", letter({"word/embeddings/Grafik.xlsx": xlsx()}), FileKind.DOCX),
        ("foto.jpg", picture("JPEG", 800, 600) + b"SEFT" + b"\x00" * 90, FileKind.JPG),  # a phone adds things
        ("foto.png", picture("PNG", 900, 700), FileKind.PNG),
        ("surat.pdf", pdf_with(), FileKind.PDF),
        ("surat.pdf", packed_pdf(b"1 0 <</Type/Page/A<</S/URI/URI(https://contoh.go.id)>>>>"), FileKind.PDF),
        ("isian.xlsx", workbook(), FileKind.XLSX),
        ("surat.docx", document(), FileKind.DOCX),
        ("surat.docx", letter(relations("hyperlink", "https://contoh.go.id")), FileKind.DOCX),
        (
            "surat.docx",
            letter(relations("attachedTemplate", "file:///C:\\Templat\\Surat.dotx")),
            FileKind.DOCX,
        ),
    ],
)
def test_an_honest_file_is_taken(name: str, content: bytes, kind: FileKind) -> None:
    assert sniff(name, content) is kind
    assert "/" in kind.content_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("foto.jpg", b"<html><script>alert(1)</script></html>", "bukan JPG"),
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "bukan PNG"),
        ("gambar.svg", b"<svg/>", "tidak diterima"),
        ("halaman.html", b"<html></html>", "tidak diterima"),
        ("program.pdf.exe", PDF, "tidak diterima"),
        ("tanpa ekstensi", PDF, "tidak diterima"),
        ("laporan.pdf", b"MZ\x90\x00" + PDF, "bukan PDF"),
        ("laporan.pdf", b"GIF89a" + PDF, "bukan PDF"),
        ("laporan.pdf", PNG, "bukan PDF"),
        ("laporan.pdf", PDF[:20], "tidak lengkap"),
        ("laporan.pdf", PDF + b"\x00" * 5000, "tidak lengkap"),
        ("laporan.pdf", PDF + xlsx(), "arsip tersembunyi"),
        ("foto.jpg", JPG + xlsx(), "arsip tersembunyi"),
        ("foto.png", PNG + package({"a.html": b"x"}), "arsip tersembunyi"),
        ("foto.png", b"\x89PNG\r\n\x1a\n<html>" + b" " * 30, "bukan PNG"),
        ("kosong.pdf", b"", "0 byte"),
        ("besar.pdf", PDF + b"\x00" * MAX_BYTES + PDF, "lebih besar dari 10 MB"),
        ("jahat\x00.pdf", PDF, "tanda tersembunyi"),
        ("fdp.exe\u202e.pdf", PDF, "tanda tersembunyi"),
        ("makro.xlsm", xlsx(), "makro"),
        ("makro.docm", package(DOCX_PARTS), "makro"),
        ("lama.xls", b"\xd0\xcf\x11\xe0", "Simpan sebagai .xlsx"),
        ("lama.xlsx", OLE, "bukan XLSX"),
        ("isian.xlsx", package(DOCX_PARTS), "rusak"),
        ("surat.docx", xlsx(), "rusak"),
        ("arsip.xlsx", package({"a.txt": b"a"}), "rusak"),
        ("isian.xlsx", xlsx()[:-10], "rusak"),
        ("isian.xlsx", b"PK\x03\x04" + b"\x00" * 200, "rusak"),
        ("isian.xlsx", repeated(), "rusak"),
        ("isian.xlsx", locked(xlsx()), "kata sandi"),
        ("isian.xlsx", xlsx({"../../etc/passwd": b"x"}), "rusak"),
        ("isian.xlsx", xlsx({"xl/vbaProject.bin": b"x"}), "makro"),
        ("isian.xlsx", xlsx({"xl/VBAPROJECT.BIN": b"x"}), "makro"),
        (
            "isian.xlsx",
            xlsx({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled"}),
            "makro",
        ),
        ("isian.xlsx", xlsx({"xl/externalLinks/externalLink1.xml": b"x"}), "tautan"),
        ("isian.xlsx", xlsx({"xl/embeddings/oleObject1.bin": b"x"}), "objek"),
        ("surat.docx", package(DOCX_PARTS | {"word/activeX/activeX1.bin": b"x"}), "objek"),
        ("bom.xlsx", BOMB, "terlalu besar"),
        ("bom.xlsx", lying(BOMB, 60 * 1024 * 1024, 1000), "terlalu besar"),
        ("bom.xlsx", lying(GROWN, SIZE, 1000), "terlalu besar"),
        ("rapat.xlsx", xlsx({"xl/a.xml": b"0" * (2 * 1024 * 1024)}), "terlalu besar"),
        ("ramai.xlsx", xlsx({f"xl/{n}.xml": b"" for n in range(1001)}), "terlalu besar"),
        ("metode.xlsx", package(XLSX_PARTS, zipfile.ZIP_LZMA), "rusak"),
        ("foto.jpg", JPG[:60], "tidak lengkap"),
        ("foto.jpg", JPG[:-2], "tidak lengkap"),
        ("foto.jpg", b"\xff\xd8" + b"\xff" * 90_000, "tidak lengkap"),
        ("foto.png", PNG[:-12], "tidak lengkap"),
        ("foto.png", png_of(0, 5), "tidak berukuran"),
        ("foto.png", png_of(60_000, 60_000), "megapiksel"),
        ("foto.jpg", JPG.replace(b"\x00\x02\x00\x03", b"\xff\xff\xff\xff"), "megapiksel"),
        ("surat.pdf", pdf_with(script="app.alert(1)"), "skrip"),
        ("surat.pdf", PDF.replace(b"<<>> endobj", b"<</S /L#61unch /F (a.exe)>> endobj"), "program"),
        ("surat.pdf", packed_pdf(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"), "skrip"),
        ("surat.pdf", packed_pdf(b"").replace(b"\r\nx", b"\r\ny"), "tidak dapat diperiksa"),
        ("surat.pdf", packed_pdf(b" " * (51 * 1024 * 1024)), "terlalu besar"),
        ("surat.pdf", pdf_with(attached=b"MZ"), "sisipan"),
        ("surat.pdf", pdf_with(password="rahasia"), "PDF terkunci"),
        ("kunci.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        ("paparan.pptx", xlsx(), "Simpan sebagai PDF"),
        ("semua.zip", xlsx(), "satu per satu"),
        ("surat.docx", letter({"word/media/gambar.png": b"MZ\x90\x00"}), "objek"),
        ("surat.docx", letter({"word/embeddings/lama.doc": OLE}), "objek"),
        ("surat.docx", letter({"word/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})}), "makro"),
        ("surat.docx", letter({"word/embeddings/a.xlsx": xlsx({"xl/b.xlsx": xlsx()})}), "objek"),
        ("surat.docx", letter({"word/embeddings/a.xlsx": BOMB}), "terlalu besar"),
        ("surat.docx", letter({"word/embeddings/a.xlsx": b"PK\x03\x04" + b"x" * 99}), "rusak"),
        ("surat.docx", letter(relations("attachedTemplate", "https://jahat.test/a.dotm")), "tautan"),
        ("surat.docx", letter(relations("image", "file:///\\\\jahat.test\\a")), "tautan"),
        ("surat.docx", letter({"word/_rels/a.xml.rels": b"<a>"}), "rusak"),
        (
            "isian.xlsx",
            xlsx({"[Content_Types].xml": "<Types>macroEnabled</Types>".encode("utf-16")}),
            "makro",
        ),
    ],
)
def test_anything_else_is_refused_with_a_sentence(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused, match=reason) as verdict:
        sniff(name, content)
    assert str(verdict.value).endswith(".")


def test_a_bomb_is_refused_at_once() -> None:
    begun = time.perf_counter()
    with pytest.raises(FileRefused):
        sniff("bom.xlsx", lying(BOMB, 60 * 1024 * 1024, 1000))
    assert time.perf_counter() - begun < 1


def test_a_stream_is_left_at_its_beginning() -> None:
    stream = io.BytesIO(xlsx())
    assert sniff("isian.xlsx", stream) is FileKind.XLSX
    assert stream.tell() == 0
    with pytest.raises(FileRefused):
        sniff("isian.pdf", stream)
    assert stream.tell() == 0


@given(st.text(), st.binary())
def test_no_file_breaks_the_check(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        sniff(name + ".xlsx", content)


@example(2672, b"\x01")
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_no_damaged_archive_breaks_the_check(position: int, damage: bytes) -> None:
    content = xlsx({"xl/worksheets/sheet1.xml": bytes(range(256)) * 4})
    place = position % len(content)
    try:
        kind = sniff("isian.xlsx", content[:place] + damage + content[place + len(damage) :])
    except FileRefused:
        return
    assert kind is FileKind.XLSX


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Laporan Januari.pdf", "Laporan Januari.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\budi\\laporan.xlsx", "laporan.xlsx"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a"b;c%.pdf', "a_b_c_.pdf"),
        ("fdp\u202egpj.exe", "fdpgpj.exe"),
        ("", "berkas"),
        ("...", "berkas"),
        (".pdf", "pdf"),
        ("///", "berkas"),
        ("capaian – triwulan é.pdf", "capaian – triwulan é.pdf"),
    ],
)
def test_a_name_is_made_safe_for_headers(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension() -> None:
    safe = safe_name("a" * 300 + ".pdf")
    assert len(safe) == 120
    assert safe.endswith("a.pdf")


@given(st.text())
def test_every_safe_name_is_short_plain_and_stable(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('\r\n\x00/\\"')
    assert safe_name(safe) == safe


def test_the_checksum_is_sha256() -> None:
    assert sha256_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
