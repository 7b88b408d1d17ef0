"""Numbers: patterns of an allow-list, a series for each paper and year, without gaps and doubles."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from reporting.actions.letter import cancel_letter
from reporting.actions.numbering import SeriesWish, claim, problems_of, set_series
from reporting.models import IssuedNumber, NumberSeries
from reporting.queries.numbering import Wanted, gaps, next_text, series_for
from sop.models import SopVersion
from sop.workflow import Blocked, Conflict, NotYours
from tests.cast import Cast, wib
from tests.reporting.office_letters import issued
from tests.reporting.stories import report_in, to_signature

TENTH = wib("2026-02-10 09:00")
DAY = date(2026, 2, 10)
PATTERN = "{klasifikasi}/{urut:3}/{unit}/{bulan_romawi}/{tahun}"

pytestmark = pytest.mark.django_db


def wanted(cast: Cast, paper: str = "cover", on: date = DAY) -> Wanted:
    return Wanted(cast.agency, paper, on)


def take(cast: Cast, paper: str = "cover", on: date = DAY) -> IssuedNumber:
    return claim(wanted(cast, paper, on), "untuk uji", by=cast.head, now=TENTH)


def test_each_paper_counts_for_itself_and_each_year_anew(cast: Cast) -> None:
    assert [take(cast).text for _ in range(2)] == [
        "000.8.6.3/SP-1/BPKAD-MAGELANG/II/2026",
        "000.8.6.3/SP-2/BPKAD-MAGELANG/II/2026",
    ]
    assert take(cast, "memo").text == "000.8.6.3/ND-1/BPKAD-MAGELANG/II/2026"
    assert take(cast, on=date(2027, 1, 4)).text == "000.8.6.3/SP-1/BPKAD-MAGELANG/I/2027"


def test_what_comes_next_is_nobodys_until_it_is_claimed(cast: Cast) -> None:
    assert next_text(wanted(cast)) == next_text(wanted(cast))
    assert not NumberSeries.objects.exists()
    assert next_text(wanted(cast)) == take(cast).text


def test_a_failed_transaction_leaves_no_gap(cast: Cast) -> None:
    with transaction.atomic():
        take(cast)
        transaction.set_rollback(True)
    issued = take(cast)
    assert issued.sequence == 1
    assert gaps(issued.series, [issued]) == []


def test_a_missing_number_is_found(cast: Cast) -> None:
    first, second, third = (take(cast) for _ in range(3))
    second.delete()
    series = series_for(wanted(cast))
    assert gaps(series, [first, third]) == [2]


def test_the_table_itself_takes_no_number_twice(cast: Cast) -> None:
    issued = take(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.create(series=issued.series, sequence=1, text="lain", purpose="kembar", at=TENTH)


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{klasifikasi}/{tahun}", "harus memuat {urut}"),
        ("{urut}/{unit}", "harus memuat {tahun}"),
        ("{urut}/{nomer}/{tahun}", "{nomer} tidak dikenal. Yang boleh dipakai: {klasifikasi}, {urut}"),
        ("{Urut}/{tahun}", "{Urut} tidak dikenal"),
        ("{urut}{tahun}", "Pisahkan {urut}"),
        ("A{urut}/{tahun}", "Pisahkan {urut}"),
    ],
)
def test_a_pattern_that_could_repeat_a_number_is_refused(pattern: str, sentence: str) -> None:
    assert sentence in " ".join(problems_of(pattern))


@pytest.mark.parametrize("pattern", [PATTERN, "{urut}/{tahun}", "B-{urut:4}/{unit}/{bulan}/{tahun}"])
def test_the_patterns_of_offices_are_taken(pattern: str) -> None:
    assert problems_of(pattern) == []


class TestSetting:
    def wish(
        self, pattern: str = PATTERN, *, begins_at: int = 1, seen: int = 0, unit: str = ""
    ) -> SeriesWish:
        return SeriesWish(pattern, unit, begins_at, seen)

    def test_a_series_goes_on_from_the_paper_book(self, cast: Cast) -> None:
        wish = self.wish("{klasifikasi}/SP.{urut:3}/{unit}/{tahun}", begins_at=18, unit="BPKAD")
        set_series(wanted(cast), wish, by=cast.sop_admin, now=TENTH)
        assert take(cast).text == "000.8.6.3/SP.018/BPKAD/2026"
        series = series_for(wanted(cast))
        assert gaps(series, series.numbers.all()) == []
        again = self.wish(wish.pattern, begins_at=30, seen=series.edition, unit="BPKAD")
        with pytest.raises(Blocked, match="berikutnya 19 dan tidak dapat diloncati"):
            set_series(wanted(cast), again, by=cast.sop_admin, now=TENTH)

    def test_next_year_writes_its_numbers_in_the_same_way(self, cast: Cast) -> None:
        wish = self.wish("SP.{urut:3}/{unit}/{tahun}", begins_at=18, unit="UM")
        set_series(wanted(cast), wish, by=cast.reviewer, now=TENTH)
        assert next_text(wanted(cast, on=date(2027, 1, 4))) == "SP.001/UM/2027"

    def test_two_papers_never_bear_the_same_number(self, cast: Cast) -> None:
        with pytest.raises(Blocked, match="sama dengan nomor laporan"):
            set_series(wanted(cast), self.wish(PATTERN), by=cast.reviewer, now=TENTH)

    @pytest.mark.usefixtures("blank_paper", "plan")
    def test_reports_take_their_numbers_from_the_same_place(self, cast: Cast, sop: SopVersion) -> None:
        wish = self.wish("{klasifikasi}/LKj.{urut:2}/{tahun}", begins_at=7)
        set_series(wanted(cast, "report"), wish, by=cast.reviewer, now=wib("2026-02-01 08:00"))
        to_signature(cast, sop)
        assert report_in(cast).number == "000.8.6.3/LKj.07/2026"
        given = IssuedNumber.objects.get()
        assert (given.text, given.by) == ("000.8.6.3/LKj.07/2026", cast.head)

    def test_whoever_comes_second_is_told(self, cast: Cast) -> None:
        wish = self.wish("SP.{urut}/{tahun}")
        set_series(wanted(cast), wish, by=cast.reviewer, now=TENTH)
        with pytest.raises(Conflict):
            set_series(wanted(cast), wish, by=cast.sop_admin, now=TENTH)

    def test_others_may_not(self, cast: Cast) -> None:
        for person in (cast.compiler, cast.head, cast.stranger):
            with pytest.raises(NotYours):
                set_series(wanted(cast), self.wish(), by=person, now=TENTH)

    def test_the_page_shows_a_test_print_before_it_keeps_anything(
        self, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        take(cast)
        client.force_login(cast.reviewer)
        url = reverse("number-series", args=[cast.agency.code, "cover"])
        sent = {"pattern": "SP.{urut:4}/{tahun}", "unit": "", "begins_at": 2, "seen": 1}
        with clock.at(TENTH):
            looked = client.post(url, {**sent, "act": "look"}).content.decode()
            assert "SP.0002/2026" in looked
            assert "SP.0001/2027" in looked
            assert next_text(wanted(cast)).startswith("000.8.6.3")
            refused = client.post(url, {**sent, "pattern": "{salah}", "act": "save"})
            assert refused.status_code == 422
            assert "{salah} tidak dikenal" in refused.content.decode()
            assert client.post(url, {**sent, "act": "save"}).status_code == 302
            with django_assert_max_num_queries(15):
                page = client.get(url).content.decode()
            assert client.get(reverse("letter-numbers")).status_code == 200
            client.force_login(cast.stranger)
            assert client.get(url).status_code == 404
        assert "Nomor yang sudah diberikan (1)" in page
        assert next_text(wanted(cast)) == "SP.0002/2026"


def test_the_command_finds_what_was_changed_behind_the_application(
    cast: Cast, blank_paper: None, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = issued(cast)
    cancel_letter(issued(cast), "Salah alamat", by=cast.head, now=TENTH)
    call_command("verify_numbers", agency=cast.agency.code)
    assert "Surat pengantar 2026: 2 nomor, 1 batal, utuh" in capsys.readouterr().out
    type(letter).objects.filter(pk=letter.pk).update(number="palsu")
    take(cast).delete()
    with pytest.raises(CommandError, match="1 dari 2"):
        call_command("verify_numbers", json=True)
    [cover] = [row for row in json.loads(capsys.readouterr().out) if row["paper"] == "cover"]
    assert cover["problems"] == [
        "nomor urut 3 hilang",
        f"surat {letter.pk} bertuliskan palsu, diberikan 000.8.6.3/SP-1/BPKAD-MAGELANG/II/2026",
    ]
