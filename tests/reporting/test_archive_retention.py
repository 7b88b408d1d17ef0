"""Retention: counted from the closing of the file, frozen, looked up, followed without deleting."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.dates import years_later
from organisation.models import HistoryEvent, Person
from reporting.actions.archive import archive
from reporting.actions.archive_keeping import Decision, deeds_open, mark, reclassify
from reporting.forms.archive import ArchiveForm
from reporting.models import ArchiveMark, ArchiveRecord, Classification, Fate, Plan
from reporting.queries.archive import Proposal, State, due, kept
from sop.models import SopVersion
from sop.workflow import Blocked, NotYours
from tests.cast import Cast, wib
from tests.reporting.filed import PARTS, file_january, zipped
from tests.reporting.stories import TENTH, open_january, report_in

pytestmark = pytest.mark.usefixtures("blank_paper")

CODE = "000.8.6.3"
CLOSED = date(2026, 2, 10)
ACTIVE_END, INACTIVE_END = date(2028, 2, 10), date(2031, 2, 10)
IN_2032 = wib("2032-01-05 09:00")
Deed = ArchiveMark.Deed


@pytest.fixture
def filed(cast: Cast, plan: Plan, sop: SopVersion) -> ArchiveRecord:
    """January, archived on the tenth of February 2026 under the common class."""
    return file_january(cast, sop)


def jra(cast: Cast, **columns: Any) -> Classification:
    """A line of the agency's own schedule."""
    given = {
        "agency": cast.agency, "code": CODE, "name": "Laporan kinerja", "active_years": 1,
        "inactive_years": 1, "fate": Fate.PERMANENT, "valid_from": date(2024, 1, 1),
        "source": "Perwal 12/2024", **columns,
    }  # fmt: skip
    return Classification.objects.create(**given)


def decision(deed: ArchiveMark.Deed, on: date = date(2032, 1, 4)) -> Decision:
    return Decision(deed, "BA 1/2032", on)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 2, 10), 2, date(2028, 2, 10)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), 0, date(2024, 2, 29)),
    ],
)
def test_years_are_counted_on_the_calendar(day: date, years: int, later: date) -> None:
    assert years_later(day, years) == later


def test_the_system_files_under_the_proposed_class_with_its_retention(filed: ArchiveRecord) -> None:
    assert (filed.classification, filed.fate) == (CODE, Fate.DESTROY)
    assert (filed.closed_on, filed.active_until, filed.inactive_until) == (CLOSED, ACTIVE_END, INACTIVE_END)
    assert "perlu diverifikasi" in filed.retention_source
    assert filed.covered == "Januari 2026"
    assert "Januari 2026" in filed.description


def test_a_schedule_of_the_agency_stands_in_place_of_the_common_one_from_its_day_on(cast: Cast) -> None:
    own, later = jra(cast), jra(cast, name="Laporan kinerja baru", valid_from=date(2026, 6, 1))

    def names(on: date, agency: Any = cast.agency) -> list[str]:
        rows = Classification.objects.in_force(agency, on)
        return [row.name for row in rows if row.code == CODE]

    assert names(date(2026, 2, 10)) == [own.name]
    assert names(date(2026, 6, 1)) == [later.name]
    assert len(names(date(2023, 5, 1))) == 2
    assert len(names(date(2026, 6, 1), cast.other_agency)) == 2
    assert names(date(2022, 12, 31)) == []


def test_a_change_of_the_schedule_leaves_what_was_filed(cast: Cast, filed: ArchiveRecord) -> None:
    Classification.objects.update(active_years=9)
    filed.refresh_from_db()
    assert filed.active_until == ACTIVE_END


def test_a_line_that_a_file_was_kept_under_is_not_edited_in_the_admin(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    client.force_login(Person.objects.create_superuser("akar", password="rahasia-panjang-1", name="Akar"))
    used, free = Classification.objects.get(name=filed.classification_name), jra(cast, code="000.8.3.3")

    def offers_to_save(row: Classification) -> bool:
        page = client.get(reverse("admin:reporting_classification_change", args=[row.pk]))
        return 'name="_save"' in page.content.decode()

    assert (offers_to_save(used), offers_to_save(free)) == (False, True)


@pytest.mark.parametrize(
    ("on", "state", "proposal"),
    [
        (ACTIVE_END, State.ACTIVE, None),
        (ACTIVE_END + timedelta(days=1), State.INACTIVE, Proposal.MOVE),
        (INACTIVE_END, State.INACTIVE, Proposal.MOVE),
        (INACTIVE_END + timedelta(days=1), State.DUE, Proposal.DESTROY),
    ],
)
def test_the_last_day_still_counts(
    filed: ArchiveRecord, on: date, state: State, proposal: Proposal | None
) -> None:
    row = kept(filed, on)
    assert (row.state, row.proposal) == (state, proposal)
    listed = [found for found, records in due(filed.report.agency, on).items() if records]
    assert listed == ([proposal] if proposal else [])


def test_the_fate_says_on_which_list_a_file_comes(filed: ArchiveRecord) -> None:
    on = IN_2032.date()
    for fate, proposal in ((Fate.PERMANENT, Proposal.HAND_OVER), (Fate.REVIEW, Proposal.REVIEW)):
        ArchiveRecord.objects.update(fate=fate)
        assert [record.pk for record in due(filed.report.agency, on)[proposal]] == [filed.pk]


def test_a_file_is_reclassified_with_a_reason_from_the_same_closing_day(
    cast: Cast, filed: ArchiveRecord
) -> None:
    row = jra(cast)
    now = reclassify(filed, row, "JRA daerah terbit", by=cast.reviewer, now=IN_2032)
    assert (now.closed_on, now.active_until, now.inactive_until) == (
        CLOSED,
        date(2027, 2, 10),
        date(2028, 2, 10),
    )
    assert (now.fate, now.retention_source) == (Fate.PERMANENT, "Perwal 12/2024")
    event = HistoryEvent.objects.get(verb="archive_reclassified")
    assert "JRA daerah terbit" in event.sentence
    assert event.details["before"]["active_until"] == "2028-02-10"


def test_a_reclassification_needs_a_reason_a_class_of_that_day_and_a_change(
    cast: Cast, filed: ArchiveRecord
) -> None:
    row = jra(cast)
    with pytest.raises(Blocked, match="alasan"):
        reclassify(filed, row, " ", by=cast.compiler, now=IN_2032)
    for wrong in (jra(cast, valid_from=date(2027, 1, 1)), jra(cast, agency=cast.other_agency)):
        with pytest.raises(Blocked, match="tidak berlaku"):
            reclassify(filed, wrong, "salah", by=cast.compiler, now=IN_2032)
    reclassify(filed, row, "JRA daerah terbit", by=cast.compiler, now=IN_2032)
    with pytest.raises(Blocked, match="sudah diklasifikasi"):
        reclassify(filed, row, "lagi", by=cast.compiler, now=IN_2032)


def test_what_was_done_with_the_paper_is_noted_and_the_record_stays(cast: Cast, filed: ArchiveRecord) -> None:
    mark(filed, decision(Deed.MOVED, date(2028, 3, 1)), by=cast.compiler, now=IN_2032)
    mark(filed, decision(Deed.DESTROYED), by=cast.reviewer, now=IN_2032)
    filed.refresh_from_db()
    assert filed.package.path.exists()
    assert kept(filed, IN_2032.date()).state is State.SETTLED
    assert not any(due(cast.agency, IN_2032.date()).values())
    assert "BA 1/2032" in HistoryEvent.objects.filter(verb="archive_marked").latest("pk").sentence
    assert deeds_open(filed, IN_2032.date()) == []
    with pytest.raises(Blocked, match="sudah ditindaklanjuti"):
        reclassify(filed, jra(cast), "terlambat", by=cast.compiler, now=IN_2032)


@pytest.mark.parametrize(
    ("deed", "on", "sentence"),
    [
        (Deed.MOVED, ACTIVE_END, "masih aktif"),
        (Deed.DESTROYED, INACTIVE_END, "belum habis"),
        (Deed.HANDED_OVER, date(2032, 1, 4), "tidak sesuai"),
        (Deed.DESTROYED, date(2032, 1, 6), "belum tiba"),
    ],
)
def test_nothing_is_noted_too_early_or_against_the_fate(
    cast: Cast, filed: ArchiveRecord, deed: ArchiveMark.Deed, on: date, sentence: str
) -> None:
    with pytest.raises(Blocked, match=sentence):
        mark(filed, decision(deed, on), by=cast.compiler, now=IN_2032)
    assert not ArchiveMark.objects.exists()


def test_only_those_who_keep_the_archive_change_it(cast: Cast, filed: ArchiveRecord) -> None:
    for person in (cast.officer, cast.head, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            mark(filed, decision(Deed.DESTROYED), by=person, now=IN_2032)
        with pytest.raises(NotYours):
            reclassify(filed, jra(cast, name=person.name), "x", by=person, now=IN_2032)


def test_a_file_without_a_class_in_force_waits_for_one(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Classification.objects.all().delete()
    record = file_january(cast, sop)
    assert kept(record, IN_2032.date()).state is State.UNSET
    reclassify(record, jra(cast), "JRA dimuat", by=cast.compiler, now=IN_2032)
    record.refresh_from_db()
    assert kept(record, IN_2032.date()).proposal is Proposal.HAND_OVER


def test_the_search_takes_words_year_class_and_state(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    client.force_login(cast.officer)
    url = reverse("archives")

    def is_found(**asked: str) -> bool:
        return filed.number in client.get(url, asked).content.decode()

    with clock.at(IN_2032):
        assert is_found(q="capaian januari")
        assert not is_found(q="capaian februari")
        assert is_found(tahun="2026", klasifikasi=CODE, keadaan="jatuh-tempo")
        assert not is_found(keadaan="aktif")
        assert is_found(keadaan="entah")  # an unknown choice is left out


def test_the_pages_of_the_archive_ask_few_questions(
    cast: Cast, filed: ArchiveRecord, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.compiler)
    for name, args in (("archives", []), ("archive", [filed.pk]), ("archive-due", [])):
        with clock.at(IN_2032), django_assert_max_num_queries(15):
            assert client.get(reverse(name, args=args)).status_code == 200


def test_the_page_of_a_file_tells_everything_and_checks_on_request(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    client.force_login(cast.officer)
    page = client.get(reverse("archive", args=[filed.pk])).content.decode()
    for words in ("10 Februari 2028", "lalu musnah", "laporan.pdf", filed.package.sha256, cast.compiler.name):
        assert words in page
    assert "Klasifikasi ulang" not in page
    url = reverse("archive-check", args=[filed.pk])
    assert client.get(url).status_code == 405
    assert "Arsip utuh" in client.post(url).content.decode()
    filed.package.path.write_bytes(b"rusak")
    assert "Arsip tidak utuh" in client.post(url).content.decode()
    assert "tidak dapat dibaca" in client.get(reverse("archive", args=[filed.pk])).content.decode()


def test_strangers_find_no_file_and_onlookers_may_not_change_it(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    names = ("archive", "archive-reclassify", "archive-mark")
    client.force_login(cast.stranger)
    assert {client.get(reverse(name, args=[filed.pk])).status_code for name in names} == {404}
    assert client.post(reverse("archive-check", args=[filed.pk])).status_code == 404
    client.force_login(cast.officer)
    assert [client.get(reverse(name, args=[filed.pk])).status_code for name in names] == [200, 403, 403]


def test_the_forms_of_a_file_keep_what_was_typed_and_lead_back(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    row = jra(cast, fate=Fate.DESTROY)
    client.force_login(cast.compiler)
    classify, paper = (reverse(name, args=[filed.pk]) for name in ("archive-reclassify", "archive-mark"))
    with clock.at(TENTH):
        assert client.get(paper).status_code == 302  # nothing to note yet
    with clock.at(IN_2032):
        refused = client.post(classify, {"classification": row.pk, "reason": ""})
        assert refused.status_code == 422
        assert client.post(classify, {"classification": row.pk, "reason": "JRA"}).status_code == 302
        sent = {"deed": "destroyed", "decree": "BA 7/2032", "decided_on": "2033-01-01"}
        refused = client.post(paper, sent)
        assert (refused.status_code, "BA 7/2032" in refused.content.decode()) == (422, True)
        assert client.post(paper, sent | {"decided_on": "2032-01-02"}).status_code == 302
    assert ArchiveMark.objects.get().decree == "BA 7/2032"


def test_the_list_of_what_is_due_is_shown_and_taken_away_as_excel(
    cast: Cast, filed: ArchiveRecord, client: Client
) -> None:
    client.force_login(cast.officer)
    ArchiveRecord.objects.update(description="=1+1", location="Boks 14")
    with clock.at(TENTH):
        assert "Tidak ada yang jatuh tempo" in client.get(reverse("archive-due")).content.decode()
        asked = {"per": "2032-01-01"}
        page = client.get(reverse("archive-due"), asked).content.decode()
        file = client.get(reverse("archive-due-file"), asked)
        wrong = client.get(reverse("archive-due"), {"per": "lusa"})
    assert "Daftar arsip usul musnah" in page
    assert "Boks 14" in page
    assert (wrong.status_code, "Tanggal tidak dapat dibaca" in wrong.content.decode()) == (422, True)
    sheet = load_workbook(io.BytesIO(file.content))["Usul musnah"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "Nomor")
    first = dict(zip(rows[head], rows[head + 1], strict=True))
    assert (first["Nomor"], first["Kode klasifikasi"], first["Uraian"]) == ("1", CODE, "=1+1")
    assert first["Retensi"] == "Aktif 2 tahun, inaktif 3 tahun, lalu musnah"


def test_the_list_of_another_agency_is_not_given(cast: Cast, filed: ArchiveRecord, client: Client) -> None:
    client.force_login(cast.stranger)
    asked = {"perangkat": cast.agency.code, "per": "2032-01-01"}
    assert client.get(reverse("archive-due"), asked).status_code == 422
    assert client.get(reverse("archive-due-file"), asked).status_code == 422


def test_the_form_takes_another_closing_day_but_none_that_has_not_come(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    open_january(sop)
    report = report_in(cast)
    proposed = ArchiveForm(report=report, now=TENTH)
    sent = {name: proposed[name].value() for name in proposed.fields} | {"number": "A-1", "level": "copy"}
    refused = ArchiveForm(sent | {"closed_on": "2026-02-11"}, report=report, now=TENTH)
    assert "belum tiba" in str(refused.errors["closed_on"])
    good = ArchiveForm(sent | {"closed_on": "2026-02-03"}, report=report, now=TENTH)
    assert good.is_valid(), good.errors
    task = report.run.tasks.all()[0]
    record = archive(task, good.cleaned_data["filing"], zipped(PARTS), by=cast.compiler, now=TENTH)
    assert (record.closed_on, record.active_until) == (date(2026, 2, 3), date(2028, 2, 3))
    assert record.get_level_display() == "Salinan"
