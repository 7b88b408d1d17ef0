"""The five printed texts as they stand: six SOPs, fifty steps, every cell whole."""

import re

import pytest

from sop.readers.reading import Unreadable
from sop.readers.text import read_text
from tests.sop.readers.printed import FILES, NAMES, readings, steps_of, strangers, text_of

TABLE = "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKet\n\t\tKepala\tStaf\tKelengkapan\tWaktu\tOutput\t\n"


def table(*rows: str, head: str = TABLE) -> str:
    return head + "\n".join(rows)


def test_five_files_hold_six_sops_with_fifty_steps() -> None:
    assert len(FILES) == 5
    assert [len(steps_of(name)) for name in NAMES] == [7, 8, 8, 7, 11, 9]


def test_printed_numbers_are_kept_also_where_they_skip() -> None:
    assert [step["number"] for step in steps_of("awayan-pengukuran")] == ["1", "2", "3", "4", "5", "8", "9"]
    assert [step["number"] for step in steps_of("madiun")] == [f"{n}." for n in range(1, 9)]


def test_the_lanes_come_from_the_head() -> None:
    lanes = {name: [actor["label"] for actor in readings()[name].document["actors"]] for name in NAMES}
    assert [len(lanes[name]) for name in NAMES] == [4, 3, 4, 4, 4, 5]
    assert lanes["madiun"] == ["KABAG", "SUBKOORDINATOR", "JFU"]
    assert lanes["awayan-pengukuran"] == [
        "Camat",
        "Sekretaris",
        "Kasubbag Perencanaan dan Keuangan",
        "Pelaksana",
    ]


@pytest.mark.parametrize("number", range(5))
def test_every_cell_of_every_table_is_in_the_result_whole(number: int) -> None:
    steps = [step for reading in read_text(text_of(number)) for step in reading.document["steps"]]
    lines = [line.split("\t") for line in text_of(number).split("\n") if re.match(r"\d+\.?\t", line)]
    assert len(lines) == len(steps)
    for cells, step in zip(lines, steps, strict=True):
        kept = [step[name] for name in ("requirements", "duration", "output", "remark")]
        assert [step["number"], step["text"], *kept] == [cells[0], cells[1], *cells[-4:]]


@pytest.mark.parametrize("number", range(5))
def test_the_source_is_kept_byte_for_byte(number: int) -> None:
    parts = [reading.document["source_text"] for reading in read_text(text_of(number))]
    assert "\n".join(parts) == text_of(number)


def test_the_second_sop_of_a_file_begins_with_its_own_heading() -> None:
    second = readings()["awayan-pengukuran"].document
    assert second["source_text"].startswith("PEMERINTAH KABUPATEN BALANGAN\nKECAMATAN AWAYAN")
    assert second["heading"].startswith("PEMERINTAH KABUPATEN BALANGAN")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("magelang", ("PS.SET. /SOP/440/2024", "03 Januari 2024", "", "03 Januari 2024")),
        ("madiun", ("1.4.1.14", "30 Agustus 2022", "-", "30 Agustus 2022")),
        ("awayan-data", ("071/03/KEC.AWY/VII/2023", "26 Juli 2023", "-", "26 Juli 2023")),
        ("awayan-pengukuran", ("071/02/KEC.AWY/VII/2023", "26 Juli 2023", "-", "26 Juli 2023")),
        ("malang", ("00.9.3.3/036/35.73.505/2024", "3 Januari 2024", "4 Januari 2024", "5 Januari 2024")),
        ("balangan", ("SOP – 01/BPKPAD", "02 Januari 2023", "", "02 Januari 2023")),
    ],
)
def test_number_and_dates_are_read_as_printed(name: str, fields: tuple[str, ...]) -> None:
    document = readings()[name].document
    names = ("number", "created_on", "revised_on", "effective_on")
    assert tuple(document[field] for field in names) == fields


def test_who_approved_is_read_in_every_layout() -> None:
    approved = {name: readings()[name].document["approved_by"] for name in NAMES}
    assert approved["awayan-data"] == ""
    assert approved["awayan-pengukuran"] == "CAMAT AWAYAN\nASWAL SALAHUDIN, S.IP\nNIP. 197012081992031007"
    assert approved["malang"].endswith("KOMPRABANDARI AB. S.Sos MM Pembina NIP. 19730419 199602 2 001")
    assert approved["madiun"] == "Sekretaris Daerah"


def test_a_field_that_is_not_printed_is_not_a_blank_one() -> None:
    [reading] = read_text("Nomor SOP\t\nNama SOP\tUji\n" + table("1\tMencatat\t\t\tA\t5 menit\tB\t"))
    assert reading.document["number"] == ""
    assert reading.document["created_on"] is None


def test_a_list_printed_empty_is_named_among_the_labels() -> None:
    madiun = readings()["madiun"].document
    assert (madiun["warnings"], madiun["periodic"]) == ([], [])
    assert "warnings" in madiun["labels"]
    assert "periodic" not in madiun["labels"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("magelang", (7, 3, 2, 4, 4, 1, 1)),
        ("madiun", (2, 1, 2, 1, 0, 0, 0)),
        ("awayan-data", (3, 3, 2, 3, 1, 1, 0)),
        ("awayan-pengukuran", (5, 3, 2, 3, 1, 1, 0)),
        ("malang", (8, 4, 0, 9, 1, 4, 0)),
        ("balangan", (2, 3, 3, 4, 1, 1, 0)),
    ],
)
def test_lists_come_apart_into_their_items(name: str, counts: tuple[int, ...]) -> None:
    document = readings()[name].document
    lists = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic")
    assert tuple(len(document[field]) for field in lists) == counts


def test_every_item_occurs_in_the_text_it_was_read_from() -> None:
    for reading in readings().values():
        for field in ("legal_basis", "qualifications", "related", "equipment", "warnings", "records"):
            for item in reading.document[field]:
                assert item in reading.document["source_text"]


def test_durations_are_kept_raw_and_measured_where_that_is_possible() -> None:
    step = steps_of("balangan")[6]
    assert (step["duration"], step["measured"]) == ("120 Hari", {"from": "120", "to": "120", "unit": "day"})
    assert all("measured" in step for name in NAMES for step in steps_of(name))


def test_the_printed_total_and_the_foot_are_kept() -> None:
    balangan = readings()["balangan"].document
    assert balangan["totals"] == "122 Hari 3 jam"
    assert balangan["totals_row"] == {"label": "Jumlah", "duration": "122 Hari 3 jam"}
    assert balangan["footer"].endswith("FAKIRIYANTO, S.PT, MP\nNIP. 19780601 200501 1 016")
    assert "SOEKO DWI HANDIARTO" in readings()["madiun"].document["footer"]


def test_remarks_and_the_crumb_of_the_drawing_are_kept() -> None:
    assert steps_of("madiun")[0]["remark"] == "SOP Administrasi Surat Masuk"
    assert list(steps_of("madiun")[7]["marks"]) == ["jfu"]


def test_nothing_in_a_reading_is_unknown_to_the_documented_format() -> None:
    assert [strangers(readings()[name].document) for name in NAMES] == [[]] * len(NAMES)


def test_a_step_about_results_is_not_taken_for_a_head() -> None:
    [reading] = read_text(table("1\tHasil rapat dicatat\t\t\tHasil rapat\t5 menit\tOutput\t"))
    assert [step["text"] for step in reading.document["steps"]] == ["Hasil rapat dicatat"]


def test_lanes_may_stand_below_a_head_that_names_everything_else() -> None:
    head = "No\tKegiatan\tPelaksana\t\tKelengkapan\tWaktu\tOutput\tKet\n\t\tKepala\tStaf\t\t\t\t\n"
    [reading] = read_text(head + "1\tMencatat\t\t\tA\t5 menit\tB\t")
    assert [actor["label"] for actor in reading.document["actors"]] == ["Kepala", "Staf"]


# --- other layouts -------------------------------------------------------------------------------------


def test_a_wrapped_line_is_put_together_again() -> None:
    text = table(
        "1\tMenyusun laporan", "kinerja\t\t\tData\t2", "hari\tLaporan\t", "2\tMengirim\t\t\tA\t1 jam\tB\tC"
    )
    [reading] = read_text(text)
    first, second = reading.document["steps"]
    assert (first["text"], first["duration"], first["output"]) == (
        "Menyusun laporan kinerja",
        "2 hari",
        "Laporan",
    )
    assert second["remark"] == "C"
    assert reading.document["source_text"] == text


def test_a_head_repeated_on_the_next_page_goes_on_with_the_table() -> None:
    page = "1\tMencatat\t\t\tA\t5 menit\tB\t"
    [reading] = read_text(table(page) + "\n\nHalaman 2\n\n" + table("2\tMengirim\t\t\tA\t1 jam\tB\t"))
    assert [step["number"] for step in reading.document["steps"]] == ["1", "2"]


def test_a_row_torn_by_a_page_break_is_joined() -> None:
    second = table("\tkepada bidang\t\t\tsurat\t\t\t", "2\tMengirim\t\t\tA\t1 jam\tB\t")
    [reading] = read_text(table("1\tMembagikan formulir\t\t\tFormulir dan\t5 menit\tB\t") + "\n\n" + second)
    first = reading.document["steps"][0]
    assert (first["text"], first["requirements"]) == (
        "Membagikan formulir kepada bidang",
        "Formulir dan surat",
    )
    assert len(reading.document["steps"]) == 2


def test_phases_restart_the_numbers_and_are_kept() -> None:
    rows = ("A.\tPersiapan\t\t\t\t\t\t", "1\tMencatat\t\t\tA\t5 menit\tB\t", "\tB. Pelaksanaan\t\t\t\t\t\t")
    [reading] = read_text(table(*rows, "1\tMengirim\t\t\tA\t1 jam\tB\t"))
    assert [(step["phase"], step["number"]) for step in reading.document["steps"]] == [
        ("A. Persiapan", "1"),
        ("B. Pelaksanaan", "1"),
    ]


def test_missing_and_repeated_numbers_are_kept_as_they_are() -> None:
    rows = (
        "1\tMencatat\t\t\tA\t1 jam\tB\t",
        "\tMengirim\t\t\tA\t1 jam\tB\t",
        "1\tMengisi\t\t\tA\t1 jam\tB\t",
    )
    [reading] = read_text(table(*rows))
    assert [step["number"] for step in reading.document["steps"]] == ["1", "", "1"]


def test_a_table_without_a_column_of_numbers_is_read() -> None:
    head = "Kegiatan\tKepala\tStaf\tKelengkapan\tWaktu\tOutput\n"
    [reading] = read_text(head + "1. Mencatat surat\t\t\tA\t5 menit\tB\n2. Mengirim\t\t\tA\t1 jam\tB")
    assert [(s["number"], s["text"]) for s in reading.document["steps"]] == [
        ("1.", "Mencatat surat"),
        ("2.", "Mengirim"),
    ]


def test_one_column_that_names_the_performers_gives_the_lanes() -> None:
    head = "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\tKet\n"
    [reading] = read_text(
        head + "1\tMencatat\tStaf\tA\t5 menit\tB\t\n2\tMeninjau\tKepala Bidang\tA\t1 jam\tB\t"
    )
    assert [actor["label"] for actor in reading.document["actors"]] == ["Staf", "Kepala Bidang"]
    assert reading.document["steps"][1]["marks"] == {"kepala-bidang": "Kepala Bidang"}


def test_further_columns_are_kept_with_their_heads() -> None:
    head = "No\tKegiatan\tStaf\tKelengkapan\tWaktu\tBiaya\tOutput\tKeterangan\n"
    [reading] = read_text(head + "1\tMencatat\t\tA\t5 menit\tRp 0\tB\t\n\tJumlah\t\t\t5 menit\tRp 0\t\t")
    assert reading.document["columns"]["Biaya"] == "Biaya"
    assert reading.document["steps"][0]["extra"] == {"Biaya": "Rp 0"}
    assert reading.document["totals_row"] == {"label": "Jumlah", "duration": "5 menit", "Biaya": "Rp 0"}


@pytest.mark.parametrize(
    ("printed", "measured"),
    [
        ("15 Menit", {"from": "15", "to": "15", "unit": "minute"}),
        ("0,5 Hari", {"from": "0.5", "to": "0.5", "unit": "day"}),
        ("1-2 hari", {"from": "1", "to": "2", "unit": "day"}),
        ("30", {"from": "30", "to": "30", "unit": "minute"}),
        ("setiap tanggal 5", None),
        ("menyesuaikan", None),
        ("", None),
    ],
)
def test_every_form_of_waktu_is_kept_and_read_where_it_can_be(
    printed: str, measured: dict[str, str] | None
) -> None:
    head = TABLE.replace("Waktu", "Waktu (menit)")
    [reading] = read_text(table(f"1\tMencatat\t\t\tA\t{printed}\tB\t", head=head))
    [step] = reading.document["steps"]
    assert (step["duration"], step.get("measured")) == (printed, measured)


def test_a_table_of_markdown_is_read() -> None:
    text = "| No | Kegiatan | Staf | Kelengkapan | Waktu | Output |\n|---|---|---|---|---|---|\n"
    [reading] = read_text(text + "| 1 | **Mencatat** surat | | A | 5 menit | B |")
    assert reading.document["steps"][0]["text"] == "Mencatat surat"


def test_two_dates_that_share_a_field_are_both_kept() -> None:
    sheet = "Nomor SOP : 1\nTanggal Pengesahan : 1 Mei 2024\nTanggal Efektif : 2 Mei 2024\nNama SOP : Uji\n"
    [reading] = read_text(sheet + table("1\tMencatat\t\t\tA\t5 menit\tB\t"))
    assert reading.document["effective_on"] == "1 Mei 2024"
    assert reading.document["others"] == [{"label": "Tanggal Efektif", "value": "2 Mei 2024"}]


def test_a_text_without_a_table_is_refused_in_a_sentence() -> None:
    with pytest.raises(Unreadable, match="Tidak ditemukan tabel langkah SOP"):
        read_text("Nomor SOP : 1\nSebuah surat biasa.")
