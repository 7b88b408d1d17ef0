"""The workbook: the same figures as page and PDF, formulas that recompute them, text that stays text."""

import io
import re
import time
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from organisation.models import Agency
from reporting.actions.compile import compile_report
from reporting.models import BudgetLine, Compilation, Indicator, Plan, PlanNode, ReportLine
from reporting.queries.layout import Table
from reporting.queries.report import Sheet, sheet_of
from reporting.renderers import excel, pdf
from reporting.renderers.columns import columns_of, written
from sop.models import SopVersion
from tests.cast import Cast, make_indicator, make_node
from tests.reporting.spreadsheet import Calculator
from tests.reporting.stories import SIXTH, every_figure, open_january, report_in, state

PAYLOADS = [
    "=1+1",
    '=cmd|" /C calc"!A0',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://contoh.test","klik")',
    "=WEBSERVICE(A1)",
    "{=1+1}",
    "＝1+1",
    "%0A=1+1",
]


def opened(content: bytes, *, results: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=results)


def page_of(book: Workbook, name: str) -> Worksheet:
    page = book[name]
    assert isinstance(page, Worksheet)
    return page


def row_of(page: Worksheet, words: str) -> int:
    """The row in which a cell holds exactly these words."""
    return next(cell.row for row in page.iter_rows() for cell in row if cell.value == words)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(text))


@pytest.fixture
def compilation(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


@pytest.fixture
def sheet(compilation: Compilation) -> Sheet:
    return sheet_of(compilation)


def test_page_workbook_and_pdf_show_the_same_figures(cast: Cast, sheet: Sheet, client: Client) -> None:
    client.force_login(cast.reviewer)
    screen = plain(client.get(reverse("report", args=[sheet.report.pk])).content.decode())
    paper = plain("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(sheet))).pages))
    book = opened(excel.render(sheet), results=True)
    seen = 0
    for name, lines, columns in (
        ("Capaian Kinerja", sheet.lines, columns_of(sheet, Table.PERFORMANCE)),
        ("Keuangan dan Fisik", sheet.budget_lines, columns_of(sheet, Table.BUDGET)),
    ):
        page = page_of(book, name)
        lines_: list[ReportLine | BudgetLine] = list(lines)
        for line in lines_:
            row = next(cells for cells in page.iter_rows(min_row=9) if cells[0].value == line.order)
            for column, cell in zip(columns, row, strict=True):
                expected = column.cell(line)
                shown = expected.text
                if column.is_figure and expected.is_figure:
                    assert isinstance(cell.value, int | float)
                    assert written(Decimal(str(cell.value)), column.form) == shown
                    seen += 1
                elif column.is_figure:
                    assert cell.value == shown
                if column.is_figure:
                    assert shown in screen
                    assert shown in paper or shown.split()[0] in paper
            figures = [column.cell(line).text for column in columns if column.form == "percent"]
            assert " ".join(figures) in paper or not all(re.search(r"\d", figure) for figure in figures)
    assert seen > 60


def test_formulas_recompute_the_frozen_figures(sheet: Sheet) -> None:
    content = excel.render(sheet)
    live, kept = opened(content), opened(content, results=True)
    counted = 0
    for name in ("Capaian Kinerja", "Keuangan dan Fisik"):
        for coordinate, value in Calculator(page_of(live, name)).formulas().items():
            result = page_of(kept, name)[coordinate].value
            assert isinstance(result, int | float), coordinate
            assert value == pytest.approx(float(result), abs=0.0001), coordinate
            counted += 1
    assert counted == 14 + 2 + 1 + 5  # two per evaluated row, two means, one share, the totals


def test_formulas_follow_the_direction_of_the_indicator(sheet: Sheet) -> None:
    page = page_of(opened(excel.render(sheet)), "Capaian Kinerja")
    formulas: dict[str, str] = {}
    for line in sheet.lines:
        row = row_of(page, line.name)
        formulas.setdefault(line.indicator.code, str(page[f"H{row}"].value).replace(str(row), ""))
    assert formulas["D.1"] == "=MAX(0,(2*E-G)/E*100)"
    assert formulas["D.2"] == "=MAX(0,MIN(120,E/G*100))"
    assert formulas["D.3"] == "=MAX(0,IF(G>8,G/8,IF(G<7,G/7,1))*100)"
    assert 'MATCH(G,{"WTP","WDP","TW","TMP"},0)' in formulas["D.4"]
    assert formulas["D.5"] == "tidak dapat dinilai"


def test_changing_a_realisation_in_the_file_changes_its_achievement_and_the_mean(sheet: Sheet) -> None:
    page = page_of(opened(excel.render(sheet)), "Capaian Kinerja")
    row = row_of(page, "Penyelesaian")
    before = Calculator(page).value(f"H{row_of(page, 'Rata-rata capaian perangkat daerah')}")
    page[f"G{row}"].value = 80
    assert Calculator(page).value(f"H{row}") == 100
    after = Calculator(page).value(f"H{row_of(page, 'Rata-rata capaian perangkat daerah')}")
    assert after == pytest.approx(before + (100 - 31.0625) / 7)


def test_a_formula_follows_the_rule_kept_with_the_line_and_not_the_indicator_of_today(
    compilation: Compilation,
) -> None:
    Indicator.objects.filter(code="D.1").update(direction="higher")
    page = page_of(opened(excel.render(sheet_of(compilation))), "Capaian Kinerja")
    row = row_of(page, "Penyelesaian")
    assert page[f"H{row}"].value == f"=MAX(0,(2*E{row}-G{row})/E{row}*100)"
    compilation.lines.update(rule={})  # as compiled before rules were kept: figure and indicator disagree
    page = page_of(opened(excel.render(sheet_of(compilation))), "Capaian Kinerja")
    assert page[f"H{row}"].value == 31.0625


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_never_becomes_a_formula(payload: str, compilation: Compilation) -> None:
    agency = compilation.report.agency
    Agency.objects.filter(pk=agency.pk).update(name=payload, letterhead=payload, city=payload)
    compilation.late = [payload]
    compilation.save()
    path = [[level, payload, payload] for level in ("goal", "objective")]
    texts: dict[str, Any] = {"name": payload, "obstacle": payload, "officer": payload, "path": path}
    compilation.lines.update(
        **texts, unit=payload, rating=payload, support=payload, follow_up=payload, month_text=payload,
        value_text=payload, target_text=payload, annual_target_text=payload, achievement_working=payload,
        annual_working=payload,
    )  # fmt: skip
    compilation.budget_lines.update(**texts, code=payload, follow_up=payload)
    compilation.refresh_from_db()
    content = excel.render(sheet_of(Compilation.objects.get(pk=compilation.pk), number=payload))
    ours = re.compile(
        r"=(MAX|AVERAGE|SUM|SUMPRODUCT)\(|=[A-Z]+[0-9]+/[A-Z]+[0-9]+\*100$"
        r"|='(Capaian Kinerja|Keuangan dan Fisik)'![A-Z]+[0-9]+$"
    )
    for page in opened(content):
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or ours.match(str(cell.value)), cell.value


def test_dangerous_text_stays_text_when_somebody_edits_the_cell(compilation: Compilation) -> None:
    compilation.lines.filter(order=1).update(name="=1+1")
    page = page_of(opened(excel.render(sheet_of(compilation))), "Capaian Kinerja")
    cell = page[f"B{row_of(page, '=1+1')}"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_control_marks_in_text_do_not_break_the_file(compilation: Compilation) -> None:
    compilation.lines.filter(order=1).update(obstacle="a\x01b\x0bc", name="x" * 40000)
    page = page_of(opened(excel.render(sheet_of(compilation))), "Capaian Kinerja")
    assert page[f"L{row_of(page, 'Persentase ketepatan waktu') - 1}"].value == "Kendala: abc"


def test_the_workbook_prints_as_an_office_wants_it(compilation: Compilation) -> None:
    for paper, code in (("A4", 9), ("F4", 14)):
        compilation.report.agency.paper = paper
        for page in opened(excel.render(sheet_of(compilation))):
            assert isinstance(page, Worksheet)
            head = row_of(page, "No")
            assert (page.page_setup.orientation, int(page.page_setup.paperSize or 0)) == ("landscape", code)
            assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
            assert page.print_title_rows == f"${head}:${head}"
            beside = "D" if page.title == "Keuangan dan Fisik" else "C"  # the name stays in sight
            assert page.freeze_panes == f"{beside}{head + 1}"
            assert page.oddFooter is not None
            assert page.oddFooter.right.text == "Halaman &P dari &N"


def test_the_workbook_carries_letterhead_period_latecomers_and_signature_block(sheet: Sheet) -> None:
    page = page_of(opened(excel.render(sheet)), "Capaian Kinerja")
    words = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    for expected in (
        "PEMERINTAH KOTA MAGELANG",
        "Capaian kinerja — Periode Januari 2026",
        "DRAF — belum disetujui",
        "Belum menyampaikan: Olivia Rekaan, S.E.; Oscar Rekaan, S.T.",
        "Kepala Badan",
        "Pembina Tingkat I (IV/b)",
        "NIP 19700101 199503 1 001",
    ):
        assert expected in words


def test_the_third_page_explains_every_figure(sheet: Sheet) -> None:
    page = page_of(opened(excel.render(sheet)), "Penjelasan")
    row = row_of(page, "Penyelesaian")
    assert page[f"C{row}"].value == "(2 × 80 − 135,15) ÷ 80 × 100 = 31,06"


def test_the_same_draft_gives_the_same_bytes(sheet: Sheet) -> None:
    first = excel.render(sheet)
    time.sleep(1.1)
    assert excel.render(sheet) == first


def test_a_long_line_across_the_page_gets_the_height_it_needs(compilation: Compilation) -> None:
    compilation.late = [f"Pejabat Rekaan {number}, S.E., M.Si." for number in range(30)]
    page = page_of(opened(excel.render(sheet_of(compilation))), "Capaian Kinerja")
    row = next(cell.row for cell in page["A"] if str(cell.value).startswith("Belum menyampaikan"))
    assert (page.row_dimensions[row].height or 0) >= 5 * 13


def test_the_charts_point_at_cells_that_point_at_the_tables(sheet: Sheet) -> None:
    content = excel.render(sheet)
    book, kept = opened(content), opened(content, results=True)
    page = page_of(book, "Grafik")
    evaluated = [line for line in sheet.lines if line.achievement is not None]
    first = row_of(page, "Capaian per indikator (%)") + 1
    for row, line in enumerate(evaluated, start=first):
        assert page[f"B{row}"].value == line.name
        letter, number = re.fullmatch(
            r"='Capaian Kinerja'!([A-Z]+)([0-9]+)", str(page[f"C{row}"].value)
        ).groups()  # type: ignore[union-attr]
        assert page_of(kept, "Capaian Kinerja")[f"{letter}{number}"].value == kept["Grafik"][f"C{row}"].value
        assert page_of(book, "Capaian Kinerja")[f"B{number}"].value == line.name
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    last = first + len(evaluated) - 1
    assert f"'Grafik'!$C${first}:$C${last}" in charts[0]
    assert f"'Grafik'!$B${first}:$B${last}" in charts[0]
    assert charts[0].count("<c:pt ") == 2 * len(evaluated) or charts[0].count("<pt ") == 2 * len(evaluated)
    assert {"Serapan (%)", "Fisik (%)"} <= set(re.findall(r"<(?:c:)?v>([^<]*)</", charts[1]))


def test_many_rows_are_drawn_in_several_charts_and_not_without_end(compilation: Compilation) -> None:
    sheet = sheet_of(compilation)
    line = next(line for line in sheet.lines if line.achievement is not None)
    crowded = Sheet(sheet.report, compilation, [line] * 120, [])
    with zipfile.ZipFile(io.BytesIO(excel.render(crowded))) as archive:
        assert sum("charts/chart" in name for name in archive.namelist()) == 4
    page = page_of(opened(excel.render(crowded)), "Grafik")
    assert row_of(page, "Digambar 100 baris pertama.")


def test_an_empty_report_is_still_a_workbook(compilation: Compilation) -> None:
    sheet = Sheet(compilation.report, compilation, [], [])
    compilation.means = {"objectives": [], "agency": {"value": None}}
    assert opened(excel.render(sheet)).sheetnames == ["Capaian Kinerja", "Keuangan dan Fisik", "Penjelasan"]


def test_money_beyond_two_to_the_thirty_first_stays_a_number(compilation: Compilation) -> None:
    amount = Decimal("2147483648000.25")
    compilation.budget_lines.filter(order=1).update(ceiling=amount)
    page = page_of(opened(excel.render(sheet_of(compilation))), "Keuangan dan Fisik")
    row = row_of(page, "5.02.02.2.01.0001")
    assert page[f"D{row}"].value == 2147483648000.25
    assert "421" in page[f"D{row}"].number_format


def test_seventy_five_rows_with_long_names_are_written_in_time(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    long = "Persentase kesesuaian perencanaan penganggaran dengan realisasi kegiatan " * 4
    top = plan.nodes.get(code="5.02.02.2.01")
    for number in range(75):
        node = make_node(plan, top, PlanNode.Level.SUBACTIVITY, f"5.02.02.2.01.1{number:03}", long)
        make_indicator(node, f"L.{number}", f"{long}{number}", unit="Dokumen", annual=Decimal(12))
    open_january(sop)
    for number in range(75):
        state(f"L.{number}", "1", obstacle=long)
    from_rows = sheet_of(compile_report(report_in(cast), round_=1, by=None, now=SIXTH))
    started = time.perf_counter()
    content = excel.render(from_rows)
    assert time.perf_counter() - started < 5
    page = page_of(opened(content), "Capaian Kinerja")
    assert sum(1 for row in page.iter_rows() if row[7].data_type == "f") == 75 + 2
