"""The report pages: what is seen, by whom, how far it has come, and with how few queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.actions.compile import compile_report
from reporting.models import Plan, Realisation, Report, Review
from reporting.queries.reports import listed, with_stage
from reporting.queries.story import story_of
from sop.actions.tick import tick
from sop.models import SopVersion
from tests.cast import Cast, make_indicator, task_of
from tests.reporting.stories import (
    NINTH,
    SEVENTH,
    SIXTH,
    TENTH,
    every_figure,
    open_january,
    play,
    report_in,
    state,
    to_draft,
)


def stage(cast: Cast) -> str:
    """The stage by the page; the list must say the same."""
    story = story_of(report_in(cast))
    assert story is not None
    [item] = listed(list(with_stage(Report.objects.all())))
    assert item.stage == story.stage
    return story.stage


def test_the_stage_follows_from_what_exists(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    seen = [stage(cast)]
    compilation = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    seen.append(stage(cast))
    Review.objects.create(
        compilation=compilation, task=task_of(cast, "open"), decision="returned", by=cast.reviewer, at=SEVENTH
    )
    seen.append(stage(cast))
    assert seen == ["draft", "reviewed", "draft"]


def test_the_stages_of_a_straight_month(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    seen = [stage(cast)]
    for kind, who, at in (
        ("review", cast.reviewer, SEVENTH),
        ("sign", cast.head, NINTH),
        ("deliver", cast.compiler, NINTH),
        ("archive", cast.compiler, TENTH),
    ):
        tick(at)
        play(task_of(cast, kind), who, at)
        seen.append(stage(cast))
    assert seen == ["reviewed", "approved", "signed", "delivered", "archived"]


def test_the_page_prints_the_table_by_branches_with_its_workings(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    every_figure(cast, plan, sop)
    client.force_login(cast.reviewer)
    page = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    for expected in (
        "Meningkatnya kualitas penganggaran",
        "135,15",
        "31,06",
        "(2 × 80 − 135,15) ÷ 80 × 100 = 31,06",
        "belum disampaikan",
        "tidak dapat dinilai",
        "12.500.000,50",
        "Belum menyampaikan sampai tenggat",
        cast.second_officer.name,
        'aria-current="step"',
    ):
        assert expected in page


def test_a_report_without_a_draft_says_what_comes_next(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    open_january(sop)
    client.force_login(cast.officer)
    page = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert "Draf belum disusun" in page
    assert client.get(reverse("report-file", args=[report_in(cast).pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("name", ["report", "report-round", "report-file"])
def test_strangers_find_no_report(name: str, cast: Cast, plan: Plan, sop: SopVersion, client: Client) -> None:
    to_draft(cast, sop)
    extra: dict[str, list[object]] = {"report-round": [1], "report-file": ["pdf"]}
    url = reverse(name, args=[report_in(cast).pk, *extra.get(name, [])])
    client.force_login(cast.stranger)
    assert client.get(url).status_code == 404
    assert "Belum ada laporan" in client.get(reverse("reports")).content.decode()
    client.force_login(cast.reviewer)
    assert client.get(url).status_code == 200


def test_a_round_or_a_format_that_does_not_exist_is_not_found(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_draft(cast, sop)
    client.force_login(cast.reviewer)
    pk = report_in(cast).pk
    assert client.get(reverse("report-round", args=[pk, 2])).status_code == 404
    assert client.get(reverse("report-file", args=[pk, "odt"])).status_code == 404


def test_a_draft_is_downloaded_as_what_it_is(cast: Cast, plan: Plan, sop: SopVersion, client: Client) -> None:
    to_draft(cast, sop)
    client.force_login(cast.reviewer)
    for format_, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = client.get(reverse("report-file", args=[report_in(cast).pk, format_]))
        assert answer.content.startswith(start)
        assert f'filename="draf-laporan-bpkad-magelang-2026-01.{format_}"' in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_change_between_rounds_is_marked_on_its_row_only(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    Realisation.objects.filter(indicator__code="1.1").update(value=Decimal(9), raw="9")
    compile_report(report_in(cast), round_=2, by=None, now=SEVENTH)
    story = story_of(report_in(cast))
    assert story is not None
    assert [row.line.indicator.code for row in story.rows if row.before] == ["1.1"]
    first = story_of(report_in(cast), 1)
    assert first is not None
    assert first.changed == 0
    assert not first.is_latest


def test_pages_ask_the_database_a_fixed_number_of_times(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    compilation = every_figure(cast, plan, sop)
    client.force_login(cast.reviewer)
    urls = [reverse("report", args=[compilation.report_id]), reverse("reports"), reverse("archives")]
    few = [queries(client, url) for url in urls]
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    for number in range(30):
        make_indicator(node, f"Q.{number}", "Tambahan", unit="Kali", annual=Decimal(12))
        state(f"Q.{number}", "1")
    again = compile_report(report_in(cast), round_=2, by=None, now=SEVENTH)
    assert again.lines.count() == 40
    many = [queries(client, url) for url in urls]
    assert many == few
    assert max(many) <= 15


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
