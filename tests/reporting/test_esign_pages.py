"""“Layanan eSign” and “NIK untuk TTE”: who sets them, what is refused, and that secrets are never shown."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from kinerja.lib import clock
from kinerja.lib.sealing import Secret
from organisation.models import HistoryEvent
from reporting.actions.esign import forget_nik, keep_nik, nik_of
from reporting.models import EsignIdentity, EsignService
from sop.workflow import Blocked
from tests.cast import Cast
from tests.reporting.esign_service import NIK, PASSWORD, USER, Service, serving
from tests.reporting.stories import NINTH


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with serving() as running:
        settings.KINERJA_ESIGN_HOSTS = [running.url.removeprefix("http://")]
        yield running


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.sop_admin)
    return client


def words(service: Service, **changed: str) -> dict[str, str]:
    usual = {
        "address": service.url,
        "version": "v1",
        "username": USER,
        "secret": PASSWORD,
        "authority": service.authority,
        "footer": "Ditandatangani secara elektronik (BSrE)",
        "active": "on",
    }
    return {**usual, **changed}


def test_the_admin_sets_the_service_tries_it_and_never_sees_its_password_again(
    cast: Cast, admin: Client, service: Service, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page, test = (reverse(name, args=[cast.agency.code]) for name in ("esign-service", "esign-service-try"))
    with clock.at(NINTH):
        assert "Belum ada layanan eSign" in admin.get(reverse("esign-services")).content.decode()
        assert admin.post(page, words(service)).status_code == 302
        assert "mengenal nama pengguna kantor ini" in admin.post(test, follow=True).content.decode()
        kept = EsignService.objects.get()
        assert PASSWORD not in kept.sealed_secret
        assert admin.post(page, words(service, secret="", username="lain")).status_code == 302
        assert "menolak nama pengguna atau sandi" in admin.post(test, follow=True).content.decode()
        with django_assert_max_num_queries(15):
            shown = admin.get(page).content.decode()
        with django_assert_max_num_queries(15):
            admin.get(reverse("esign-services"))
    assert PASSWORD not in shown
    assert "Sudah tersimpan" in shown
    events = HistoryEvent.objects.filter(verb="esign_service_kept").order_by("pk")
    assert [("dengan sandi baru" in event.sentence) for event in events] == [True, False]
    assert not any(PASSWORD in str(event.details) for event in events)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"address": "http://169.254.169.254"}, "KINERJA_ESIGN_HOSTS"),
        ({"authority": "bukan PEM"}, "sertifikat induk (CA)"),
        ({"secret": ""}, "Isi sandi layanan"),
        ({"footer": ""}, "Tulis kalimat yang tercetak"),
    ],
)
def test_what_cannot_work_is_refused_with_its_reason(
    changed: dict[str, str], sentence: str, cast: Cast, admin: Client, service: Service
) -> None:
    answer = admin.post(reverse("esign-service", args=[cast.agency.code]), words(service, **changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert USER in answer.content.decode()
    assert not EsignService.objects.exists()


def test_others_do_not_set_it_and_strangers_do_not_find_it(cast: Cast) -> None:
    page = reverse("esign-service", args=[cast.agency.code])
    answers = {}
    for person in (cast.reviewer, cast.stranger):
        client = Client()
        client.force_login(person)
        answers[person] = (client.get(page).status_code, client.get(reverse("esign-services")).status_code)
    assert answers == {cast.reviewer: (403, 403), cast.stranger: (404, 403)}


def test_everybody_keeps_their_own_nik_which_nobody_reads_again(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer)
    page = reverse("nik")
    assert "Belum ada NIK" in client.get(page).content.decode()
    short = client.post(page, {"nik": "12345"})
    assert (short.status_code, "NIK terdiri dari 16 angka" in short.content.decode()) == (422, True)
    assert client.post(page, {"nik": f"{NIK[:6]} {NIK[6:]}"}).status_code == 302
    shown = client.get(page).content.decode()
    assert NIK not in shown
    assert f"{'•' * 12}{NIK[-4:]}" in shown
    assert nik_of(cast.officer) == NIK
    assert NIK not in EsignIdentity.objects.get().sealed_nik
    told = HistoryEvent.objects.get(verb="nik_kept")
    assert NIK not in f"{told.sentence}{told.details}"
    assert client.post(page, {"forget": "1"}).status_code == 302
    assert not EsignIdentity.objects.exists()


def test_a_changed_key_of_the_application_is_said_and_asked_again(cast: Cast, settings: Settings) -> None:
    keep_nik(cast.officer, Secret(NIK), by=cast.officer, now=NINTH)
    settings.SECRET_KEY = "kunci-lain-" * 6
    with pytest.raises(Blocked, match="SECRET_KEY sudah berganti"):
        nik_of(cast.officer)
    forget_nik(cast.officer, by=cast.officer, now=NINTH)
    with pytest.raises(Blocked, match="belum tersimpan"):
        nik_of(cast.officer)


def test_the_admin_pages_take_a_nik_and_show_none(cast: Cast) -> None:
    cast.sop_admin.is_staff = cast.sop_admin.is_superuser = True
    cast.sop_admin.save()
    client = Client()
    client.force_login(cast.sop_admin)
    page = reverse("admin:reporting_esignidentity_add")
    assert client.post(page, {"person": cast.officer.pk, "nik": NIK}).status_code == 302
    assert nik_of(cast.officer) == NIK
    change = reverse("admin:reporting_esignidentity_change", args=[EsignIdentity.objects.get().pk])
    shown = (
        client.get(change).content.decode()
        + client.get(reverse("admin:reporting_signingattempt_changelist")).content.decode()
    )
    assert NIK not in shown
    assert all(NIK not in str(event.details) for event in HistoryEvent.objects.all())
