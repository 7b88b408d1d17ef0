"""Word, PDF, Excel and JSON give the same SOP as the text; whatever else comes is refused in a sentence."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sop.readers import Unreadable, read_file
from sop.readers.excel_template import EXAMPLE, sop_template
from sop.readers.proposals import propose
from tests.sop.readers.office_files import pdf_of, word_of
from tests.sop.readers.printed import NAMES, readings, text_of

FILES = {"magelang": 0, "malang": 3}
FIELDS = ("number", "created_on", "revised_on", "effective_on", "approved_by", "title")
LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")


def told(document: dict[str, Any]) -> dict[str, Any]:
    """What must be the same whatever the kind of file, but for runs of spaces."""
    kept = {name: document[name] for name in (*FIELDS, *LISTS)} | {"actors": document["actors"]}
    kept["steps"] = [
        {name: cell for name, cell in step.items() if name != "marks"} for step in document["steps"]
    ]
    spaced: dict[str, Any] = json.loads(" ".join(json.dumps(kept, ensure_ascii=False).split()))
    return spaced


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("extension", "make"), [("docx", word_of), ("pdf", pdf_of)])
def test_word_and_pdf_say_the_same_as_the_text(
    name: str, extension: str, make: Callable[[str], bytes]
) -> None:
    [reading] = read_file(f"sop.{extension}", make(text_of(FILES[name])))
    assert told(reading.document) == told(readings()[name].document)
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("number", "names"), [(3, ["malang"]), (2, NAMES[2:4]), (4, ["balangan"]), (1, ["madiun"])]
)
def test_rows_that_break_over_the_pages_of_a_pdf_are_whole_again(number: int, names: Sequence[str]) -> None:
    found = read_file("sop.pdf", pdf_of(text_of(number), is_torn=True))
    assert [told(reading.document)["steps"] for reading in found] == [
        told(readings()[name].document)["steps"] for name in names
    ]


def test_a_word_file_with_two_sops_gives_both() -> None:
    found = read_file("awayan.docx", word_of(text_of(2)))
    assert [len(reading.document["steps"]) for reading in found] == [8, 7]


def test_a_text_file_is_read_by_its_name() -> None:
    assert [len(r.document["steps"]) for r in read_file("x.TXT", text_of(2).encode("utf-8-sig"))] == [8, 7]
    assert len(read_file("x.txt", text_of(4).encode("cp1252"))) == 1
    assert len(read_file("x.txt", text_of(4).encode("utf-16"))) == 1


def test_numbers_that_word_counts_itself_are_printed_numbers() -> None:
    document = docx.Document()
    table = document.add_table(3, 6)
    for place, head in enumerate(("No", "Kegiatan", "Staf", "Kelengkapan", "Waktu", "Output")):
        table.cell(0, place).text = head
    for number in (1, 2):
        table.cell(number, 0).paragraphs[0].style = "List Number"
        table.cell(number, 1).text = "Mencatat surat"
        table.cell(number, 4).text = "1 jam"
    numbered = table.cell(1, 0).paragraphs[0].style
    assert numbered is not None
    properties = numbered.element.pPr.numPr
    for number in (1, 2):
        own = table.cell(number, 0).paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        own.get_or_add_numId().val = properties.numId.val
        own.get_or_add_ilvl().val = 0
    stream = io.BytesIO()
    document.save(stream)
    [reading] = read_file("sop.docx", stream.getvalue())
    assert [step["number"] for step in reading.document["steps"]] == ["1.", "2."]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_survives_the_excel_template(name: str) -> None:
    document = propose(readings()[name]).document
    [reading] = read_file("sop.xlsx", sop_template(document))
    assert {field: reading.document[field] for field in (*FIELDS, *LISTS)} == {
        field: document[field] for field in (*FIELDS, *LISTS)
    }
    kept = (
        "number",
        "text",
        "requirements",
        "duration",
        "output",
        "remark",
        "measured",
        "opens_day",
        "due_day",
    )
    for before, after in zip(document["steps"], reading.document["steps"], strict=True):
        assert {field: after.get(field) for field in kept} == {field: before.get(field) for field in kept}
        assert [(a["actor"], a["kind"]) for a in after["acts"]] == [
            (a["actor"], a["kind"]) for a in before["acts"]
        ]
    assert [actor.get("role") for actor in reading.document["actors"]] == [
        actor.get("role") for actor in document["actors"]
    ]


def test_the_empty_template_carries_an_example_that_is_read_back() -> None:
    [reading] = read_file("templat.xlsx", sop_template())
    assert reading.document["cycle"] == "quarter"
    assert [len(step["acts"]) for step in reading.document["steps"]] == [
        len(step["acts"]) for step in EXAMPLE["steps"]
    ]
    assert reading.document["steps"][1]["acts"][0]["returns_to"] == "1."
    assert reading.notes == ()


def test_a_text_that_begins_with_an_equals_sign_is_no_formula() -> None:
    document = EXAMPLE | {"title": "=1+1"}
    assert load_workbook(io.BytesIO(sop_template(document)))["Identitas"]["B11"].data_type == "s"
    [reading] = read_file("sop.xlsx", sop_template(document))
    assert reading.document["title"] == "=1+1"


def test_a_performer_without_a_kind_is_proposed_one() -> None:
    steps = [step | {"acts": []} for step in EXAMPLE["steps"]]
    book = load_workbook(io.BytesIO(sop_template(EXAMPLE | {"steps": steps})))
    book["Langkah"]["D2"] = "Staf"
    book["Langkah"]["D3"] = "Tidak Dikenal"
    stream = io.BytesIO()
    book.save(stream)
    [reading] = read_file("sop.xlsx", stream.getvalue())
    assert reading.notes == ("Langkah 2.: pelaksana “Tidak Dikenal” tidak ada di lembar Pelaksana.",)
    [act] = propose(reading).document["steps"][0]["acts"]
    assert (act["actor"], act["kind"], act["inferred"]) == ("staf", "compile", ["kind"])


def test_any_sheet_with_a_printed_table_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text_of(3).split("\n"):
        sheet.append([cell or None for cell in line.split("\t")] if line.strip() else [None])
    stream = io.BytesIO()
    book.save(stream)
    [reading] = read_file("malang.xlsx", stream.getvalue())
    assert [step["text"] for step in reading.document["steps"]] == [
        step["text"] for step in readings()["malang"].document["steps"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_finished_document_in_json_is_asked_nothing_it_says(name: str) -> None:
    document = propose(readings()[name]).document
    [reading] = read_file("sop.json", json.dumps(document).encode())
    again = propose(reading)
    assert [step["acts"] for step in again.document["steps"]] == [step["acts"] for step in document["steps"]]
    assert again.document["actors"] == document["actors"]


def test_json_is_taken_as_it_is() -> None:
    documents = [reading.document for reading in readings().values()]
    found = read_file("sop.json", json.dumps(documents).encode())
    assert [reading.document["steps"] for reading in found] == [document["steps"] for document in documents]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.txt", b"", "kosong"),
        ("x.txt", b"\x00\x01\xff\xfe", "bukan teks"),
        ("x.txt", b"sebuah surat", "Tidak ditemukan tabel"),
        ("x.png", b"\x89PNG", "Gambar"),
        ("x.odt", b"abc", "TXT, DOCX, PDF, XLSX, atau JSON"),
        ("x", b"abc", "TXT, DOCX, PDF, XLSX, atau JSON"),
        ("x.doc", b"abc", "Simpan sebagai .docx"),
        ("x.docx", b"abc", "bukan DOCX"),
        ("x.pdf", b"%PDF-1.7 kosong %%EOF", "tidak dapat dibuka"),
        ("x.json", b"{", "bukan JSON"),
        ("x.json", b"[]", "tidak memuat SOP"),
        ("x.json", b"[1]", "objek"),
        ("x.json", b'{"steps": 5}', "actors"),
        ("x.json", b'{"actors": [], "steps": [{"text": 5}]}', "steps.text"),
        ("x.json", b'{"actors": [{"key": "a", "label": "A", "role": "raja"}], "steps": []}', "raja"),
        ("x.json", b'{"actors": [], "steps": [], "cycle": "windu"}', "windu"),
        ("x.json", b"[" * 100_000, "bukan JSON"),
    ],
)
def test_everything_else_is_refused_in_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as refused:
        read_file(name, content)
    assert str(refused.value).endswith(".")


def test_a_pdf_without_text_is_called_a_scan() -> None:
    with pytest.raises(Unreadable, match="pindai"):
        read_file("scan.pdf", pdf_of(""))


WORDS = (
    "No",
    "No.",
    "Kegiatan",
    "Pelaksana",
    "Mutu Baku",
    "Kelengkapan",
    "Waktu",
    "Output",
    "Keterangan",
    "Jumlah",
)
MORE = (
    "Nomor SOP",
    "Nama SOP",
    "Dasar Hukum",
    "1",
    "1.",
    "A.",
    "Kepala",
    "Menyusun laporan, jika tidak kembali",
)
CELLS = st.one_of(st.sampled_from((*WORDS, *MORE, "", " ", "<ol>", "**")), st.text(max_size=12))
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=10).map("\t".join), max_size=25).map("\n".join)
HEAD = "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKet\n\t\tKepala\tStaf\tKelengkapan\tWaktu\tOutput\t\n"


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), LINES, LINES.map(HEAD.__add__)), st.sampled_from(("x.txt", "x.json", "x.pdf")))
def test_no_text_breaks_the_readers(text: str, name: str) -> None:
    try:
        found = read_file(name, text.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
    for reading in found:
        draft = propose(reading)
        assert reading.document["steps"]
        json.dumps(draft.document, allow_nan=False)


PRINTED = st.text(alphabet="abcXYZ0189 -/.,()%;:'é–", min_size=1, max_size=40).map(str.strip).filter(bool)
STEPS = st.lists(
    st.tuples(PRINTED, PRINTED, st.one_of(st.just(""), PRINTED), PRINTED), min_size=1, max_size=15
)


@settings(deadline=None, max_examples=200)
@given(STEPS)
def test_every_cell_of_a_numbered_row_is_kept_whole(steps: list[tuple[str, str, str, str]]) -> None:
    rows = [f"{n}\t{a}\t\t\t{b}\t{c}\t{d}\t" for n, (a, b, c, d) in enumerate(steps, start=1)]
    [reading] = read_file("x.txt", (HEAD + "\n".join(rows)).encode())
    names = ("text", "requirements", "duration", "output")
    assert [tuple(step[name] for name in names) for step in reading.document["steps"]] == steps


def test_a_text_of_endless_lines_is_refused() -> None:
    with pytest.raises(Unreadable, match="10000 baris"):
        read_file("x.txt", b"a\n" * 20_000)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.sampled_from(("x.docx", "x.xlsx", "x.pdf", "x.txt", "x.json")))
def test_no_bytes_break_the_readers(content: bytes, name: str) -> None:
    with pytest.raises(Unreadable):
        read_file(name, content)
