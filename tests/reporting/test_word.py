"""The Word document: the same figures as on the page, heads that repeat, words that stay words."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from defusedxml import ElementTree
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx.document import Document
from docx.oxml.ns import qn

from organisation.models import Agency
from reporting.models import Compilation, Plan
from reporting.queries.report import Sheet, Signatory, sheet_of
from reporting.renderers import word
from reporting.renderers.tables import budget_table, performance_table
from sop.models import SopVersion
from tests.cast import Cast
from tests.reporting.stories import NINTH, every_figure, report_in, to_signature

PAYLOADS = [
    '{ DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" }',
    "{ INCLUDETEXT http://contoh.test/a.docx }",
    "</w:t></w:r><w:fldSimple w:instr='DDE x'/><w:r><w:t>",
    "=1+1",
    "a\x01b\x0bc\ud800",
]

FIELDS = ("w:fldSimple", "w:instrText", "w:fldChar")


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, Any]:
    """Every XML part, read by a strict parser."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ElementTree.fromstring(archive.read(name)) for name in names}


def all_words(document: Document) -> str:
    return " ".join("".join(text.text or "" for text in document.element.iter(qn("w:t"))).split())


@pytest.fixture
def compilation(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


def test_every_cell_reads_as_on_the_page(compilation: Compilation) -> None:
    sheet = sheet_of(compilation)
    document = opened(word.render(sheet))
    for table, printed in zip(document.tables, (performance_table(sheet), budget_table(sheet)), strict=False):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == [column.heading for column in printed.columns]
        for line in printed.rows:
            assert [cell.text for _, cell in line.cells] in rows
            for heading in line.row.headings:
                assert [f"{heading.level} {heading.code} {heading.name}"] * len(rows[0]) in rows
        for foot in printed.foot:
            assert [foot.label] * foot.span + [words for _, words, _ in foot.cells] in rows


def test_the_document_prints_as_an_office_wants_it(compilation: Compilation) -> None:
    for paper, size in (("A4", (297, 210)), ("F4", (330, 215))):
        compilation.report.agency.paper = paper
        document = opened(word.render(sheet_of(compilation)))
        section = document.sections[0]
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.mm), round(section.page_height.mm)) == size
        for table in document.tables[:2]:
            first, *others = table._tbl.iter(qn("w:tr"))
            assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in others)
            widths = [int(column.get(qn("w:w"), "0")) for column in table._tbl.iter(qn("w:gridCol"))]
            assert sum(widths) == pytest.approx((size[0] - 24) * 1440 / 25.4, abs=8)
        foot = section.footer.paragraphs[0]
        fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
        assert fields == [" PAGE ", " NUMPAGES "]
        assert "salinan word" in foot.text.lower()


def test_letterhead_marks_latecomers_and_signature_are_there(compilation: Compilation) -> None:
    draft = opened(word.render(sheet_of(compilation)))
    text = all_words(draft)
    for expected in (
        "PEMERINTAH KOTA MAGELANG",
        "Periode Januari 2026",
        "DRAF — belum disetujui",
        "tidak ikut dihitung: Olivia Rekaan, S.E.; Oscar Rekaan, S.T.",
        "Kepala Badan",
        "NIP 19700101 199503 1 001",
    ):
        assert expected in text
    assert draft.sections[0].header.paragraphs[0].text == "DRAF — belum disetujui"
    signatory = Signatory("Magelang", "Plt. Kepala Badan", "Ratna Rekaan", on=NINTH.date(), at=NINTH)
    final = opened(word.render(sheet_of(compilation, signatory=signatory, number="000.8.6.3/1/X/II/2026")))
    text = all_words(final)
    assert "DRAF" not in text
    assert final.sections[0].header.paragraphs[0].text == ""
    for expected in ("Nomor 000.8.6.3/1/X/II/2026", "Magelang, 9 Februari 2026", "Plt. Kepala Badan"):
        assert expected in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_never_become_fields_or_markup(payload: str, compilation: Compilation) -> None:
    typed = payload.replace("\ud800", "")
    agency = Agency.objects.get(pk=compilation.report.agency_id)
    agency.name = agency.letterhead = agency.short_name = payload[:50]
    compilation.late = [payload]
    sheet = sheet_of(compilation, number=payload)
    sheet.report.agency = agency
    lines: list[Any] = [*sheet.lines, *sheet.budget_lines]
    for line in lines:
        line.name = line.officer = line.obstacle = payload
        line.path = [["goal", payload, payload]]
    content = word.render(sheet)
    for name, root in parts(content).items():
        wanted = 2 if "footer" in name else 0
        fields = [tag for tag in FIELDS for _ in root.iter(qn(tag))]
        assert len(fields) == wanted, name
        assert not [tag for tag in ("w:hyperlink", "w:object") for _ in root.iter(qn(tag))]
    shown = all_words(opened(content))
    assert " ".join(typed.replace("\x01", "").replace("\x0b", "").split()) in shown


def test_the_same_draft_gives_the_same_bytes_and_nothing_from_outside(compilation: Compilation) -> None:
    sheet = sheet_of(compilation)
    content = word.render(sheet)
    assert word.render(sheet) == content
    outside = [
        relation
        for name, root in parts(content).items()
        if name.endswith(".rels")
        for relation in root
        if relation.get("TargetMode") == "External"
    ]
    assert outside == []


def test_an_empty_report_is_still_a_document(compilation: Compilation) -> None:
    compilation.means = {}
    document = opened(word.render(Sheet(compilation.report, compilation, [], [])))
    assert all_words(document).count("Tidak ada baris dalam bagian ini.") == 2


def test_the_page_offers_word_for_drafts_and_a_copy_once_signed(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client, tmp_path: Path
) -> None:
    signed = to_signature(cast, sop)
    client.force_login(cast.reviewer)
    url = reverse("report-file", args=[signed.report_id, "docx"])
    assert url in client.get(reverse("report", args=[signed.report_id])).content.decode()
    answer = client.get(url)
    assert answer["Content-Type"] == word.CONTENT_TYPE
    assert 'filename="salinan-laporan-' in answer["Content-Disposition"]
    out = tmp_path / "laporan.docx"
    call_command(
        "export_report", agency=cast.agency.code, period="2026-01", format="docx", out=out, verbosity=0
    )
    assert out.read_bytes() == answer.content
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404
    assert report_in(cast).compilations.get().documents.count() == 2  # the copy is not kept
