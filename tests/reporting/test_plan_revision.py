"""Perubahan: a revision made from a copy, what stands against publishing it, and what differs."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import HistoryEvent
from reporting.actions.plan_edit import Edit
from reporting.actions.plan_revision import discard, draft_revision, publish
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.queries.plan import plan_for
from reporting.queries.plan_difference import difference_between
from reporting.queries.plan_lines import Head
from reporting.queries.plan_problems import problems_of
from sop.models import SopVersion
from sop.workflow import Blocked, NotYours
from tests.cast import Cast, make_indicator, make_node, make_plan, wib
from tests.reporting.stories import open_january, report_in

NOW = wib("2026-06-15 09:00")
SUB, SECOND = "5.02.02.2.01.0001", "5.02.02.2.01.0002"
SECOND_HALF = Head("Perubahan 1", date(2026, 7, 1), basis="DPPA 2026")


def revise(cast: Cast, plan: Plan, head: Head = SECOND_HALF) -> Plan:
    return draft_revision(plan, head, by=cast.reviewer, now=NOW)


def edit(cast: Cast, plan: Plan) -> Edit:
    return Edit(plan=plan, by=cast.reviewer, now=NOW)


def content(plan: Plan) -> list[Any]:
    """Everything that a plan says, without keys."""
    rows: list[Any] = [
        list(plan.nodes.order_by("code").values_list("code", "level", "name", "order", "parent__code"))
    ]
    for model, place in (
        (Indicator, "node"),
        (Budget, "node"),
        (Assignment, "node"),
        (Target, "indicator__node"),
    ):
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.attname not in {"node_id", "indicator_id"}
        ]
        found = model._default_manager.filter(**{f"{place}__plan": plan})
        rows.append(sorted(map(repr, found.values_list(f"{place}__code", *columns))))
    return rows


def test_a_revision_is_a_whole_copy_that_counts_nowhere_yet(cast: Cast, plan: Plan) -> None:
    draft = revise(cast, plan)
    assert content(draft) == content(plan)
    assert (draft.revision, draft.status, draft.copied_from) == (1, "draft", plan)
    assert plan_for(cast.agency, _month("2026-08")) == plan
    publish(edit(cast, draft))
    assert plan_for(cast.agency, _month("2026-08")) == draft
    assert plan_for(cast.agency, _month("2026-06")) == plan
    draft.refresh_from_db()
    assert (draft.published_by, draft.published_at) == (cast.reviewer, NOW)
    assert HistoryEvent.objects.filter(verb__in=("plan_drafted", "plan_published")).count() == 2


def _month(code: str) -> Any:
    return Target.objects.get(indicator__code="1.1", indicator__node__plan__revision=0, period=code).period


def test_copying_costs_the_same_however_long_the_plan_is(cast: Cast, plan: Plan) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            draft = revise(cast, plan)
        discard(edit(cast, draft))
        return len(queries)

    cost()  # the first one also begins the history of the agency
    few = cost()
    top = plan.nodes.get(code="T1")
    for number in range(6):
        node = make_node(plan, top, PlanNode.Level.OBJECTIVE, f"9.{number}", f"Tambahan {number}")
        make_indicator(node, "1", "Dokumen", unit="Dokumen", annual=Decimal(12))
    assert cost() == few


def test_one_draft_at_a_time_and_only_of_a_published_plan(cast: Cast, plan: Plan) -> None:
    draft = revise(cast, plan)
    with pytest.raises(Blocked, match="masih berupa draf"):
        revise(cast, plan)
    with pytest.raises(Blocked, match="dari rencana yang sudah terbit"):
        revise(cast, draft)
    with pytest.raises(NotYours):
        draft_revision(plan, SECOND_HALF, by=cast.officer, now=NOW)
    discard(edit(cast, draft))
    assert revise(cast, plan).revision == 1


def empty(plan: Plan) -> None:
    plan.nodes.all().delete()


def early(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(from_on=date(2026, 1, 1))


def elsewhere(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(from_on=date(2027, 1, 1))


def unscaled(plan: Plan) -> None:
    Indicator.objects.filter(node__plan=plan, code="1.1").update(direction="predicate")


def unbounded(plan: Plan) -> None:
    Indicator.objects.filter(node__plan=plan, code="1.1").update(direction="range")


def alike(plan: Plan) -> None:
    plan.nodes.filter(code=SECOND).update(code=f"{SUB} ")


def orphaned(plan: Plan) -> None:
    plan.nodes.filter(code=SUB).update(parent=None)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty, "belum berisi satu baris pun"),
        (early, "harus sesudah rencana 2026 (Murni)"),
        (elsewhere, "tidak berada dalam tahun 2026"),
        (unscaled, "arah predikat memerlukan skala"),
        (unbounded, "memerlukan batas bawah dan batas atas"),
        (alike, f"Kode {SUB}  sama dengan kode {SUB}"),
        (orphaned, f"Sub kegiatan {SUB} belum berada di bawah Kegiatan"),
    ],
)
def test_a_faulty_draft_is_not_published_and_says_why(
    cast: Cast, plan: Plan, spoil: Callable[[Plan], None], words: str
) -> None:
    draft = revise(cast, plan)
    spoil(draft)
    draft.refresh_from_db()
    with pytest.raises(Blocked) as refused:
        publish(edit(cast, draft))
    assert words in str(refused.value)
    assert refused.value.blockers[0].link.startswith(f"/rencana/{draft.pk}/")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_what_is_merely_missing_is_told_and_does_not_block(cast: Cast, plan: Plan) -> None:
    draft = revise(cast, plan)
    Assignment.objects.filter(node__plan=draft, node__code=SUB).delete()
    Budget.objects.filter(node__plan=draft, node__code=SUB).delete()
    Target.objects.filter(indicator__node__plan=draft, indicator__code="1.1").delete()
    Indicator.objects.filter(node__plan=draft, code="1.2").update(annual_target=Decimal(90))
    page = problems_page(cast, draft)
    assert f"Sub kegiatan {SUB} belum mempunyai PPTK pada 1 Juli 2026" in page
    assert f"Sub kegiatan {SUB} belum mempunyai pagu" in page
    assert f"Indikator 1.1 pada {SUB} belum mempunyai target per bulan" in page
    assert "Target bulan terakhir (posisi kumulatif) 100, sedangkan target tahun 90" in page
    assert "Versi nomenklatur belum disebut" in page
    assert not any(problem.blocks for problem in problems_of(draft))
    publish(edit(cast, draft))


def problems_page(cast: Cast, draft: Plan) -> str:
    browser = Client()
    browser.force_login(cast.reviewer)
    with clock.at(NOW):
        answer = browser.get(reverse("plan-publish", args=[draft.pk]))
    return unescape(" ".join(answer.content.decode().split()))


def test_publishing_in_the_browser_and_opening_waits_for_nothing_else(cast: Cast, plan: Plan) -> None:
    browser = Client()
    browser.force_login(cast.reviewer)
    with clock.at(NOW):
        form = {"label": "Perubahan 1", "from_on": "2026-07-01", "nomenclature": "", "basis": "DPPA"}
        answer = browser.post(reverse("plan-revise", args=[plan.pk]), form)
        draft = Plan.objects.get(revision=1)
        assert answer.headers["location"] == reverse("plan-editor", args=[draft.pk])
        assert browser.post(reverse("plan-publish", args=[draft.pk])).status_code == 302
        page = unescape(" ".join(browser.get(reverse("plan", args=[draft.pk])).content.decode().split()))
    assert "Beda dengan Murni" in page
    assert Plan.objects.get(revision=1).status == "published"


def test_a_draft_opens_no_period(cast: Cast, sop: SopVersion) -> None:
    plan = make_plan(cast)
    Plan.objects.filter(pk=plan.pk).update(status="draft")
    open_january(sop)
    assert plan_for(cast.agency, sop.sop.runs.get().period) is None
    assert not plan.reports.exists()
    publish(edit(cast, plan))
    assert not plan.reports.exists(), "this SOP prints an opening; it is the compiler's to do"
    open_january(sop)
    assert report_in(cast).plan == plan


# --- difference --------------------------------------------------------------------------------------


def told(old: Plan, new: Plan) -> set[tuple[str, str, str, str, str]]:
    return {(s, w, c, o, n) for s, w, _, c, o, n in difference_between(old, new).rows}


def test_a_copy_differs_in_its_head_only(cast: Cast, plan: Plan) -> None:
    draft = revise(cast, plan)
    assert {row[0] for row in told(plan, draft)} == {"Kepala rencana"}


def test_every_kind_of_change_is_told_with_old_and_new(cast: Cast, plan: Plan) -> None:
    draft = revise(cast, plan)
    sub = draft.nodes.get(code=SUB)
    sub.name = "Penyusunan KUA dan PPAS"
    sub.save()
    draft.nodes.filter(code=SECOND).delete()
    make_node(draft, sub.parent, PlanNode.Level.SUBACTIVITY, "5.02.02.2.01.0003", "Baru")
    Indicator.objects.filter(node=sub, code="1.1").update(unit="Naskah", annual_target=Decimal(15))
    Target.objects.filter(indicator__node=sub, indicator__code="1.1", period="2026-12").update(value=15)
    Budget.objects.create(node=sub, amount=Decimal(150_000_000), from_on=date(2026, 7, 1), label="DPPA")
    Assignment.objects.filter(node=sub).update(to_on=date(2026, 6, 30))
    Assignment.objects.create(node=sub, officer=cast.second_officer, from_on=date(2026, 7, 1))
    rows = told(plan, draft)
    assert {
        ("Baris rencana", "Diubah", "Uraian", "Penyusunan dokumen 1", "Penyusunan KUA dan PPAS"),
        ("Baris rencana", "Ditambahkan", "Uraian", "", "Baru"),
        ("Baris rencana", "Dihapus", "Uraian", "Penyusunan dokumen 2", ""),
        ("Indikator", "Diubah", "Satuan", "Dokumen", "Naskah"),
        ("Indikator", "Diubah", "Target tahun", "12", "15"),
        ("Indikator", "Dihapus", "Indikator", "Persentase ketepatan waktu", ""),
        ("Target per bulan", "Diubah", "Desember", "12", "15"),
        ("Pagu", "Diubah", "Pagu mulai 1 Juli 2026", "Rp120.000.000", "Rp150.000.000 (DPPA)"),
        ("Pagu", "Dihapus", "Pagu mulai 1 Januari 2026", "Rp120.000.000", ""),
        ("PPTK", "Diubah", "PPTK mulai 1 Juli 2026", cast.officer.name, cast.second_officer.name),
    } <= rows
    assert ("Pagu", "Diubah", "Pagu mulai 1 Januari 2026", "Rp120.000.000", "Rp120.000.000") not in rows


def test_the_difference_reads_the_same_on_screen_and_in_excel(
    cast: Cast, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = revise(cast, plan)
    draft.nodes.filter(code=SUB).update(name="=2+2")
    for number in range(20):
        make_node(draft, None, PlanNode.Level.GOAL, f"9.{number}", f"Tambahan {number}")
    browser = Client()
    browser.force_login(cast.compiler)
    address = reverse("plan-difference", args=[plan.pk, draft.pk])
    with clock.at(NOW), django_assert_max_num_queries(15):
        page = unescape(browser.get(address).content.decode())
    assert "Tambahan 19" in page
    assert page.index("Semula (Murni)") < page.index("Menjadi (Perubahan 1)")
    with clock.at(NOW):
        answer = browser.get(reverse("plan-difference-file", args=[draft.pk, plan.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[:2] + row[3:] for row in rows if row[5] == "=2+2"] == [
        ["Baris rencana", "Diubah", "Uraian", "Penyusunan dokumen 1", "=2+2"]
    ]
    assert all(cell.data_type == "s" for row in sheet.iter_rows(min_row=5) for cell in row if cell.value)
