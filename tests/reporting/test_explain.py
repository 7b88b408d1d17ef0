"""`explain` tells one figure from target to rule, frozen or made now, and says what it cannot find."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reporting.achievement import RULE_VERSION
from reporting.models import Compilation, Indicator, Plan
from sop.models import SopVersion
from tests.cast import Cast, make_indicator
from tests.reporting.stories import every_figure, state


def explain(cast: Cast, indicator: str, period: str = "2026-01", **options: object) -> str:
    out = StringIO()
    call_command(
        "explain", agency=cast.agency.code, period=period, indicator=indicator, stdout=out, **options
    )
    return " ".join(out.getvalue().split())


@pytest.fixture
def draft(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


def test_a_frozen_figure_is_told_as_it_was_made(cast: Cast, draft: Compilation) -> None:
    Indicator.objects.filter(code="D.6").update(direction="lower", rollup="sum")
    told = explain(cast, "D.6")
    for expected in (
        "Indikator: D.6 Serapan tepat (%)",
        "Sumber angka: beku pada draf putaran 1, disusun Jumat, 6 Februari 2026, 00.10 WIB",
        "Target s.d. bulan ini: 90",
        "Realisasi s.d. bulan ini: 83,33",
        "Cara gabung: 5 ÷ 6 × 100 = 83,33",
        "Capaian s.d. bulan ini: 92,59 % — Realisasi: 5 ÷ 6 × 100 = 83,33. Capaian: ",
        "Capaian tahun 2026: 92,59 %",
        "Predikat: Sangat Tinggi",
        f"Aturan indikator: {RULE_VERSION}: makin tinggi makin baik",
        f"Aturan hitung: versi {RULE_VERSION}, bawaan",
        "; skala Permendagri 86/2017.",
    ):
        assert expected in told
    assert "Sebelum dibatasi: 133,33 %" in explain(cast, "D.2", round=1)
    assert "— Tidak dapat dinilai: target 0." in explain(cast, "D.5")


def test_without_a_draft_the_figure_is_made_now_and_says_so(cast: Cast, draft: Compilation) -> None:
    state("1.1", "4", period="2026-03")
    told = explain(cast, "1.1", "2026-Q1")
    assert "Sumber angka: dihitung sekarang" in told
    assert "Cara gabung: 2 + 4 = 6" in told
    assert "Capaian s.d. triwulan ini: 200,00 %" in told


def test_what_is_not_there_is_said_in_a_sentence(cast: Cast, draft: Compilation, plan: Plan) -> None:
    other = make_indicator(plan.nodes.get(code="T1"), "1.1", "Sama", unit="Kali", annual=Decimal(12))
    cases: dict[str, dict[str, Any]] = {
        "tidak dikenal; yang ada: ": {"agency": "tidak-ada", "period": "2026-01", "indicator": "1.1"},
        "Periode “2026-13” tidak dikenal": {"period": "2026-13", "indicator": "1.1"},
        "Indikator “9.9” tidak ada; yang ada: 1.1, 1.2": {"period": "2026-01", "indicator": "9.9"},
        "belum memiliki rencana 2031": {"period": "2031-01", "indicator": "1.1"},
        "putaran 7 tidak ada; putaran yang ada: 1.": {"period": "2026-01", "indicator": "1.1", "round": 7},
        "ada pada 2 baris; tambahkan --node": {"period": "2026-02", "indicator": other.code},
    }
    for sentence, options in cases.items():
        with pytest.raises(CommandError) as refused:
            call_command("explain", **{"agency": cast.agency.code, **options})
        assert sentence in str(refused.value)
    assert "1.1 Sama" in explain(cast, "1.1", "2026-02", node="T1")
