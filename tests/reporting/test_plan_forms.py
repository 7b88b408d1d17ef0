"""The printed forms of planning: what stands in them, on the page, in the PDF and in the workbook."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.numbers import format_number
from organisation.models import Person
from reporting.models import Plan
from reporting.queries.plan_forms import measured_lines
from reporting.renderers.plan_forms import FormName, form_pdf, printed_form
from reporting.renderers.plan_forms_excel import form_workbook
from sop.models import SopVersion
from tests.cast import Cast, wib
from tests.reporting.stories import SEVENTH, every_figure

Counter = Callable[[int], AbstractContextManager[object]]
ON = date(2026, 2, 7)
AT = wib("2026-02-07 09:00").astimezone(UTC)


def rows(name: FormName, plan: Plan, table: int = 0) -> list[list[str]]:
    form = printed_form(name, plan, ON)
    assert form is not None
    return [[cell.text.strip() if cell else "" for cell in row.cells] for row in form.tables[table].rows]


def look(person: Person, plan: Plan, name: str, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    with clock.at(SEVENTH):
        answer = client.get(f"/rencana/{plan.pk}/formulir/{name}")
    assert answer.status_code == status
    return answer.content.decode(errors="replace")


def test_the_agreement_names_each_sasaran_once_and_sums_the_programmes(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    every_figure(cast, plan, sop)
    numbers = [row[0] for row in rows(FormName.AGREEMENT, plan)]
    assert [int(number) for number in numbers if number] == list(range(1, 1 + sum(map(bool, numbers))))
    form = printed_form(FormName.AGREEMENT, plan, ON)
    assert form is not None
    money = form.tables[1]
    amounts = [row.cells[2].figure or Decimal(0) for row in money.rows if row.cells[2]]
    total = money.total[2] if money.total else None
    assert total is not None
    assert total.figure == sum(amounts) > 0


def test_the_action_plan_shows_the_target_to_date_of_each_quarter(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    every_figure(cast, plan, sop)
    indicator = plan.nodes.get(code="5.02.02.2.01.0001").indicators.order_by("order", "pk")[0]
    indicator.targets.all().delete()
    for month in range(1, 13):
        indicator.targets.create(period=f"2026-{month:02d}", value=Decimal(month * 10))
    indicator.target_style = "cumulative"
    indicator.save()
    [row, *_] = [
        row for row in rows(FormName.ACTION_PLAN, plan) if row[:2] == [indicator.code, indicator.name]
    ]
    assert row[4:8] == ["30", "60", "90", "120"]


def test_the_measurement_shows_the_frozen_figures_and_needs_a_report(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    assert printed_form(FormName.MEASUREMENT, plan, ON) is None
    assert "Belum ada angka untuk diukur" in look(cast.officer, plan, "pengukuran-kinerja/")
    look(cast.officer, plan, "pengukuran-kinerja.pdf", status=404)
    compilation = every_figure(cast, plan, sop)
    printed = rows(FormName.MEASUREMENT, plan)
    lines = measured_lines(compilation)
    assert [row[2] for row in printed] == [line.name for line in lines]
    judged = [(row[6], line.annual_achievement) for row, line in zip(printed, lines, strict=True)]
    figures = [(text, value) for text, value in judged if value is not None]
    assert len(figures) >= 3
    assert all(text == format_number(value) for text, value in figures)


@pytest.mark.parametrize("name", list(FormName))
def test_page_pdf_and_workbook_hold_the_same_words(
    name: FormName, cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    every_figure(cast, plan, sop)
    form = printed_form(name, plan, ON)
    assert form is not None
    page = " ".join(look(cast.reviewer, plan, f"{name.value}/").split())
    pdf = " ".join(
        " ".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(form_pdf(form))).pages
    )
    book = load_workbook(io.BytesIO(form_workbook(form, at=AT)), data_only=True)
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    for row in form.tables[0].rows:
        words = row.cells[1 if name is FormName.ACTION_PLAN else 2]
        assert words is not None
        assert words.text in page
        assert " ".join(words.text.split()) in pdf
        assert words.text in cells


def test_the_forms_belong_to_the_agency(cast: Cast, plan: Plan) -> None:
    look(cast.stranger, plan, "lampiran-pk/", status=404)
    look(cast.stranger, plan, "lampiran-pk.pdf", status=404)
    look(cast.officer, plan, "surat-cinta/", status=404)


def test_a_form_costs_few_queries(
    cast: Cast, plan: Plan, sop: SopVersion, django_assert_max_num_queries: Counter
) -> None:
    every_figure(cast, plan, sop)
    client = Client()
    client.force_login(cast.officer)
    for name in FormName:
        with clock.at(SEVENTH), django_assert_max_num_queries(15):
            client.get(f"/rencana/{plan.pk}/formulir/{name.value}/")
