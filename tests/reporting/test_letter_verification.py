"""What anybody who holds the PDF of a letter can learn of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from reporting.actions.letter import cancel_letter
from reporting.actions.verify import State, judge
from reporting.models import Letter
from tests.cast import Cast
from tests.reporting.office_letters import TENTH, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]


def bytes_of(letter: Letter) -> bytes:
    assert letter.file is not None
    return letter.file.path.read_bytes()


def test_a_letter_is_known_by_its_bytes_until_it_is_cancelled(cast: Cast, client: Client) -> None:
    letter = issued(cast)
    content = bytes_of(letter)
    verdict = judge(content)
    assert verdict.is_genuine
    for words in (letter.number, "Hadi Rekaan, M.Si. selaku Kepala Badan", "10 Februari 2026"):
        assert words in verdict.sentence
    with clock.at(TENTH):
        sent = {"file": SimpleUploadedFile("surat.pdf", content)}
        page = client.post(reverse("verify"), sent).content.decode()
    assert letter.number in page
    cancel_letter(letter, "Salah alamat", by=cast.head, now=TENTH)
    assert judge(content).state == State.CANCELLED


def test_a_letter_with_a_byte_more_is_unknown(cast: Cast) -> None:
    assert judge(bytes_of(issued(cast)) + b" ").state == State.UNKNOWN
