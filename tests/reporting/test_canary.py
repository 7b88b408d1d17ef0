"""Documents reach nothing: what people typed is printed as words, in every format, wherever it stands."""

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import LazySettings
from pypdf import PdfReader

from kinerja.lib import press, printing
from organisation.models import Agency
from reporting.models import Compilation, Plan
from reporting.queries.report import Sheet, Signatory, sheet_of
from reporting.renderers import excel, long_paper, pdf, prints, signing, word
from reporting.renderers.prints import Print
from sop.models import SopVersion
from tests.cast import Cast
from tests.reporting.stories import every_figure

CANARY = "KENARI-5b20e7"
PAYLOADS = (
    '<link rel="stylesheet" href="{web}/css">',
    '<link rel="attachment" href="{file}">',
    '<a rel="attachment" href="{file}">lampiran</a>',
    '<img src="{web}/img"><img src="{file}"><img src="data:image/svg+xml,%3Csvg%3E%3C/svg%3E">',
    "<style>@import url({web}/import); p {{ background: url({file}) }}</style>",
    "<p style=\"background-image: url('{web}/bg')\">x</p>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{file}"/><use href="{web}/use"/></svg>',
    '<object data="{web}/object"></object><embed src="{file}"><iframe src="{web}/frame"></iframe>',
    '<meta http-equiv="refresh" content="0; url={web}/meta"><base href="{web}/base/">',
    "url({web}/redirect) {{% include '{file}' %}} {{{{ secret }}}}",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]><x>&e;</x>',
)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of our own that sends everybody on, and notes who comes."""
    hits: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/next")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()


@pytest.fixture
def poisoned(
    cast: Cast, plan: Plan, sop: SopVersion, listener: tuple[str, list[str]], tmp_path: Path
) -> Sheet:
    """A draft whose every text that somebody may write reaches for a file and for a server."""
    secret = tmp_path / "rahasia.txt"
    secret.write_text(CANARY, encoding="utf-8")
    lures = [lure.format(web=listener[0], file=secret.as_uri()) for lure in PAYLOADS]
    compilation, every = every_figure(cast, plan, sop), "\n".join(lures)
    compilation.lines.filter(order__gt=1).delete()
    compilation.budget_lines.filter(order__gt=1).delete()
    Agency.objects.filter(pk=cast.agency.pk).update(
        name=lures[0],
        short_name=lures[0][:60],
        government=lures[1][:120],
        letterhead=every,
        city=lures[4][:60],
    )
    texts = {"name": every, "officer": lures[5][:150], "obstacle": every, "follow_up": lures[6]}
    path = [[level, lures[1], lures[3]] for level in ("goal", "objective", "subactivity")]
    compilation.lines.update(**texts, path=path, unit=lures[8][:60], support=lures[9], rating=lures[0][:40])
    compilation.budget_lines.update(**texts, path=path, code=lures[0][:40])
    Compilation.objects.filter(pk=compilation.pk).update(late=lures)
    type(compilation.report).objects.filter(pk=compilation.report_id).update(title=lures[3][:300])
    signatory = Signatory(lures[5], lures[6], lures[1], lures[2], lures[0])
    return sheet_of(Compilation.objects.get(pk=compilation.pk), signatory=signatory, number=lures[1])


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_a_pdf_holds_no_canary_and_asks_nobody(poisoned: Sheet, listener: tuple[str, list[str]]) -> None:
    block = signing.Block(signing.Method.IN_APPLICATION, "KODE", [PAYLOADS[0], PAYLOADS[4]])
    signed, _ = long_paper.complete(long_paper.render_body(poisoned), poisoned, block)
    for content in (pdf.render(poisoned), signed):
        read = PdfReader(io.BytesIO(content))
        text = " ".join("".join(page.extract_text() for page in read.pages).split())
        assert CANARY not in text
        assert not read.attachments
        assert CANARY.encode() not in content
        assert "@import url(" in text
        assert not [page for page in read.pages if "/Annots" in page]
    assert listener[1] == []


@pytest.mark.parametrize("renderer", [excel, word], ids=["xlsx", "docx"])
def test_office_files_hold_no_canary_and_no_way_out(
    renderer: ModuleType, poisoned: Sheet, listener: tuple[str, list[str]]
) -> None:
    parts = unpacked(renderer.render(poisoned))
    assert not [name for name, part in parts.items() if CANARY.encode() in part]
    assert not [name for name, part in parts.items() if b'TargetMode="External"' in part]
    assert not [name for name in parts if name.startswith(("xl/externalLinks", "word/embeddings"))]
    assert listener[1] == []


@pytest.mark.parametrize("lure", PAYLOADS)
def test_even_a_template_that_forgot_to_escape_reaches_nothing(
    lure: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text(CANARY, encoding="utf-8")
    html = f"<p>awal</p>{lure.format(web=listener[0], file=secret.as_uri())}"
    try:
        content = printing.pdf_of(html, (f"@import url({listener[0]}/sheet);",))
    except press.NothingFetched:
        content = b""
    assert CANARY.encode() not in content
    assert not content or not PdfReader(io.BytesIO(content)).attachments
    assert listener[1] == []


# --- equal input, equal output ---


@pytest.mark.parametrize("format_", ["xlsx", "docx"])  # of a PDF: test_rendering, across two processes
def test_equal_input_gives_equal_bytes(format_: str, poisoned: Sheet, settings: LazySettings) -> None:
    again = sheet_of(
        Compilation.objects.get(pk=poisoned.compilation.pk),
        signatory=poisoned.signatory,
        number=poisoned.number,
    )
    assert prints.fingerprint(Print(format_, poisoned)) == prints.fingerprint(Print(format_, again))
    assert prints.make(Print(format_, poisoned)).content == prints.make(Print(format_, again)).content
