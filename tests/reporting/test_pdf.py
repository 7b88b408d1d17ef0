"""The PDF: paper, repeated head, marks, signature block; nothing from outside gets in; text stays text."""

import io
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from kinerja.lib import press
from organisation.models import Agency
from reporting.actions.compile import compile_report
from reporting.models import Compilation, Plan, PlanNode, ReportLine
from reporting.queries.report import Sheet, Signatory, sheet_of
from reporting.renderers import pdf
from sop.models import SopVersion
from tests.cast import Cast, make_indicator, make_node
from tests.reporting.stories import NINTH, SIXTH, every_figure, open_january, report_in, state

POINTS = {"A4": (841.9, 595.3), "F4": (935.4, 609.4)}
CANARY = "KENARI-7f3a91"


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader(content).pages).split())


@pytest.fixture
def compilation(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of our own that notes who asks it for something."""
    hits: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_the_report_lies_on_the_agencys_paper(paper: str, compilation: Compilation) -> None:
    compilation.report.agency.paper = paper
    box = reader(pdf.render(sheet_of(compilation))).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(POINTS[paper], abs=0.2)


def test_a_draft_says_that_it_is_one_until_it_is_approved(compilation: Compilation) -> None:
    sheet = sheet_of(compilation)
    assert "DRAF — belum disetujui" in words(pdf.render(sheet))
    approved = Sheet(sheet.report, compilation, sheet.lines, sheet.budget_lines, is_approved=True)
    assert "DRAF" not in words(pdf.render(approved))


def test_letterhead_latecomers_and_signature_block_are_printed(compilation: Compilation) -> None:
    text = words(pdf.render(sheet_of(compilation)))
    for expected in (
        "PEMERINTAH KOTA MAGELANG",
        "Periode Januari 2026",
        "tidak ikut dihitung: Olivia Rekaan, S.E.; Oscar Rekaan, S.T.",
        "Kepala Badan",
        "Hadi Rekaan, M.Si.",
        "Pembina Tingkat I (IV/b)",
        "NIP 19700101 199503 1 001",
        "Halaman 1 dari 2",
    ):
        assert expected in text


def test_the_signatory_is_printed_in_the_capacity_held(compilation: Compilation) -> None:
    signatory = Signatory("Magelang", "Plt. Kepala Badan", "Ratna Rekaan", on=NINTH.date(), at=NINTH)
    text = words(pdf.render(sheet_of(compilation, signatory=signatory, number="000.8.6.3/1/X/II/2026")))
    for expected in ("Magelang, 9 Februari 2026", "Plt. Kepala Badan", "Nomor 000.8.6.3/1/X/II/2026"):
        assert expected in text
    assert "NIP" not in text.split("Plt. Kepala Badan")[1]


def test_the_same_draft_reads_the_same_twice(compilation: Compilation) -> None:
    sheet = sheet_of(compilation)
    assert words(pdf.render(sheet)) == words(pdf.render(sheet))


def test_what_people_typed_is_printed_and_not_interpreted(
    compilation: Compilation, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, hits = listener
    secret = tmp_path / "rahasia.txt"
    secret.write_text(CANARY)
    markup = (
        f'<img src="{address}/img"><link rel="attachment" href="file://{secret}">'
        f"<style>@import url({address}/css); p {{ background: url({address}/bg) }}</style>"
        f'<svg><image href="{address}/svg"/></svg><script>1</script>{{{{ 7|add:7 }}}}'
    )
    Agency.objects.filter(pk=compilation.report.agency_id).update(name=markup[:200], letterhead=markup)
    compilation.lines.update(name=markup, obstacle=markup, officer=markup[:150])
    content = pdf.render(sheet_of(Compilation.objects.get(pk=compilation.pk)))
    assert hits == []
    assert CANARY.encode() not in content
    assert not reader(content).attachments
    assert "<script>" in words(content)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        "<style>@import url({});</style>",
        "<p style='background: url({})'>x</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>',
        '<object data="{}"></object>',
        '<embed src="{}">',
    ],
)
def test_even_a_template_cannot_fetch_anything(
    markup: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, hits = listener
    secret = tmp_path / "rahasia.txt"
    secret.write_text(CANARY)
    for target in (f"{address}/x", f"file://{secret}"):
        try:
            content = HTML(string=markup.format(target), url_fetcher=press.NoFetcher()).write_pdf()
        except press.NothingFetched:
            continue
        assert not reader(content).attachments
        assert CANARY.encode() not in content
    assert hits == []


def test_an_empty_report_is_still_a_document(compilation: Compilation) -> None:
    compilation.means = {}
    text = words(pdf.render(Sheet(compilation.report, compilation, [], [])))
    assert text.count("Tidak ada baris dalam bagian ini.") == 2


def test_large_amounts_are_printed_in_full(compilation: Compilation) -> None:
    compilation.budget_lines.filter(order=1).update(ceiling=Decimal(2147483648000))
    assert "2.147.483.648.000" in words(pdf.render(sheet_of(compilation)))


def test_seventy_five_long_rows_keep_their_head_and_are_never_cut(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    long = "Persentase kesesuaian perencanaan penganggaran dengan realisasi " * 5
    top = plan.nodes.get(code="5.02.02.2.01")
    for number in range(75):
        node = make_node(plan, top, PlanNode.Level.SUBACTIVITY, f"5.02.02.2.01.1{number:03}", long[:300])
        make_indicator(node, f"L.{number}", f"{long[:290]}{number}", unit="Dokumen", annual=Decimal(12))
    open_january(sop)
    for number in range(75):
        state(f"L.{number}", "1", obstacle=long)
    compilation = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    started = time.perf_counter()
    document = reader(pdf.render(sheet_of(compilation)))
    assert time.perf_counter() - started < 20
    pages = [" ".join(page.extract_text().split()) for page in document.pages]
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert all("Indikator kinerja" in page or "Pagu (Rp)" in page for page in pages[:-1])
    assert ReportLine.objects.count() == 79


def test_control_marks_in_text_do_not_break_the_document(compilation: Compilation) -> None:
    compilation.lines.filter(order=1).update(obstacle="awal\x01tengah\x0bakhir")
    assert "akhir" in words(pdf.render(sheet_of(compilation)))


def test_without_our_fetcher_the_canary_would_get_in(tmp_path: Path) -> None:
    """Negative control: the library as it comes attaches local files."""
    secret = tmp_path / "rahasia.txt"
    secret.write_text(CANARY)
    content = HTML(string=f'<link rel="attachment" href="file://{secret}"><p>x</p>').write_pdf()
    assert [
        attachment for attachments in reader(content).attachments.values() for attachment in attachments
    ] == [CANARY.encode()]
