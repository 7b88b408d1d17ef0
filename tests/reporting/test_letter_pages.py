"""The pages of letters: writing, looking, signing, cancelling; who may, and what it costs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.roles import Role
from reporting.models import Letter
from tests.cast import Cast, appoint
from tests.reporting.office_letters import TENTH, a_draft, drafted, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]
NUMBER = "000.8.6.3/SP-1/BPKAD-MAGELANG/II/2026"


def test_writing_looking_and_keeping_a_draft(cast: Cast, client: Client) -> None:
    client.force_login(cast.compiler)
    sent = {**vars(a_draft()), "outcome": "look"}
    del sent["template"]
    with clock.at(TENTH):
        looked = client.post(reverse("letter-new"), sent)
        assert looked.status_code == 200
        assert "Dikirim dengan hormat" in looked.content.decode()
        assert not Letter.objects.exists()
        assert client.post(reverse("letter-new"), {**sent, "outcome": "done"}).status_code == 302
        refused = client.post(reverse("letter-new"), {**sent, "outcome": "done", "recipient": ""})
    assert refused.status_code == 422
    assert "Tulis kepada siapa" in refused.content.decode()
    assert Letter.objects.get().drafted_by == cast.compiler


def test_the_text_of_another_type_is_taken_by_a_button(cast: Cast, client: Client) -> None:
    client.force_login(cast.compiler)
    sent = {"type": "minutes", "recipient": "Inspektorat", "outcome": "words"}
    with clock.at(TENTH):
        page = client.post(reverse("letter-new"), sent).content.decode()
    assert "Pada hari ini" in page
    assert 'value="Berita Acara"' in page


def test_words_that_nothing_fills_in_are_asked_for(cast: Cast, client: Client) -> None:
    client.force_login(cast.compiler)
    sent = {**vars(a_draft(body="{laporan} | 1 berkas |")), "outcome": "done"}
    del sent["template"]
    with clock.at(TENTH):
        answer = client.post(reverse("letter-new"), sent)
    assert answer.status_code == 422
    assert "Ganti {laporan} dengan kata" in answer.content.decode()


def test_the_head_signs_on_the_page_after_saying_so_again(cast: Cast, client: Client) -> None:
    letter = drafted(cast)
    client.force_login(cast.head)
    url = reverse("letter-issue", args=[letter.pk])
    with clock.at(TENTH):
        assert NUMBER in client.get(reverse("letter", args=[letter.pk])).content.decode()
        wrong = client.post(url, {"password": "salah", "seen": 1})
        assert wrong.status_code == 422
        assert "Kata sandi tidak cocok" in wrong.content.decode()
        assert client.post(url, {"password": "rahasia-panjang-1", "seen": 1}).status_code == 302
        assert client.post(url, {"password": "rahasia-panjang-1", "seen": 1}).status_code == 409
        page = client.get(reverse("letter", args=[letter.pk])).content.decode()
        file: Any = client.get(reverse("letter-file", args=[letter.pk]))
        assert b"".join(file.streaming_content).startswith(b"%PDF")
        cancel = reverse("letter-cancel", args=[letter.pk])
        assert client.post(cancel, {"reason": ""}).status_code == 422
        assert client.post(cancel, {"reason": "Salah alamat"}).status_code == 302
    assert "Terbit" in page
    assert "Agenda keluar" in page


def test_a_stranger_finds_nothing_and_an_officer_may_only_read(cast: Cast, client: Client) -> None:
    letter = issued(cast)
    names = ("letter", "letter-file", "letter-docx", "letter-edit")
    posts = ("letter-issue", "letter-cancel", "letter-receipt")
    sent = {"reason": "x", "seen": 1, "received_by": "x", "received_on": "2026-02-10"}
    client.force_login(cast.stranger)
    with clock.at(TENTH):
        for name in names:
            assert client.get(reverse(name, args=[letter.pk])).status_code == 404
        for name in posts:
            assert client.post(reverse(name, args=[letter.pk]), sent).status_code == 404
        assert letter.number not in client.get(reverse("letters")).content.decode()
        client.force_login(cast.officer)
        assert client.get(reverse("letter", args=[letter.pk])).status_code == 200
        for name in ("letter-cancel", "letter-receipt"):
            assert client.post(reverse(name, args=[letter.pk]), sent).status_code == 403
        assert client.get(reverse("letter-new")).status_code == 403
        assert client.get(reverse("letter-templates")).status_code == 403


def test_the_list_is_searched_and_costs_the_same_for_many(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for subject in ("Laporan Januari", "Undangan rapat", "Pengantar evaluasi"):
        issued(cast, a_draft(subject=subject))
    client.force_login(cast.compiler)
    with clock.at(TENTH), django_assert_max_num_queries(9):
        page = client.get(reverse("letters"), {"q": "undangan", "jenis": "cover", "keadaan": "issued"})
    assert "Undangan rapat" in page.content.decode()
    assert "Laporan Januari" not in page.content.decode()
    with clock.at(TENTH), django_assert_max_num_queries(15):
        client.get(reverse("letter", args=[Letter.objects.earliest("pk").pk]))


def test_the_settings_of_two_offices_cost_no_more_than_of_one(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    appoint(cast.reviewer, cast.other_agency, Role.PLANNING)
    issued(cast)
    client.force_login(cast.reviewer)
    with clock.at(TENTH):
        for name in ("letter-templates", "letter-numbers"):
            with django_assert_max_num_queries(13):
                page = client.get(reverse(name)).content.decode()
            assert cast.other_agency.name in page
