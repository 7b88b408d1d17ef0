"""The printed percentages of real reports come out again, and their misprints are found."""

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from reporting.achievement import Rule, achieve, mean, spending_percent
from reporting.measures import Rollup
from reporting.rollup import Entry, roll_up

PUBLISHED = Path(__file__).parents[2] / "reporting" / "fixtures" / "published"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a published table, without its source notes."""
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def number(text: str) -> Decimal | None:
    """A figure of the CSV files (decimal point), None for an empty cell."""
    return Decimal(text) if text else None


def as_printed(value: Decimal | None, printed: str) -> str:
    """A figure rounded to as many places as the document prints."""
    assert value is not None
    return str(value.quantize(Decimal(printed), rounding=ROUND_HALF_UP))


def test_every_table_keeps_its_source() -> None:
    tables = sorted(PUBLISHED.glob("*.csv"))
    assert len(tables) == 4
    for table in tables:
        assert table.read_text(encoding="utf-8").startswith("# Sumber")


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_kecamatan_table_comes_out_again_but_for_one_rounded_input(year: int) -> None:
    differing = {}
    for row in rows("kecamatan_gunung_kaler_2020_sasaran1"):
        if row["satuan"]:
            printed = row[f"capaian_{year}_terbit"]
            result = achieve(number(row[f"realisasi_{year}"]), number(row[f"target_{year}"]), Rule())
            if as_printed(result.value, printed) != printed:
                differing[row["kode"]] = as_printed(result.value, printed), printed
    # 2020 prints 66,7 but was computed from 66,67
    assert differing == ({} if year == 2019 else {"01.02": ("95.29", "95.24")})
    assert as_printed(achieve(Decimal("66.67"), Decimal(70), Rule()).value, "95.24") == "95.24"


def test_the_kecamatan_sum_and_mean_come_out_again() -> None:
    table = {row["kode"]: row for row in rows("kecamatan_gunung_kaler_2020_sasaran1")}
    for year, corrected in ((2019, {}), (2020, {"01.02": Decimal("66.67")})):
        results = [
            achieve(
                corrected.get(code, number(row[f"realisasi_{year}"])), number(row[f"target_{year}"]), Rule()
            )
            for code, row in table.items()
            if row["satuan"]
        ]
        total = sum((result.value for result in results if result.value is not None), Decimal(0))
        assert as_printed(total, "0.01") == table["JUMLAH"][f"capaian_{year}_terbit"]
        assert as_printed(mean(results).value, "0.01") == table["RATA2"][f"capaian_{year}_terbit"]


def test_the_misprint_in_the_setda_table_is_found() -> None:
    spending = [row for row in rows("setda_sumut_2021_realisasi_keuangan_sasaran3") if row["anggaran"]]
    differing = []
    for row in spending:
        value = spending_percent([number(row["realisasi"])], [number(row["anggaran"])]).value
        assert as_printed(value, "0.01") == row["persen_hitung"]
        if as_printed(value, row["persen_terbit"]) != row["persen_terbit"]:
            differing.append((row["sub_kegiatan"], as_printed(value, "0.01"), row["persen_terbit"]))
    assert differing == [("Evaluasi Pelaksanaan Kerja Sama", "77.08", "80.5")]


def test_the_setda_programme_is_a_ratio_of_sums_and_not_the_printed_mean() -> None:
    spending = [row for row in rows("setda_sumut_2021_realisasi_keuangan_sasaran3") if row["anggaran"]]
    result = spending_percent(
        [number(row["realisasi"]) for row in spending], [number(row["anggaran"]) for row in spending]
    )
    assert as_printed(result.value, "0.01") == "88.92"
    printed = [Decimal(row["persen_terbit"]) for row in spending]
    assert as_printed(sum(printed, Decimal(0)) / len(printed), "0.1") == "88.6"


def test_the_polman_indicators_come_out_again_by_their_roll_up() -> None:
    for row in rows("polman_2022_subbid_penyusunan_anggaran_kinerja"):
        entries = [Entry.of(number(row[f"isian_{n}"])) for n in range(1, 5)]
        total = roll_up(entries, Rollup.LAST if row["satuan"] == "persen" else Rollup.SUM)
        assert total.value == number(row["jumlah_terbit"])
        result = achieve(total.value, number(row["target"]), Rule())
        assert as_printed(result.value, "0.01") == row["kinerja_terbit"]
        assert result.raw == result.value


def test_the_polman_budget_comes_out_again() -> None:
    table = list(rows("polman_2022_subbid_penyusunan_anggaran_keuangan"))
    for row in table:
        entries = [Entry.of(number(row[f"isian_{n}"])) for n in range(1, 5)]
        total = roll_up(entries, Rollup.SUM)
        assert total.value == number(row["jumlah_terbit"])
        assert (
            as_printed(spending_percent([total.value], [number(row["alokasi"])]).value, "0.01")
            == row["persen_terbit"]
        )
    parts = [row for row in table if row["level"] == "sub_kegiatan"]
    whole = spending_percent(
        [number(row["jumlah_terbit"]) for row in parts], [number(row["alokasi"]) for row in parts]
    )
    assert as_printed(whole.value, "0.01") == table[0]["persen_terbit"]
