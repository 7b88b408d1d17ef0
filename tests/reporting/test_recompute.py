"""A published table is computed once more: misprints are found, and rounding is told apart from them."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

PUBLISHED = Path(__file__).parents[2] / "reporting" / "fixtures" / "published"
SETDA = PUBLISHED / "setda_sumut_2021_realisasi_keuangan_sasaran3.csv"
KECAMATAN = PUBLISHED / "kecamatan_gunung_kaler_2020_sasaran1.csv"


def run(path: Path, *options: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = io.StringIO()
    try:
        call_command("recompute", str(path), *options, stdout=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def cells(path: Path, *options: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code and the findings by cell."""
    code, text = run(path, *options, "--json")
    report = json.JSONDecoder().raw_decode(text)[0]
    return code, {cell["cell"]: cell for cell in report["cells"]}


def verdicts(path: Path, *options: str) -> dict[str, str]:
    return {place: cell["verdict"] for place, cell in cells(path, *options)[1].items()}


def table(folder: Path, *lines: str, name: str = "tabel.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(folder: Path, rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, layout in (formats or {}).items():
        sheet[cell].number_format = layout
    path = folder / "tabel.xlsx"
    book.save(path)
    return path


def test_the_misprint_of_the_setda_is_found_and_its_mean_of_percentages_told_apart() -> None:
    code, found = cells(SETDA)
    assert code == 1
    assert {place: cell["verdict"] for place, cell in found.items()} == {"G8": "other_rule", "G12": "differs"}
    misprint, mean = found["G12"], found["G8"]
    assert (misprint["row"], misprint["column"], misprint["printed"]) == (12, "persen_terbit", "80.5")
    assert misprint["computed"].startswith("77.076")
    assert misprint["name"] == "Evaluasi Pelaksanaan Kerja Sama"
    assert "Tercetak 80,5, hitungan 77,08" in misprint["sentence"]
    assert mean["computed"].startswith("88.91")
    assert "rata-rata 4 persentase tercetak" in mean["sentence"]
    assert mean["rule"] == "serapan: Σ realisasi ÷ Σ pagu × 100"


def test_the_kecamatan_differs_only_within_the_rounding_of_its_inputs() -> None:
    code, found = cells(KECAMATAN)
    assert code == 0
    assert {place: cell["verdict"] for place, cell in found.items()} == dict.fromkeys(
        ("J9", "J11", "J12"), "rounding"
    )
    sentence = found["J9"]["sentence"]
    assert "Tercetak 95,24, hitungan 95,29" in sentence
    assert "66,7 dapat berarti 66,65 sampai 66,75" in sentence


@pytest.mark.parametrize("name", ["keuangan", "kinerja"])
def test_the_tables_of_polman_come_out_again_with_their_totals(name: str) -> None:
    code, text = run(PUBLISHED / f"polman_2022_subbid_penyusunan_anggaran_{name}.csv")
    assert code == 0
    assert "6 sel dihitung ulang: 6 sama, 0 terjelaskan oleh pembulatan, 0 berbeda." in text


def test_the_findings_are_told_in_sentences() -> None:
    code, text = run(SETDA)
    assert code == 1
    assert "G12 baris 12, persen_terbit, Evaluasi Pelaksanaan Kerja Sama: berbeda" in text
    assert "Hitungan: 307.055.630 ÷ 398.379.650 × 100 = 77,08" in text
    assert "2 sel berbeda dari hitungan." in text


def test_the_json_is_as_documented() -> None:
    report = json.JSONDecoder().raw_decode(run(SETDA, "--json", "--cap", "120")[1])[0]
    document = (PUBLISHED.parents[2] / "docs" / "formats" / "recompute.md").read_text(encoding="utf-8")
    assert report["cap"] == "120"
    assert (report["checked"], report["same"], report["differing"]) == (5, 3, 2)
    for name in [*report, *report["cells"][0]]:
        assert f"`{name}`" in document


def test_a_cut_figure_is_told_apart_from_a_wrong_one(tmp_path: Path) -> None:
    path = table(tmp_path, "target,realisasi,capaian_terbit", "3,2,66.66", "3,2,66.67", "3,2,66.68", "3,2,67")
    assert verdicts(path) == {"C2": "truncated", "C4": "differs"}


def test_counts_are_never_excused_by_rounding(tmp_path: Path) -> None:
    assert verdicts(table(tmp_path, "target,realisasi,capaian_terbit", "2,3,160")) == {"C2": "differs"}


def test_direction_form_and_cap_are_asked_for_or_named_as_the_rule_that_fits(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "indikator;arah;target;realisasi;capaian_terbit",
        "Waktu;negatif;10;12;80,00",
        "Biaya;negatif;10;12;83,33",
        "Dokumen;positif;10;15;120,00",
        "Hari;;10;8;120,00",
    )
    code, found = cells(path)
    assert code == 1
    assert {place: cell["verdict"] for place, cell in found.items()} == dict.fromkeys(
        ("E3", "E4", "E5"), "other_rule"
    )
    assert "T ÷ R × 100" in found["E3"]["sentence"]
    assert "batas 120" in found["E4"]["sentence"]
    assert "makin rendah makin baik" in found["E5"]["sentence"]
    assert set(verdicts(path, "--direction", "lower", "--cap", "120")) == {"E3"}
    assert set(verdicts(path, "--lower-form", "inverse")) == {"E2", "E4", "E5"}


def test_ranges_and_predicates_are_computed_too(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "indikator;arah;target;realisasi;capaian_terbit",
        "Rasio;rentang;80 - 90;92;113",
        "Rasio;;80 - 90;85;100",
        "Opini BPK;predikat;WTP;WDP;75",
        "SAKIP;predikat;BB;B;80",
        "SAKIP;predikat;BB;XX;80",
        "Indeks;menyamping;3,5;3,5;100",
    )
    _, found = cells(path)
    assert {place: cell["verdict"] for place, cell in found.items()} == {
        "E2": "differs",
        "E6": "unchecked",
        "E7": "unchecked",
    }
    assert "hitungan 102,22" in found["E2"]["sentence"]
    assert "arah “menyamping” tidak dikenal" in found["E7"]["sentence"]


def test_a_total_that_its_parts_do_not_give_is_found(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "indikator,satuan,gabung,target,januari,februari,maret,jumlah_terbit,capaian_terbit",
        "Dokumen,dokumen,,10,2,3,4,8,80",
        "Ketepatan,%,,100,80,90,95,95,95",
        "Ketepatan,%,rata-rata,100,80,90,100,100,100",
    )
    _, found = cells(path)
    assert {place: cell["verdict"] for place, cell in found.items()} == {
        "H2": "differs",
        "I2": "other_rule",
        "H4": "other_rule",
        "I4": "other_rule",
    }
    assert "jumlah tercetak 8" in found["I2"]["sentence"]
    assert "posisi terakhir" in found["H4"]["sentence"]


def test_what_cannot_be_computed_is_said_and_no_difference(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "indikator,target,realisasi,capaian_terbit",
        "Nol,0,5,100",
        "Teks,10,Proses Penilaian,90",
        "Kosong,10,,0",
        "Tidak tercetak,10,5,-",
        "Ragu,1.234,1,0",
        "Jumlah dokumen,10,9,90",
    )
    code, found = cells(path)
    assert code == 0
    assert {place: cell["verdict"] for place, cell in found.items()} == dict.fromkeys(
        ("D2", "D3", "D4", "D6"), "unchecked"
    )
    assert "target 0" in found["D2"]["sentence"]
    assert "dapat berarti dua hal" in found["D6"]["sentence"]


def test_three_decimals_are_read_as_the_rest_of_the_table_writes_them(tmp_path: Path) -> None:
    comma = table(tmp_path, "pagu;realisasi;serapan", "2.000;1.234;61,70")
    assert verdicts(comma) == {}
    point = table(tmp_path, "target,realisasi,capaian", "2.000,1.234,61.7")
    assert verdicts(point) == {}


def test_an_excel_table_is_compared_at_the_decimals_that_its_cells_show(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Tabel 19 Realisasi Keuangan"],
        ["Sumber: laporan kinerja"],
        ["Uraian", "Pagu (Rp)", "Realisasi (Rp)", "Serapan (%)", "% Capaian"],
        ["Sewa", 749930215, 702188300, 93.6338, 0.936],
        ["Rapat", 398379650, 307055630, 80.5, 0.771],
    ]
    path = workbook(tmp_path, rows, {"D4": "0.0", "E4": "0.0%", "E5": "0.0%"})
    _, found = cells(path)
    assert {place: cell["verdict"] for place, cell in found.items()} == {"D5": "differs"}
    assert (found["D5"]["sheet"], found["D5"]["printed"]) == ("Sheet", "80.5")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tabel.csv", b"nama,nilai\nA,1\n", "Judul kolom tidak dikenali"),
        ("tabel.csv", b"", "Judul kolom tidak dikenali"),
        ("tabel.csv", b"target,realisasi,capaian\n", "Tidak ada persentase tercetak"),
        ("tabel.csv", b"\0\0\1", "bukan teks CSV"),
        ("tabel.csv", b'target,realisasi,capaian\n"1,2,3\n', "tanda kutip"),
        ("tabel.xlsx", b"PK\x03\x04rusak", "rusak"),
        ("tabel.pdf", b"%PDF-1.7", "harus .xlsx atau .csv"),
    ],
)
def test_a_file_that_is_no_such_table_ends_with_two(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, text = run(path, "--json")
    assert code == 2
    assert sentence in json.JSONDecoder().raw_decode(text)[0]["error"]


def test_a_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    code, text = run(tmp_path / "tidak-ada.csv")
    assert code == 2
    assert "tidak dapat dibuka" in text
