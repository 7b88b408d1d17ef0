"""Texts of an office: an allow-list of placeholders, versions, and everything else printed as it stands."""

import io
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from reporting.actions.letter_template import set_template
from reporting.letter_words import USUAL, Words
from reporting.models import LetterTemplate
from reporting.placeholders import LETTER, fill, unknown
from reporting.queries.letters import template_of, words_of
from reporting.renderers.letter import Printed, render
from sop.workflow import Blocked, Conflict, NotYours
from tests.cast import Cast
from tests.reporting.office_letters import TENTH, a_draft, drafted, issued

pytestmark = pytest.mark.django_db

# Each does something in Django, Jinja, Mako, ERB, a shell, XML or HTML if anybody ever runs it.
PAYLOADS = [
    "{{ 7*7 }}",
    "{{7*7}}",
    "{% load static %}",
    "{% include 'admin/base.html' %}",
    "{{ request.user.password }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ config.items() }}",
    "{{ settings.SECRET_KEY }}",
    "{nomor.__class__}",
    "{nomor!r}",
    "{0.__init__.__globals__}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<style>body{display:none}</style>",
    "<iframe src='file:///etc/passwd'></iframe>",
    "]]><!--<a href='javascript:alert(1)'>",
    "%(nomor)s %s $(id) `id`",
]


def test_payloads_print_as_text(cast: Cast) -> None:
    """They reach the paper although the editor would refuse some: nothing in the row is ever run."""
    body = "\n".join(PAYLOADS)
    LetterTemplate.objects.create(
        agency=cast.agency, type="memo", version=1, body=body, heading=PAYLOADS[0], set_at=TENTH
    )
    words = words_of(template_of(cast.agency, "memo"), "memo")
    letter = drafted(cast, a_draft("memo", body=words.body, heading=words.heading))
    html = render_to_string("documents/letter.html", {"printed": Printed(letter)})
    assert [payload for payload in PAYLOADS if payload not in unescape(html)] == []
    assert "<script>" not in html
    assert "<img" not in html
    assert "<iframe" not in html
    pages = PdfReader(io.BytesIO(render(letter))).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert [payload for payload in PAYLOADS if "".join(payload.split()) not in printed] == []
    assert "49" not in printed


def test_payloads_in_the_editor_are_refused_or_kept_as_text(cast: Cast, client: Client) -> None:
    client.force_login(cast.sop_admin)
    url = reverse("letter-template", args=[cast.agency.code, "memo"])
    with clock.at(TENTH):
        for payload in PAYLOADS:
            version = LetterTemplate.objects.count()
            answer = client.post(
                url, {"heading": "Nota Dinas", "body": payload, "seen": version, "act": "save"}
            )
            if answer.status_code == 302:
                assert LetterTemplate.objects.get(version=version + 1).body == payload
            else:
                assert "Yang boleh dipakai: {nomor}" in answer.content.decode()
            assert payload in unescape(client.get(url).content.decode()) or answer.status_code == 422


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill("{tujuan} {nomor}", {"tujuan": "{nomor}", "nomor": "7"}) == "{nomor} 7"


@pytest.mark.parametrize("text", ["{nomer}", "{Nomor}", "{ nomor }", "{nama pejabat}", "{nomor:}"])
def test_what_looks_like_a_placeholder_and_is_none_is_named(text: str) -> None:
    assert unknown(f"Kepada {text}.", LETTER) == [text]


class TestSetting:
    def test_a_version_more_each_time_and_letters_keep_theirs(self, cast: Cast, blank_paper: None) -> None:
        words = Words(heading="Surat Pengantar", subject="S", body="Satu | 1 | a")
        letter = issued(cast, a_draft(body="Lama | 1 |"))
        first = set_template(cast.agency, "cover", words, seen=0, by=cast.sop_admin, now=TENTH)
        second = set_template(cast.agency, "cover", words, seen=1, by=cast.reviewer, now=TENTH)
        assert (first.version, second.version) == (1, 2)
        letter.refresh_from_db()
        assert letter.body == "Lama | 1 |"
        with pytest.raises(Conflict, match="diubah orang lain"):
            set_template(cast.agency, "cover", words, seen=1, by=cast.sop_admin, now=TENTH)

    def test_a_wrong_placeholder_is_refused_with_those_that_are_allowed(self, cast: Cast) -> None:
        with pytest.raises(
            Blocked, match=r"\{nama\} tidak dikenal. Yang boleh dipakai: \{nomor\}, \{tanggal\}"
        ):
            set_template(cast.agency, "memo", Words(body="{nama}"), seen=0, by=cast.sop_admin, now=TENTH)

    def test_the_usual_texts_hold_no_unknown_word(self) -> None:
        for words in USUAL.values():
            assert [unknown(text, LETTER) for text in vars(words).values() if unknown(text, LETTER)] == []

    def test_others_may_not(self, cast: Cast) -> None:
        for person in (cast.compiler, cast.head, cast.stranger):
            with pytest.raises(NotYours):
                set_template(cast.agency, "memo", Words(body="x"), seen=0, by=person, now=TENTH)

    def test_the_page_previews_refuses_and_keeps_what_was_typed(
        self, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.force_login(cast.reviewer)
        url = reverse("letter-template", args=[cast.agency.code, "minutes"])
        sent = {"heading": "Berita Acara Uji", "body": "Diserahkan {perangkat_daerah}.", "seen": 0}
        with clock.at(TENTH):
            looked = client.post(url, {**sent, "act": "look"})
            assert "Diserahkan Badan Uji bpkad-magelang." in looked.content.decode()
            assert not LetterTemplate.objects.exists()
            refused = client.post(url, {**sent, "body": "{salah}", "act": "save"})
            assert refused.status_code == 422
            assert "Berita Acara Uji" in refused.content.decode()
            assert client.post(url, {**sent, "act": "save"}).status_code == 302
            with django_assert_max_num_queries(12):
                assert "versi 1" in client.get(url).content.decode()
            disposition = reverse("letter-template", args=[cast.agency.code, "disposition"])
            assert "Dengan hormat harap" in client.get(disposition).content.decode()
            client.force_login(cast.stranger)
            assert client.get(url).status_code == 404
            client.force_login(cast.officer)
            assert client.get(url).status_code == 403
