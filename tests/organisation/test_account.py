"""Signing in and out, forgotten passwords, braked guessing, the one-click sign-in of the demonstration."""

import re

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kinerja.lib import clock
from organisation.actions.mail import send_pending
from organisation.actions.throttle import ACCOUNT_FAILURES
from organisation.models import OutgoingMail, Person
from organisation.roles import Role
from tests.cast import Cast, appoint, wib

PASSWORD = "rahasia-panjang-1"
AT = wib("2026-02-05 09:00")


ADDRESS_FAILURES = 15  # in service 300


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("organisation.actions.throttle.ADDRESS_FAILURES", ADDRESS_FAILURES)


def sign_in(client: Client, username: str, password: str = PASSWORD, *, address: str = "10.0.0.1") -> bool:
    client.post(reverse("login"), {"username": username, "password": password}, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def guess(username: str, times: int, *, address: str = "10.0.0.66") -> None:
    for _ in range(times):
        assert not sign_in(Client(), username, "salah", address=address)


def test_a_person_signs_in_and_out(client: Client, cast: Cast) -> None:
    assert sign_in(client, "olivia")
    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))
    assert "_auth_user_id" not in client.session


def test_pages_send_visitors_to_the_sign_in_and_back(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("inbox"))
    assert answer["Location"] == f"{reverse('login')}?next={reverse('inbox')}"
    posted = {"username": "olivia", "password": PASSWORD, "next": reverse("inbox")}
    answer = client.post(answer["Location"], posted)
    assert answer["Location"] == reverse("inbox")


def test_the_way_back_never_leads_outside(client: Client, cast: Cast) -> None:
    posted = {"username": "olivia", "password": PASSWORD, "next": "https://jahat.test/"}
    assert client.post(reverse("login"), posted)["Location"] == reverse("home")


def test_a_wrong_password_says_so_without_telling_which_part(client: Client, cast: Cast) -> None:
    known = client.post(reverse("login"), {"username": "olivia", "password": "salah"}).content.decode()
    unknown = client.post(reverse("login"), {"username": "tidak-ada", "password": "salah"}).content.decode()
    for page in (known, unknown):
        assert "Nama pengguna atau kata sandi tidak cocok." in page


def test_people_without_account_cannot_sign_in(client: Client, cast: Cast) -> None:
    cast.officer.set_unusable_password()
    cast.officer.save()
    Person.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert not sign_in(client, "olivia", "")
    assert not sign_in(client, "hadi")


def test_the_admin_pages_have_no_sign_in_of_their_own(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('login')}?next={reverse('admin:index')}"
    client.force_login(cast.officer)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403


# --- guessing ---


def test_guessing_one_account_is_braked(client: Client, cast: Cast) -> None:
    guess("olivia", ACCOUNT_FAILURES)
    assert not sign_in(client, "olivia")
    answer = client.post(reverse("login"), {"username": "olivia", "password": PASSWORD})
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_nine_slips_are_forgiven(client: Client, cast: Cast) -> None:
    guess("olivia", ACCOUNT_FAILURES - 1)
    assert sign_in(client, "olivia")
    guess("olivia", ACCOUNT_FAILURES - 1)
    assert sign_in(Client(), "olivia")


def test_guessing_one_account_leaves_the_others_alone(client: Client, cast: Cast) -> None:
    guess("olivia", ACCOUNT_FAILURES + 5)
    assert sign_in(client, "oscar", address="10.0.0.66")


def test_a_stranger_does_not_lock_out_the_owners_browser(client: Client, cast: Cast) -> None:
    assert sign_in(client, "olivia")
    client.post(reverse("logout"))
    guess("olivia", ACCOUNT_FAILURES + 5)
    assert sign_in(client, "olivia")


def test_the_mark_of_one_account_opens_no_other(client: Client, cast: Cast) -> None:
    assert sign_in(client, "oscar")
    client.post(reverse("logout"))
    guess("olivia", ACCOUNT_FAILURES)
    assert not sign_in(client, "olivia")


def test_an_address_that_guesses_everywhere_is_braked(client: Client, cast: Cast) -> None:
    for number in range(ADDRESS_FAILURES):
        sign_in(Client(), f"orang-{number}", "salah", address="10.0.0.66")
    assert not sign_in(Client(), "oscar", address="10.0.0.66")
    assert sign_in(client, "oscar", address="10.0.0.7")


def test_behind_the_proxy_the_last_forwarded_address_counts(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(ADDRESS_FAILURES):
        Client().post(
            reverse("login"),
            {"username": f"orang-{number}", "password": "salah"},
            headers={"X-Forwarded-For": f"1.2.3.{number % 250}, 9.9.9.9"},
        )
    wanted = {"username": "oscar", "password": PASSWORD}
    client.post(reverse("login"), wanted, headers={"X-Forwarded-For": "5.5.5.5, 9.9.9.9"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("login"), wanted, headers={"X-Forwarded-For": "9.9.9.9, 8.8.8.8"})
    assert "_auth_user_id" in client.session


# --- passwords ---


def test_a_password_is_changed_by_its_owner(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    new = "sungai-progo-jernih-7"
    posted = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password_change"), posted)["Location"] == reverse("password_change_done")
    assert client.get(reverse("password_change_done")).status_code == 200
    assert sign_in(Client(), "olivia", new)


def test_a_forgotten_password_is_replaced_by_own_mail(client: Client, cast: Cast) -> None:
    with clock.at(AT):
        answer = client.post(reverse("password_reset"), {"email": "olivia@contoh.test"})
    assert answer["Location"] == reverse("password_reset_done")
    assert outbox.outbox == []  # a row first
    send_pending(AT)
    [sent] = outbox.outbox
    [link] = re.findall(r"http://localhost:8000(/sandi/baru/\S+)", str(sent.body))
    form = client.get(link, follow=True)
    assert "Buat kata sandi baru" in form.content.decode()
    new = "sungai-progo-jernih-7"
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert sign_in(client, "olivia", new)
    again = client.get(link, follow=True).content.decode()
    assert "Tautan tidak berlaku lagi" in again


def test_an_unknown_address_gets_the_same_answer(client: Client, cast: Cast) -> None:
    answer = client.post(reverse("password_reset"), {"email": "siapa@contoh.test"}, follow=True)
    assert "Periksa surel Anda" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_asking_again_and_again_sends_one_mail(client: Client, cast: Cast) -> None:
    with clock.at(AT):
        for _ in range(5):
            client.post(reverse("password_reset"), {"email": "olivia@contoh.test"})
    assert OutgoingMail.objects.count() == 1


# --- the demonstration ---


@pytest.fixture
def invented(cast: Cast) -> Cast:
    """The cast as in the demonstration: people without passwords."""
    for person in Person.objects.exclude(pk=cast.reviewer.pk):
        person.set_unusable_password()
        person.save()
    return cast


def test_the_demonstration_signs_in_by_one_click(client: Client, invented: Cast) -> None:
    page = client.get(reverse("login")).content.decode()
    assert "Olivia Rekaan" in page
    assert "PPTK" in page
    answer = client.post(reverse("demo-sign-in"), {"person": invented.officer.pk, "next": reverse("inbox")})
    assert answer["Location"] == reverse("inbox")
    assert client.session["_auth_user_id"] == str(invented.officer.pk)


def test_outside_the_demonstration_there_is_no_such_door(
    client: Client, invented: Cast, settings: Settings
) -> None:
    settings.KINERJA_DEMO = False
    assert client.post(reverse("demo-sign-in"), {"person": invented.officer.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Olivia Rekaan" not in client.get(reverse("login")).content.decode()


def test_one_click_opens_invented_accounts_only(client: Client, invented: Cast) -> None:
    root = Person.objects.create_superuser("akar", name="Akar")
    Person.objects.filter(pk=invented.head.pk).update(is_active=False)
    for person in (root, invented.head, invented.reviewer):  # a superuser, a closed account, a real one
        assert client.post(reverse("demo-sign-in"), {"person": person.pk}).status_code == 404
    assert client.post(reverse("demo-sign-in"), {"person": "x"}).status_code == 404
    assert client.get(reverse("demo-sign-in")).status_code == 405


def test_the_list_names_everybody_once_by_agency(invented: Cast, client: Client) -> None:
    appoint(invented.officer, invented.other_agency, Role.STAFF)
    accounts = client.get(reverse("login")).context["demo_accounts"]
    names = [account.name for account in accounts]
    assert len(names) == len(set(names))
    agencies = [account.agency for account in accounts]
    assert agencies == sorted(agencies, key=agencies.index)
    officer = next(account for account in accounts if account.name.startswith("Olivia"))
    assert (officer.title, officer.role_label) == ("PPTK Anggaran", "PPTK")
