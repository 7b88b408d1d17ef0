"""What the words of a printed SOP allow to conclude, how surely, and what stays a question."""

from functools import cache
from typing import Any

import pytest

from sop.readers.draft import THRESHOLD, Draft
from sop.readers.proposals import propose
from sop.readers.reading import Reading
from sop.readers.stems import KIND_NAMES
from sop.readers.text import read_text
from tests.sop.readers.printed import NAMES, readings, strangers

LANES = ("Kepala Dinas", "Sekretaris", "Kasubbag Perencanaan", "Staf")


@cache
def draft(name: str) -> Draft:
    return propose(readings()[name])


def acts(name: str) -> list[list[tuple[str, str]]]:
    return [[(act["actor"], act["kind"]) for act in s["acts"]] for s in draft(name).document["steps"]]


def drafted(*sentences: str, lanes: tuple[str, ...] = LANES, title: str = "Laporan Triwulan") -> Draft:
    """A draft of these sentences, numbered from 1."""
    blank = "\t" * len(lanes)
    head = "No\tKegiatan\t" + "\t".join(lanes) + "\tKelengkapan\tWaktu\tOutput\tKet\n"
    rows = [f"{n}.\t{text}{blank}\tA\t1 jam\tB\t" for n, text in enumerate(sentences, start=1)]
    [reading] = read_text(f"Nama SOP : {title}\n\n{head}" + "\n".join(rows))
    return propose(reading)


def last_acts(result: Draft) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result.document["steps"][-1]["acts"]
    return found


def kinds(sentence: str) -> list[str]:
    """What the words ask for, whoever does it."""
    return [p.value for p in drafted(sentence).proposals if p.field == "kind" and p.is_taken]


def test_the_six_sops_get_the_roles_of_their_lanes() -> None:
    roles = {name: [actor.get("role") for actor in draft(name).document["actors"]] for name in NAMES}
    assert roles == {
        "magelang": ["head", "compiler", "officer", "planning"],
        "madiun": ["head", "subcoordinator", "staff"],
        "awayan-data": ["head", "secretary", "planning", "staff"],
        "awayan-pengukuran": ["head", "secretary", "planning", "staff"],
        "malang": ["secretary", "planning", "staff", "unit_head"],
        "balangan": ["secretary", "unit_head", "planning", "unit_head", "compiler"],
    }


def test_magelang_is_read_with_its_actors_and_windows() -> None:
    found = [(act[0][0].split("-")[0], act[0][1]) for act in acts("magelang")]
    assert found == [
        ("penyusun", "open"),
        ("pptk", "prepare"),
        ("pptk", "fill"),
        ("penyusun", "compile"),
        ("kepala", "review"),
        ("penyusun", "deliver"),
        ("penyusun", "archive"),
    ]
    days = [(s.get("opens_day"), s.get("due_day")) for s in draft("magelang").document["steps"]]
    assert days == [(None, None), (None, None), (None, 5), (6, 10), (9, 10), (None, 10), (10, 15)]


def test_madiun_is_read_from_the_disposition_to_the_dispatch() -> None:
    assert acts("madiun") == [
        [("kabag", "instruct")],
        [("subkoordinator", "instruct")],
        [("jfu", "compile"), ("jfu", "hand_over")],
        [("subkoordinator", "correct"), ("subkoordinator", "instruct")],
        [("jfu", "letter")],
        [("subkoordinator", "review"), ("subkoordinator", "initial"), ("subkoordinator", "hand_over")],
        [("kabag", "review"), ("kabag", "initial"), ("kabag", "sign"), ("kabag", "hand_over")],
        [("subkoordinator", "hand_over"), ("jfu", "deliver")],
    ]


def test_malang_is_read_along_its_hand_overs() -> None:
    assert [found[0] for found in acts("malang")] == [
        ("sekretaris", "instruct"),
        ("kasubag-sungram", "prepare"),
        ("kasubag-sungram", "instruct"),
        ("staf", "distribute"),
        ("kabid", "fill"),
        ("kabid", "hand_over"),
        ("kasubag-sungram", "instruct"),
        ("staf", "hand_over"),
        ("kasubag-sungram", "hand_over"),
        ("sekretaris", "review"),
        ("kasubag-sungram", "archive"),
    ]


def test_where_malang_returns_to_is_asked_and_not_invented() -> None:
    assert "returns_to" not in draft("malang").document["steps"][9]["acts"][0]
    [question] = [q for q in draft("malang").questions if q.field == "returns_to"]
    assert (question.step, len(question.choices)) == (9, 9)
    [proposal] = [p for p in draft("malang").proposals if p.field == "returns_to"]
    assert (proposal.value, proposal.is_taken) == ("5.", False)


def test_awayan_enters_and_archives_in_one_step_and_the_camat_signs() -> None:
    found = acts("awayan-pengukuran")
    assert found[6] == [("pelaksana", "deliver"), ("pelaksana", "archive")]
    assert found[5] == [("camat", "review"), ("camat", "sign")]
    assert acts("awayan-data")[6] == [("camat", "review"), ("camat", "sign")]


def test_units_that_give_something_without_a_lane_become_a_question() -> None:
    assert [q.step for q in draft("awayan-data").questions if q.field == "fill"] == [3]


def test_the_cycles_of_the_six() -> None:
    cycles = [draft(name).document.get("cycle") for name in NAMES]
    assert cycles == ["month", "quarter", "quarter", "quarter", None, "quarter"]
    assert [s.get("cycles") for s in draft("balangan").document["steps"]] == [
        *[None] * 5,
        ["semester"],
        ["semester", "year"],
        ["semester"],
        ["year"],
    ]
    assert draft("malang").questions[0].field == "cycle"


def test_who_acts_in_balangan_is_mostly_asked() -> None:
    asked = [q.step for q in draft("balangan").questions if q.field == "actor"]
    assert asked == [0, 1, 2, 4, 5, 7]


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_filled_in_is_marked_as_inferred(name: str) -> None:
    for step in draft(name).document["steps"]:
        assert all({"actor", "kind"} == set(act["inferred"]) - {"return"} for act in step["acts"])
        assert not step.get("due_day") or "window" in step["inferred"]
    assert all(actor["inferred"] for actor in draft(name).document["actors"])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_sure_enough_does_not_stand_in_the_draft(name: str) -> None:
    for proposal in draft(name).proposals:
        assert 0 < proposal.confidence <= 1
        assert proposal.is_taken == (proposal.confidence >= THRESHOLD)
        assert proposal.reason.endswith(".")
    for at, step in enumerate(draft(name).document["steps"]):
        asked = [q for q in draft(name).questions if q.step == at and q.field in {"actor", "kind"}]
        assert step["acts"] or asked


@pytest.mark.parametrize("name", NAMES)
def test_proposals_leave_the_printed_words_alone(name: str) -> None:
    printed, proposed = readings()[name].document, draft(name).document
    for before, after in zip(printed["steps"], proposed["steps"], strict=True):
        assert {field: after[field] for field in before if field != "acts"} | {"acts": []} == before
    assert strangers(proposed) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mendisposisi surat", ["instruct"]),
        ("Menyiapkan bahan", ["prepare"]),
        ("Menyiapkan link isian", ["open"]),
        ("Membagikan formulir kepada bidang", ["distribute"]),
        ("Mengisi formulir", ["fill"]),
        ("Menyerahkan berkas", ["hand_over"]),
        ("Mengkompilasi dan menyusun laporan", ["compile"]),
        ("Memeriksa dan memverifikasi laporan", ["review"]),
        ("Memperbaiki laporan", ["correct"]),
        ("Membuat konsep nota dinas", ["letter"]),
        ("Memaraf laporan", ["initial"]),
        ("Menandatangani laporan", ["sign"]),
        ("Mensosialisasikan laporan", ["circulate"]),
        ("Mengirimkan laporan", ["deliver"]),
        ("Mengarsipkan laporan", ["archive"]),
        ("Meneliti, memaraf dan menandatangani Surat", ["review", "initial", "sign"]),
        ("Entri pada Aplikasi E-Kino serta Mengarsipkan", ["deliver", "archive"]),
        ("Hasil rekapitulasi laporan", []),
    ],
)
def test_verbs_name_the_kinds_of_task(sentence: str, expected: list[str]) -> None:
    assert kinds(sentence) == expected


def test_every_kind_has_a_reason_in_a_sentence() -> None:
    [proposal] = [p for p in drafted("Mendisposisi surat").proposals if p.field == "kind"]
    assert proposal.reason == "Kata “mendisposisi” → disposisi/penugasan."
    assert len(KIND_NAMES) == 15


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("maksimal tanggal 5", (None, 5)),
        ("mulai tanggal 6 - 10", (6, 10)),
        ("tanggal 6 s/d 10", (6, 10)),
        ("paling lambat tanggal 10 setiap bulan", (None, 10)),
        ("mulai tgl 3 sampai dengan tgl 7", (3, 7)),
        ("setiap tanggal 5", (None, 5)),
        ("mulai tanggal 2", (2, None)),
        ("sesuai surat tanggal 5 Januari 2024", (None, None)),
        ("mulai tanggal 10 - 5", (None, None)),
        ("maksimal tanggal 45", (None, None)),
    ],
)
def test_windows_are_read_from_the_words(words: str, days: tuple[int | None, int | None]) -> None:
    step = drafted(f"Mengisi formulir {words}").document["steps"][0]
    assert (step.get("opens_day"), step.get("due_day")) == days


def test_an_impossible_window_is_a_question() -> None:
    assert "window" in {q.field for q in drafted("Mengisi formulir maksimal tanggal 45").questions}


def test_a_return_to_a_numbered_step_is_taken() -> None:
    result = drafted(
        "Staf menyusun laporan", "Sekretaris memeriksa laporan, jika tidak sesuai kembali ke langkah 1"
    )
    assert last_acts(result)[0]["returns_to"] == "1."
    assert "return" in last_acts(result)[0]["inferred"]


def test_a_return_to_somebody_goes_to_the_step_that_is_theirs() -> None:
    result = drafted(
        "Staf menyusun laporan",
        "Kasubbag Perencanaan memeriksa laporan",
        "Sekretaris memeriksa laporan. Apabila belum sesuai dikembalikan kepada Staf untuk diperbaiki",
    )
    assert [(act["kind"], act["returns_to"]) for act in last_acts(result)] == [("review", "1.")]


def test_a_yes_branch_that_names_a_step_is_kept() -> None:
    result = drafted(
        "Staf menyusun laporan",
        "Sekretaris memeriksa laporan, jika setuju lanjut ke langkah 3, jika tidak kembali ke langkah 1",
        "Staf mengarsipkan laporan",
    )
    act = result.document["steps"][1]["acts"][0]
    assert (act["proceeds_to"], act["returns_to"]) == ("3.", "1.")


def test_a_hand_back_without_a_condition_is_no_return() -> None:
    result = drafted(
        "Staf menyusun laporan", "Kepala Dinas menandatangani laporan dan dikembalikan kepada Staf"
    )
    assert [act["kind"] for act in last_acts(result)] == ["sign", "hand_over"]
    assert "returns_to" not in last_acts(result)[0]


def test_nobody_is_chosen_where_nothing_points_to_anybody() -> None:
    result = drafted("Merekap data")
    assert last_acts(result) == []
    [question] = [q for q in result.questions if q.field == "actor"]
    assert question.text.startswith("Langkah 1: siapa yang melakukan penyusunan? Pilihan: Kepala Dinas,")


def test_an_unclear_verb_is_a_question_about_the_kind() -> None:
    assert [q.field for q in drafted("Staf rapat bersama").questions if q.step == 0] == ["kind"]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Ka. Sub Bagian Program", "planning"),
        ("Kepala Sub Bagian Perencanaan dan Keuangan", "planning"),
        ("Camat", "head"),
        ("Kepala Dinas", "head"),
        ("Kepala Seksi Pemerintahan", "unit_head"),
        ("PPTK", "officer"),
        ("Bagian Organisasi", "organisation_bureau"),
        ("JFU", "staff"),
        ("Tim SAKIP", None),
        ("Kasubbag Umum dan Kepegawaian", None),
    ],
)
def test_labels_of_lanes_name_roles(label: str, role: str | None) -> None:
    actor = drafted("Mencatat", lanes=(label, "Lain")).document["actors"][0]
    assert actor.get("role") == role


def test_a_body_outside_the_agency_is_marked() -> None:
    actor = drafted("Mencatat", lanes=("Bagian Organisasi", "Staf")).document["actors"][0]
    assert (actor["is_outside"], actor["inferred"]) == (True, True)


def test_a_performer_named_in_the_table_is_not_inferred() -> None:
    head = "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\n"
    [reading] = read_text(head + "1\tMenyusun laporan triwulan\tStaf\tA\t5 menit\tB")
    [act] = propose(reading).document["steps"][0]["acts"]
    assert (act["actor"], act["kind"], act["inferred"]) == ("staf", "compile", ["kind"])


def test_acts_that_a_document_brings_with_it_stay() -> None:
    given = readings()["magelang"].document
    document = given | {"cycle": "quarter", "steps": [dict(step) for step in given["steps"]]}
    document["steps"][4]["acts"] = [{"actor": "kasubag-prog-keu", "kind": "sign"}]
    result = propose(Reading(document)).document
    assert result["steps"][4]["acts"] == [{"actor": "kasubag-prog-keu", "kind": "sign"}]
    assert result["cycle"] == "quarter"


def test_a_symbol_drawn_in_a_lane_says_who_acts() -> None:
    head = "No\tKegiatan\tKepala Dinas\tStaf\tKelengkapan\tWaktu\tOutput\n"
    [reading] = read_text(head + "1\tMerekap data triwulan\t\t■\tA\t5 menit\tB")
    [act] = propose(reading).document["steps"][0]["acts"]
    assert (act["actor"], act["kind"], act["inferred"]) == ("staf", "compile", ["actor", "kind"])
