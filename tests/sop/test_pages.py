"""The pages of the procedure: my tasks, a task, a run, the printed SOP, the moving clock."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import Person
from reporting.models import Plan
from sop.actions.tick import tick
from sop.models import Run, SopVersion, Task
from sop.workflow import close_by_clock
from tests.cast import Cast, task_of, wib


@pytest.fixture
def run(cast: Cast, sop: SopVersion, plan: Plan) -> Run:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    return Run.objects.get()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_home_names_the_task_the_period_and_the_deadline_in_words(cast: Cast, run: Run) -> None:
    with clock.at(wib("2026-02-03 09:00")):
        page = signed_in(cast.officer).get(reverse("home")).content.decode()
    assert "Isi realisasi — Januari 2026" in page
    assert "Kamis, 5 Februari 2026, 23.59 WIB" in page
    assert "2 hari lagi" in page


def test_home_of_somebody_without_tasks_says_what_to_expect(cast: Cast, run: Run) -> None:
    page = signed_in(cast.stranger).get(reverse("home")).content.decode()
    assert "Tidak ada tugas untuk Anda" in page
    assert "Januari 2026" not in page


def test_home_of_a_latecomer_shows_what_was_missed_and_how_to_go_on(cast: Cast, run: Run) -> None:
    at = wib("2026-02-06 09:00")
    tick(at)
    with clock.at(at):
        page = signed_in(cast.officer).get(reverse("home")).content.decode()
    missed = page[page.index("Lewat tenggat") :]
    assert "Isi realisasi — Januari 2026" in missed
    assert "Tidak disampaikan" in missed
    assert "perpanjangan" in missed


def test_the_catalogue_lists_each_sop_with_its_newest_version(cast: Cast, sop: SopVersion) -> None:
    page = signed_in(cast.compiler).get(reverse("sop-list")).content.decode()
    assert sop.sop.name in page
    assert reverse("sop", args=[sop.sop.slug]) in page


def test_home_costs_the_same_number_of_queries_whatever_the_number_of_tasks(
    cast: Cast, run: Run, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.officer)
    with clock.at(wib("2026-02-03 09:00")), django_assert_max_num_queries(12):
        client.get(reverse("home"))


def test_a_stranger_of_another_agency_finds_neither_task_nor_run_nor_sop(cast: Cast, run: Run) -> None:
    client = signed_in(cast.stranger)
    task = task_of(cast, "prepare", who=cast.officer)
    for url in (
        reverse("task", args=[task.pk]),
        reverse("run", args=[run.pk]),
        reverse("sop", args=["magelang-capaian-bulanan"]),
        reverse("extend", args=[task.pk]),
    ):
        assert client.get(url).status_code == 404


def test_signed_out_people_are_sent_to_the_sign_in_page(cast: Cast, run: Run) -> None:
    answer = Client().get(reverse("home"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_a_plain_task_is_done_from_its_page_with_a_note(cast: Cast, run: Run) -> None:
    task = task_of(cast, "prepare", who=cast.officer)
    client = signed_in(cast.officer)
    with clock.at(wib("2026-02-02 09:00")):
        answer = client.post(reverse("task", args=[task.pk]), {"outcome": "done", "note": "Lengkap"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.status, task.note, task.done_by) == (Task.Status.DONE, "Lengkap", cast.officer)


def test_somebody_elses_task_shows_no_button_and_refuses_the_post(cast: Cast, run: Run) -> None:
    task = task_of(cast, "prepare", who=cast.officer)
    client = signed_in(cast.second_officer)
    with clock.at(wib("2026-02-02 09:00")):
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        answer = client.post(reverse("task", args=[task.pk]), {"outcome": "done"})
    assert 'name="outcome"' not in page
    assert answer.status_code == 403
    task.refresh_from_db()
    assert task.status == Task.Status.OPEN


def test_a_second_submit_gets_a_page_that_says_who_was_faster(cast: Cast, run: Run) -> None:
    url = reverse("task", args=[task_of(cast, "prepare", who=cast.officer).pk])
    client = signed_in(cast.officer)
    with clock.at(wib("2026-02-02 09:00")):
        client.post(url, {"outcome": "done"})
        answer = client.post(url, {"outcome": "done"})
    assert answer.status_code == 409
    assert "sudah diselesaikan oleh Olivia" in answer.content.decode()


def test_a_run_names_latecomers_and_gives_the_reviewer_a_way_to_extend(cast: Cast, run: Run) -> None:
    close_by_clock(task_of(cast, "fill", who=cast.second_officer), now=wib("2026-02-06 00:00"))
    with clock.at(wib("2026-02-06 00:10")):
        reviewer = signed_in(cast.reviewer).get(reverse("run", args=[run.pk])).content.decode()
        officer = signed_in(cast.officer).get(reverse("run", args=[run.pk])).content.decode()
    assert "Belum menyampaikan" in reviewer
    assert "Oscar Rekaan" in reviewer
    extend = reverse("extend", args=[task_of(cast, "fill", who=cast.second_officer).pk])
    assert extend in reviewer
    assert extend not in officer


def test_the_page_of_a_run_costs_at_most_fifteen_queries(
    cast: Cast, run: Run, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.reviewer)
    with clock.at(wib("2026-02-03 09:00")), django_assert_max_num_queries(15):
        client.get(reverse("run", args=[run.pk]))


def test_an_extension_needs_a_reason_and_a_day_to_come(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.second_officer)
    close_by_clock(task, now=wib("2026-02-06 00:00"))
    client = signed_in(cast.reviewer)
    url = reverse("extend", args=[task.pk])
    with clock.at(wib("2026-02-06 08:00")):
        empty = client.post(url, {"until_on": "2026-02-01", "reason": ""})
        assert empty.status_code == 422
        assert "Tulis alasan perpanjangan" in empty.content.decode()
        assert client.post(url, {"until_on": "2026-02-06", "reason": "Jaringan putus"}).status_code == 302
    task.refresh_from_db()
    assert task.due_at == wib("2026-02-06 23:59:59")
    extension = task.extensions.get()
    assert (extension.reason, extension.given_by) == ("Jaringan putus", cast.reviewer)


def test_an_officer_may_not_give_extensions(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.second_officer)
    url = reverse("extend", args=[task.pk])
    answer = signed_in(cast.officer).post(url, {"until_on": "2026-03-01", "reason": "x"})
    assert answer.status_code == 403


def test_the_sop_page_shows_every_step_whole(cast: Cast, run: Run) -> None:
    page = signed_in(cast.officer).get(reverse("sop", args=["magelang-capaian-bulanan"])).content.decode()
    assert "PPTK kegiatan/sub kegiatan menyiapkan data capaian kerjanya setiap awal bulan" in page
    assert "PS.SET. /SOP/440/2024" in page
    assert "Tanda terima" in page


def test_the_demo_clock_moves_forward_and_everything_on_the_way_happens(
    cast: Cast, run: Run, settings: LazySettings
) -> None:
    client = signed_in(cast.officer)
    clock.move_to(wib("2026-02-04 09:00"))
    try:
        client.post(reverse("demo-clock"), {"to": "2026-02-06T08:00:00+07:00", "next": "/"})
        assert abs((clock.now() - wib("2026-02-06 08:00")).total_seconds()) < 60
    finally:
        settings.CLOCK_FILE.unlink()
    assert task_of(cast, "fill", who=cast.officer).status == Task.Status.MISSED


def test_outside_the_demonstration_there_is_no_clock_to_move(cast: Cast, settings: LazySettings) -> None:
    settings.KINERJA_DEMO = False
    assert signed_in(cast.officer).post(reverse("demo-clock"), {"to": "+1d"}).status_code == 404
    with pytest.raises(RuntimeError):
        clock.move_to(wib("2026-02-06 08:00"))
