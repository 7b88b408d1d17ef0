"""The official document: identity sheet, flowchart table, the same picture on the page and on paper."""

import copy
import io
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from pypdf import PdfReader

from kinerja.lib.dates import Zone
from organisation.models import Agency
from reporting.models import Plan
from sop.actions.document import load_sop
from sop.actions.tick import tick
from sop.flowchart import Lane, Mark, Row, Shape, lay_out
from sop.models import Act, Run, SopVersion
from sop.queries.runs import progress_of
from sop.renderers.document import Sum, footer_of, sop_pdf, sum_of
from sop.renderers.drawing import band_svg
from sop.renderers.flow import Standing, drawing_rows, standings_of
from tests.cast import Cast, magelang_document, make_agency, wib

NOW = wib("2026-01-02 08:00")

pytestmark = pytest.mark.django_db


def load(document: dict[str, Any], *, paper: str = Agency.Paper.F4) -> SopVersion:
    agency = make_agency()
    agency.paper = paper
    agency.save()
    return load_sop(document, agency=agency, by=None, now=NOW)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def long_document(steps: int) -> dict[str, Any]:
    document = magelang_document()
    pattern = document["steps"][3]
    document["steps"] = [
        copy.deepcopy(pattern) | {"number": f"{number}.", "text": f"Kegiatan nomor {number} selesai"}
        for number in range(1, steps + 1)
    ]
    return document


# --- on paper ---------------------------------------------------------------------------------------


def test_the_identity_sheet_and_the_table_leave_out_nothing() -> None:
    version = load(magelang_document())
    sheet, table = pages(sop_pdf(version))
    for text in (version.number, version.created_on, "SUSIOWATI, SE, MT, M.Sc", "NIP. 19721101 199803 2 008"):
        assert text is not None
        assert " ".join(text.split()) in sheet
    for item in (*version.legal_basis, *version.equipment, *version.warnings, *version.periodic):
        assert " ".join(item.split()) in sheet
    assert "Tanggal Revisi" in sheet
    for step in version.steps.all():
        for text in (step.printed_number, step.text, step.requirements, step.duration_text, step.output):
            assert re.sub(r"\s", "", text) in re.sub(r"\s", "", table)
    assert "disimpulkan" not in table


def test_a_line_that_the_document_lacks_is_left_out() -> None:
    version = load(magelang_document() | {"revised_on": None, "approved_by": None})
    sheet = pages(sop_pdf(version))[0]
    assert "Tanggal Revisi" not in sheet
    assert "Disahkan oleh" not in sheet


@pytest.mark.parametrize(("paper", "width"), [(Agency.Paper.A4, 297), (Agency.Paper.F4, 330)])
def test_the_paper_is_the_agencys_and_lies(paper: str, width: int) -> None:
    page = PdfReader(io.BytesIO(sop_pdf(load(magelang_document(), paper=paper)))).pages[0]
    assert round(float(page.mediabox.width) * 25.4 / 72) == width


def test_a_long_sop_repeats_its_heads_and_bridges_the_break() -> None:
    first, *rest = pages(sop_pdf(load(long_document(26))))[1:]
    assert rest
    assert all("Kelengkapan" in page and "Mutu Baku" in page for page in rest)
    assert "A: ke halaman 3" in first
    assert "A: dari halaman 2" in rest[0]
    assert all(any(f"Kegiatan nomor {n} selesai" in page for page in (first, *rest)) for n in range(1, 27))


def test_a_row_longer_than_a_page_loses_no_word() -> None:
    document = long_document(3)
    document["steps"][1]["text"] = " ".join(f"kata{number}" for number in range(900))
    printed = " ".join(pages(sop_pdf(load(document))))
    assert all(f"kata{number}" in printed for number in range(900))
    assert "Kegiatan nomor 3 selesai" in printed


def test_the_printed_words_and_the_sum_may_be_the_documents_own() -> None:
    document = magelang_document() | {"columns": {"activity": "Uraian Prosedur"}, "totals": "122 Hari 3 jam"}
    table = pages(sop_pdf(load(document)))[1]
    assert "Uraian Prosedur" in table
    assert "Jumlah 122 Hari 3 jam (dihitung: 9 jam 15 menit)" in table


def test_a_sum_that_is_right_stands_alone() -> None:
    version = load(magelang_document() | {"totals": "9 Jam 15 Menit"})
    assert sum_of(version, list(version.steps.all())) == Sum("9 Jam 15 Menit", "")


def test_phases_are_headings_that_stay_with_their_first_step() -> None:
    document = long_document(20)
    for place, step in enumerate(document["steps"]):
        step["phase"] = f"TAHAP {place // 2 + 1}:"
    table = pages(sop_pdf(load(document)))[1:]
    printed = " ".join(table)
    assert all(printed.count(f"TAHAP {phase}:") == 1 for phase in range(1, 11))
    for page in table:
        assert all(
            f"Kegiatan nomor {2 * phase - 1} selesai" in page
            for phase in range(1, 11)
            if f"TAHAP {phase}:" in page
        )


def test_further_columns_are_printed_after_the_remarks() -> None:
    document = magelang_document()
    document["steps"][0]["extra"] = {"Biaya": "Rp1.250.000"}
    document["steps"][2]["extra"] = {"Biaya": "Rp300", "Dasar": "SK 12/2026"}
    table = pages(sop_pdf(load(document, paper=Agency.Paper.A4)))[1]
    for words in ("Keterangan Biaya Dasar", "Rp1.250.000", "Rp300", "SK 12/2026"):
        assert words in table


def test_the_signature_stands_below_the_table_with_room_to_sign() -> None:
    version = load(
        magelang_document() | {"footer": "Camat\nBUDI REKAAN\nPembina\nNIP. 19670416 199303 1 015"}
    )
    assert footer_of(version) == [["Camat"], ["BUDI REKAAN", "Pembina", "NIP. 19670416 199303 1 015"]]
    (table,) = pages(sop_pdf(version))[1:]
    assert "Camat BUDI REKAAN Pembina NIP. 19670416 199303 1 015" in table


def test_a_signature_never_stands_on_a_page_of_its_own() -> None:
    document = long_document(13)  # one page, were it not for the signature
    *_, last = pages(sop_pdf(load(document | {"footer": "Camat\n\nBUDI REKAAN"})))
    assert "BUDI REKAAN" in last
    assert "Kegiatan nomor" in last


def test_an_sop_without_steps_has_its_identity_sheet() -> None:
    version = load(magelang_document())
    Act.objects.filter(step__version=version).delete()
    version.steps.all().delete()
    assert len(pages(sop_pdf(version))) == 1


def test_the_paper_notes_which_performers_are_inferred() -> None:
    version = load(inferred_document())
    table = pages(sop_pdf(version))[1]
    assert "Pelaksana disimpulkan dari kalimat: langkah 2." in table
    assert "Disimpulkan:" not in table


def inferred_document() -> dict[str, Any]:
    document = magelang_document()
    document["steps"][1]["acts"][0]["inferred"] = ["actor"]
    document["steps"][2]["acts"][0]["inferred"] = ["kind"]
    document["steps"][3]["acts"][0]["inferred"] = ["window"]
    return document


def test_words_of_the_document_are_never_markup() -> None:
    document = magelang_document()
    document["steps"][0]["text"] = "<img src='https://contoh.test/x.png'> & <b>tebal</b>"
    assert "<img src='https://contoh.test/x.png'> & <b>tebal</b>" in pages(sop_pdf(load(document)))[1]


# --- on the page ------------------------------------------------------------------------------------


def rendered(version: SopVersion, **context: Any) -> str:
    rows = drawing_rows(version, context.pop("states", None))
    return render_to_string("sop/_flowchart.html", {"rows": rows, "lanes": version.actors.all(), **context})


def test_the_page_draws_one_picture_per_row_without_any_style() -> None:
    version = load(magelang_document())
    page = rendered(version)
    assert page.count('class="flow-drawing"') == version.steps.count()
    assert "style=" not in page
    assert "Ya</text>" in page
    assert "Tidak</text>" in page


def test_what_is_inferred_is_marked_on_the_page_until_it_is_confirmed() -> None:
    version = load(inferred_document())
    page = rendered(version, is_inferred=True)
    assert page.count('stroke-dasharray="4 2.5"') == 3  # two acts and the legend
    assert page.count("(disimpulkan)</title>") == 2
    assert "Disimpulkan: pelaksana atau jenis tugas" in page
    Act.objects.update(inferred=[])
    assert not any(row.is_inferred for row in drawing_rows(version))
    assert "disimpulkan" not in rendered(version)


def test_a_lane_that_is_not_printed_marks_all_its_acts() -> None:
    version = load(magelang_document())
    lane = version.actors.get(order=2)
    lane.inferred = True
    lane.save()
    marked = {row.step.order for row in drawing_rows(version) if row.is_inferred}
    assert marked == {act.step.order for act in lane.acts.all()}


def test_the_page_has_phases_further_columns_and_the_sum() -> None:
    document = magelang_document() | {"totals": "8 jam"}
    document["steps"][1]["phase"] = document["steps"][2]["phase"] = "B. PENGUMPULAN"
    document["steps"][4]["extra"] = {"Biaya": "Rp300"}
    version = load(document)
    rows = drawing_rows(version)
    assert [row.heading.text if row.heading else "" for row in rows[:3]] == ["", "B. PENGUMPULAN", ""]
    assert rows[1].heading is not None
    assert "<polyline" in rows[1].heading.svg  # the flow passes through
    page = rendered(version, total=sum_of(version, [row.step for row in rows]))
    assert page.count("B. PENGUMPULAN</th>") == 1
    assert '<th scope="col" rowspan="2">Biaya</th>' in page
    assert '<td data-label="Biaya">Rp300</td>' in page
    assert "(dihitung: 9 jam 15 menit)" in page


def test_the_progress_of_a_run_has_phases_but_no_sum() -> None:
    document = magelang_document() | {"totals": "8 jam"}
    document["steps"][0]["phase"] = "A. PERSIAPAN"
    version = load(document)
    page = rendered(version, total=sum_of(version, []), progress=True)
    assert "A. PERSIAPAN" in page
    assert "Jumlah" not in page


def test_every_row_says_in_words_who_does_what() -> None:
    rows = drawing_rows(load(magelang_document()))
    assert rows[0].words == "Penyusun Laporan: Buka periode."
    assert "Tidak: kembali ke langkah 3." in rows[4].words
    assert f'aria-label="{escape(rows[4].words)}"' in rows[4].svg


def test_the_progress_view_shows_states_by_shape_and_word() -> None:
    version = load(magelang_document())
    act = version.steps.get(order=3).acts.get()
    states = {act.pk: Standing("late", "late", "Oscar Rekaan. Tenggat kemarin.")}
    page = rendered(version, states=states, progress=True)
    assert 'class="flow-symbol flow-late"' in page
    assert "Terlambat" in page
    assert "Oscar Rekaan. Tenggat kemarin." in page


def test_a_draft_with_an_unknown_kind_is_drawn_all_the_same() -> None:
    document = magelang_document()
    document["steps"][0]["acts"][0]["kind"] = "teleport"
    assert drawing_rows(load(document))[0].words == "Penyusun Laporan: teleport."


def test_the_standing_of_a_run_is_read_from_its_tasks(
    cast: Cast, plan: Plan, sop: SopVersion, django_assert_max_num_queries: Any
) -> None:
    tick(wib("2026-02-02 08:00"))
    run = Run.objects.get(version=sop, period="2026-01")
    progress = progress_of(run, wib("2026-02-02 09:00"))
    standings = standings_of(progress, Zone.WIB)
    first = sop.steps.get(order=1).acts.get()
    assert standings[first.pk].state in {"active", "waiting", "done"}
    with django_assert_max_num_queries(6):
        rows = drawing_rows(sop, standings, steps=[row.step for row in progress])
    assert len(rows) == len(progress)


# --- the picture ------------------------------------------------------------------------------------


def picture(height: float | None) -> str:
    rows = [Row(str(n), "", (Mark("a", Shape.PROCESS, "<Bekerja>"),)) for n in range(3)]
    chart = lay_out([Lane("a", "A")], rows)
    return band_svg(chart, chart.pages[0], chart.pages[0].bands[1], height=height, words='Kata "kutip"')


def test_without_a_height_only_upright_lines_stretch() -> None:
    drawn = picture(None)
    assert 'height="100%"' in drawn
    assert 'y2="100%"' in drawn
    assert 'y="50%"' in drawn


def test_with_a_height_nothing_is_relative() -> None:
    assert "%" not in picture(120.0)


def test_labels_are_escaped() -> None:
    drawn = picture(120.0)
    assert "&lt;Bekerja&gt;" in drawn
    assert "Kata &quot;kutip&quot;" in drawn
