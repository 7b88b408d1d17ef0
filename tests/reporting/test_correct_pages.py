"""The pages of a correction, and every place where the old figures were shown."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from reporting.actions.correct import withdraw
from reporting.actions.verify import State, Verdict
from reporting.models import ArchiveRecord, Plan, Report, Signature
from reporting.queries.compiled import figures_of
from reporting.queries.entry import Line
from reporting.queries.entry import sheet_of as entry_of
from reporting.queries.report import sheet_of
from reporting.queries.restated import restated_in
from reporting.renderers import excel, pdf, word
from reporting.renderers.delivery_package import Contents, package_of
from reporting.templatetags.sparkline import sentence_of
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from tests.cast import Cast, wib
from tests.reporting.stories import NINTH, play, to_signature
from tests.reporting.test_correct import LATER, REASON, WRONG, corrected, enter, tasks_of, to_signed


@pytest.fixture
def signed(cast: Cast, plan: Plan, sop: SopVersion, blank_paper: None) -> Report:
    report: Report = to_signature(cast, sop).report
    return Report.objects.select_related("run", "agency", "plan").get(pk=report.pk)


def told(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def remark(report: Report, code: str = "1.1") -> str:
    line = report.compilations.latest("round").lines.get(indicator__code=code)
    return f"line_{line.pk}"


def test_a_kasubbag_opens_a_correction_on_the_page(signed: Report, cast: Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    assert "buka perbaikan" in told(client, "report", signed.pk)
    url = reverse("report-correct", args=[signed.pk])
    answer = client.post(url, {"reason": REASON, remark(signed): WRONG})
    made = Report.objects.get(run__edition=1)
    assert answer["Location"] == reverse("report", args=[made.pk])
    assert f"Perbaikan ke-1 atas laporan nomor {signed.number}" in told(client, "report", made.pk)
    assert "sedang dikerjakan" in told(client, "report", signed.pk)
    assert "buka perbaikan" not in told(client, "report", signed.pk)
    assert "sudah dibuka oleh Ratna" in told(client, "report-correct", signed.pk)


def test_who_reviews_and_signs_a_correction_is_led_to_the_difference(
    signed: Report, cast: Cast, client: Client
) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    for kind, by in (("compile", cast.compiler), ("review", cast.reviewer), ("sign", cast.head)):
        [task] = tasks_of(report, kind)
        client.force_login(by)
        if kind != "compile":
            assert "Lihat semula dan menjadi" in told(client, "task", task.pk)
        play(task, by, LATER)


def test_a_slip_keeps_what_was_typed(signed: Report, cast: Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    url = reverse("report-correct", args=[signed.pk])
    answer = client.post(url, {"reason": "123", remark(signed): WRONG})
    assert answer.status_code == 422
    assert "dengan kata-kata" in answer.content.decode()
    assert WRONG in answer.content.decode()
    assert client.post(url, {"reason": REASON}).status_code == 422
    assert not Report.objects.filter(run__edition=1).exists()


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("stranger", 404)])
def test_others_cannot_open_one(signed: Report, cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))
    for method in (client.get, client.post):
        assert method(reverse("report-correct", args=[signed.pk])).status_code == status
    assert client.get(reverse("report-difference", args=[signed.pk])).status_code == 404


def test_the_pages_tell_was_and_becomes(
    signed: Report, cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.reviewer)
    report = corrected(signed, cast)
    assert "Draf perbaikan belum disusun" in told(client, "report-difference", report.pk)
    report = to_signed(report, cast)
    page = told(client, "report-difference", report.pk)
    assert re.search(r"Realisasi periode ini 1 2 \+1", page)
    assert re.search(r"Realisasi s\.d\. periode ini 1 2 \+1", page)
    assert WRONG in page
    assert "Batalkan" not in page
    old = told(client, "report", signed.pk)
    assert f"Telah diperbaiki oleh laporan nomor {report.number}" in old
    assert "Dinyatakan kembali: realisasi semula 1, menjadi 2" in old
    assert f"telah diperbaiki oleh nomor {report.number}" in told(client, "reports")
    with django_assert_num_queries(13):
        client.get(reverse("report-difference", args=[report.pk]))


def test_verification_tells_everybody_of_a_signed_correction_and_of_no_other(
    signed: Report, cast: Cast, client: Client
) -> None:
    code = Signature.objects.get().code
    report = corrected(signed, cast)
    assert "diperbaiki" not in told(client, "verify-code", code)
    report = to_signed(report, cast)
    assert f"Telah diperbaiki oleh laporan nomor {report.number}" in told(client, "verify-code", code)
    later = Signature.objects.get(compilation__report=report).code
    page = told(client, "verify-code", later)
    assert f"perbaikan ke-1 atas laporan nomor {signed.number}" in page
    assert "Telah diperbaiki" not in page


def test_the_command_that_verifies_a_file_tells_of_the_correction(
    signed: Report, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = to_signed(corrected(signed, cast), cast)
    verdict = Verdict(State.GENUINE, "", "", signed)
    monkeypatch.setattr("reporting.management.commands.verify_pdf.judge", lambda *_, **__: verdict)
    (tmp_path / "any.pdf").touch()
    out = io.StringIO()
    call_command("verify_pdf", tmp_path / "any.pdf", stdout=out)
    assert f"Telah diperbaiki oleh laporan nomor {report.number}" in out.getvalue()


def test_a_withdrawal_asks_for_a_reason_and_says_what_holds(
    signed: Report, cast: Cast, client: Client
) -> None:
    report = corrected(signed, cast)
    client.force_login(cast.reviewer)
    url = reverse("report-withdraw", args=[report.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Ternyata sudah benar sejak awal."}).status_code == 302
    assert "dibatalkan" in told(client, "report", report.pk)
    assert "Dibatalkan" in told(client, "reports")
    assert "Dibatalkan" in told(client, "run", report.run_id)


def test_the_run_of_a_correction_shows_from_where_it_begins(
    signed: Report, cast: Cast, client: Client
) -> None:
    report = corrected(signed, cast)
    client.force_login(cast.reviewer)
    page = told(client, "run", report.run_id)
    assert "Januari 2026 (perbaikan ke-1)" in page
    assert REASON in page
    assert "langkah sebelumnya tidak diulang" in page
    assert "Perbaikan ke-1 Berjalan" in told(client, "run", signed.run_id)
    assert "Januari 2026 (perbaikan ke-1)" in told(client, "run-proof", report.run_id)
    client.force_login(cast.officer)
    assert "Isi realisasi — Januari 2026 (perbaikan ke-1)" in told(client, "home")
    assert WRONG in told(client, "entry", tasks_of(report, "fill")[0].pk)


def test_the_old_archive_and_the_export_lead_to_the_correction(
    signed: Report, cast: Cast, client: Client, tmp_path: Path
) -> None:
    first = signed.compilations.get()
    play(Task.objects.get(run=signed.run_id, act__kind="deliver"), cast.compiler, NINTH)
    play(Task.objects.get(run=signed.run_id, act__kind="archive"), cast.compiler, wib("2026-02-16 09:00"))
    record = ArchiveRecord.objects.get(report=signed)
    report = to_signed(corrected(signed, cast), cast)
    client.force_login(cast.reviewer)
    for name, key in (("archive", record.pk), ("deliveries", signed.pk)):
        assert f"Telah diperbaiki oleh laporan nomor {report.number}" in told(client, name, key)
    assert first.lines.count() == 4
    assert _exported(tmp_path)[3] == "2"
    assert _exported(tmp_path, edition=0)[3] == "1"


def _exported(folder: Path, **options: object) -> list[str]:
    out = folder / "report.docx"
    call_command(
        "export_report", agency="bpkad-magelang", period="2026-01", format="docx", out=out, **options
    )
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(out)).tables[0].rows]
    line = next(row for row in rows if row[1] == "Jumlah dokumen")
    return [line[0], line[1], line[2], line[6]]


def test_paper_workbook_and_word_carry_the_difference(
    cast: Cast, plan: Plan, sop: SopVersion, monkeypatch: pytest.MonkeyPatch, signed: Report
) -> None:
    report = to_signed(corrected(signed, cast), cast)
    sheet = sheet_of(report.compilations.latest("round"))
    assert sheet.corrected is not None
    title = f"Perbaikan ke-1 atas laporan nomor {signed.number} tanggal 9 Februari 2026"
    assert sheet.corrected.title == title
    monkeypatch.undo()
    paper = " ".join(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(sheet))).pages).split()
    )
    assert title in paper
    assert f"Alasan: {REASON}" in paper
    assert "Realisasi periode ini 1 2 +1" in paper
    page = load_workbook(io.BytesIO(excel.render(sheet)))["Perbaikan"]
    [row] = [cells for cells in page.iter_rows() if cells[3].value == "Realisasi periode ini"]
    assert [cell.value for cell in row[4:6]] == [1, 2]
    assert str(row[6].value).startswith("=")
    tables = docx.Document(io.BytesIO(word.render(sheet))).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert any(row[3:7] == ["Realisasi periode ini", "1", "2", "+1"] for row in rows if len(row) == 8)
    document = report.compilations.latest("round").documents.get(format="pdf").file
    package = json.loads(package_of(Contents(sheet, document, b"", "key")))
    assert package["report"]["corrects"] == {"number": signed.number, "edition": 1}


def test_a_later_month_adds_up_the_corrected_figure_and_says_so(signed: Report, cast: Cast) -> None:
    tick(wib("2026-03-01 00:05"))
    for officer in (cast.officer, cast.second_officer):
        task = Task.objects.get(run__period="2026-02", act__kind="fill", assignee=officer)
        play(task, officer, wib("2026-03-03 09:00"))
    tick(wib("2026-03-06 00:10"))
    february = Report.objects.select_related("run", "agency", "plan").get(period="2026-02")
    before = february.compilations.get()
    report = to_signed(corrected(signed, cast), cast)
    marks = restated_in(february, before)
    [said] = marks["5.02.02.2.01.0001", "1.1"]
    assert said.words == (
        f"Dinyatakan kembali: realisasi Januari 2026 semula 1, menjadi 2 (laporan nomor {report.number}); "
        "laporan ini belum memuatnya"
    )
    assert before.lines.get(indicator__code="1.1").value == 2
    now = next(line for line in figures_of(february).lines if line.indicator.code == "1.1")
    assert now.value == Decimal(3)


def test_a_withdrawn_correction_restates_nothing(signed: Report, cast: Cast, client: Client) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    withdraw(report, "Ternyata angka semula sudah benar.", by=cast.reviewer, now=LATER)
    client.force_login(cast.reviewer)
    page = told(client, "report", signed.pk)
    assert "Dinyatakan kembali" not in page
    assert "diperbaiki oleh" not in page


def test_the_past_on_a_later_sheet_shows_what_holds_and_what_was_restated(
    signed: Report, cast: Cast, client: Client
) -> None:
    tick(wib("2026-03-01 00:05"))
    task = Task.objects.get(run__period="2026-02", act__kind="fill", assignee=cast.officer)
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    line = _line(task)
    assert [past.value for past in line.past if past.value is not None] == [Decimal(1)]
    assert line.before is not None
    assert line.before.rolled.value == 1
    for kind, by in (("compile", cast.compiler), ("review", cast.reviewer), ("sign", cast.head)):
        play(tasks_of(report, kind)[-1], by, LATER)
    line = _line(task)
    [january] = [past for past in line.past if past.value is not None]
    report.refresh_from_db()
    assert (january.value, january.restated) == (Decimal(2), report.number)
    assert "dinyatakan kembali: Januari 2026" in sentence_of(line)
    client.force_login(cast.officer)
    assert f"dinyatakan kembali, laporan {report.number}" in told(client, "entry-history", task.pk, line.key)


def _line(task: Task) -> Line:
    fresh = Task.objects.select_related("run__agency", "run__report__plan").get(pk=task.pk)
    return next(row for row in entry_of(fresh).rows if isinstance(row, Line) and row.indicator.code == "1.1")
