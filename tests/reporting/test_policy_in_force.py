"""The policy of the period's last day makes a draft's figures; a change touches later drafts only."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.achievement import RULE_VERSION
from reporting.actions.compile import compile_report
from reporting.efficiency import LIMIT
from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.models import AgencyPolicy, Compilation, Indicator, Plan, PlanNode, ReportLine, Scale
from reporting.policy import DEFAULT, Policy, policy_from
from reporting.queries.compiled import figures_of
from reporting.queries.rules import frozen_policy, policy_words, rule_words
from reporting.renderers.tables import headline, notes_of
from sop.models import SopVersion
from tests.cast import Cast, make_indicator, make_node
from tests.reporting.stories import SIXTH, every_figure, open_january, report_in, spend, state

pytestmark = pytest.mark.usefixtures("blank_paper")

FIRST = date(2026, 1, 1)


def choose(cast: Cast, *, from_on: date = FIRST, **columns: Any) -> AgencyPolicy:
    return AgencyPolicy.objects.create(agency=cast.agency, from_on=from_on, **columns)


def compiled(cast: Cast, round_: int = 1) -> Compilation:
    return compile_report(report_in(cast), round_=round_, by=None, now=SIXTH)


def line(compilation: Compilation, code: str) -> ReportLine:
    return compilation.lines.get(indicator__code=code)


def test_a_change_of_policy_touches_the_next_draft_and_not_the_last(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    first = every_figure(cast, plan, sop)
    before = (line(first, "1.1").achievement, line(first, "D.5").achievement, first.digest)
    grade = Scale.objects.create(
        name="Warna", valid_from=FIRST, bands=[["95", "Hijau"], ["70.5", "Kuning"], [None, "Merah"]]
    )
    choose(cast, cap=Decimal(150), zero_target=ZeroTarget.MET_OR_NOT.value, scale=grade)
    first.refresh_from_db()
    assert (line(first, "1.1").achievement, line(first, "D.5").achievement, first.digest) == before
    assert (first.policy["since"], first.policy["cap"], first.policy["version"]) == (None, None, RULE_VERSION)
    assert line(first, "1.2").rating == "Tinggi"
    second = compiled(cast, 2)
    assert second.digest != first.digest
    capped = line(second, "1.1")
    assert (capped.achievement, capped.raw_achievement) == (Decimal(150), Decimal(200))
    assert (line(second, "D.5").achievement, line(second, "1.2").rating) == (Decimal(100), "Kuning")
    assert frozen_policy(second.policy).scale.label_of(Decimal("70.5")) == "Kuning"


def test_the_last_day_of_the_period_decides_which_policy_holds(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    open_january(sop)
    state("1.1", "2")
    choose(cast, from_on=date(2026, 1, 31), cap=Decimal(110))
    choose(cast, from_on=date(2026, 2, 1), cap=Decimal(100))
    assert line(compiled(cast), "1.1").achievement == Decimal(110)


def test_a_line_keeps_the_rule_that_made_it(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    choose(cast, cap=Decimal(150))
    draft = every_figure(cast, plan, sop)
    own, agencys = line(draft, "D.2").rule, line(draft, "1.1").rule
    assert (own["cap"], own["cap_from"], own["lower_form"]) == ("120", "indicator", "inverse")
    assert (agencys["cap"], agencys["cap_from"], agencys["rollup"]) == ("150", "agency", "sum")
    assert line(draft, "D.3").rule["range"] == ["7", "8"]
    assert line(draft, "D.4").rule["scores"][0] == ["WTP", "4"]
    assert line(draft, "D.6").rule["factor"] == "100"
    assert line(draft, "D.6").rule["rollup_working"] == "5 ÷ 6 × 100 = 83,33"
    assert rule_words(own) == (
        f"Aturan {RULE_VERSION}: makin rendah makin baik, T ÷ R × 100; "
        "paling tinggi 120 (batas pada indikator); "
        "cara gabung posisi terakhir; target posisi kumulatif; target 0 tidak dapat dinilai; "
        "skala Permendagri 86/2017."
    )


def test_a_changed_rule_changes_the_digest_even_where_no_figure_moves(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    open_january(sop)
    state("1.2", "84.75")
    plain = figures_of(report_in(cast)).digest
    Indicator.objects.filter(code="1.2").update(weight=Decimal(5))
    weighted = figures_of(report_in(cast)).digest
    choose(cast, mean_skips_zero=True)
    assert len({plain, weighted, figures_of(report_in(cast)).digest}) == 3


def test_a_policy_comes_back_from_its_record() -> None:
    chosen = Policy(FIRST, ZeroTarget.CAP, Decimal(110), AgencyMean.OBJECTIVES, True, Efficiency.PMK_249)
    assert policy_from(chosen.record) == chosen
    assert policy_from(DEFAULT.record) == DEFAULT
    assert frozen_policy({}) == DEFAULT
    assert policy_words({"version": "2026.2", **chosen.record}).startswith(
        "Aturan hitung versi 2026.2, sejak 1 Januari 2026: target 0 batas atas"
    )


def test_weights_and_the_kind_of_mean_follow_the_plan_and_the_policy(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    top = plan.nodes.get(level=PlanNode.Level.GOAL)
    second = make_node(plan, top, PlanNode.Level.OBJECTIVE, "S2", "Sasaran kedua")
    make_indicator(second, "S.1", "Indeks", unit="Nilai", annual=Decimal(12))
    Indicator.objects.filter(code="1.1").update(weight=Decimal(3))
    Indicator.objects.filter(code="1.2").update(weight=Decimal(1))
    open_january(sop)
    state("1.1", "1")  # 100
    state("1.2", "0")
    state("S.1", "0.5")  # 50
    means = compiled(cast).means
    by_code = {mean["code"]: mean for mean in means["objectives"]}
    assert (Decimal(by_code["S1"]["value"]), by_code["S1"]["weighted"]) == (Decimal(75), True)
    assert (Decimal(means["agency"]["value"]), means["agency"]["weighted"]) == (Decimal(50), False)
    assert "bobot tidak dipakai karena hanya 2 dari 3" in means["agency"]["working"]
    choose(cast, agency_mean=AgencyMean.OBJECTIVES.value, mean_skips_zero=True)
    other = compiled(cast, 2)
    assert Decimal(other.means["agency"]["value"]) == Decimal(75)  # (100 + 50) ÷ 2, the zero left out
    assert headline(other)[0][2] == "2 sasaran dirata-ratakan, 0 tanpa capaian"


def test_efficiency_is_computed_by_the_method_chosen_and_told(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    open_january(sop)
    state("1.1", "2")
    state("1.2", "84.75")
    spend("5.02.02.2.01.0001", "20000000")
    assert "efficiency" not in compiled(cast).means
    policy = choose(cast, efficiency=Efficiency.DIFFERENCE.value)
    draft = compiled(cast, 2)
    agency, budget = (Decimal(draft.means[name]["value"]) for name in ("agency", "budget"))
    told = draft.means["efficiency"]
    assert abs(Decimal(told["value"]) - (agency - budget)) < Decimal("0.00001")
    assert "pagu setahun" in told["working"]
    assert [name for name, _, _ in headline(draft)][-1] == "Efisiensi"
    assert headline(draft)[-1][1].endswith(" poin")
    assert notes_of(draft)[-1].startswith("Efisiensi: capaian kinerja − serapan anggaran (poin): capaian ")
    policy.efficiency = Efficiency.PMK_249.value
    policy.save()
    told = compiled(cast, 3).means["efficiency"]
    assert (told["counted"], told["method"]) == (1, "pmk_249")
    assert f"÷ {LIMIT} × 50" in told["working"]
