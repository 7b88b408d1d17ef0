"""Health answers for machines, and error pages for people."""

from pathlib import Path
from time import perf_counter

import pytest
from django.conf import settings as project
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.cast import Cast


def test_the_process_answers_without_asking_anything(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_sound_installation_is_ready(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "migrations": True, "data": True}
    assert "no-store" in answer["Cache-Control"]


def test_readiness_is_told_quickly(client: Client, db: None) -> None:
    client.get("/readyz")
    spent = []
    for _ in range(5):
        start = perf_counter()
        client.get("/readyz")
        spent.append(perf_counter() - start)
    assert min(spent) < 0.1


def test_a_missing_migration_is_not_ready(client: Client, db: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="organisation").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "degraded", "database": True, "migrations": False, "data": True}


def test_a_database_that_does_not_answer_is_not_ready(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: MigrationRecorder) -> None:
        raise DatabaseError("postgres://pengguna:rahasia@host tidak menjawab")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert "rahasia" not in answer.content.decode()


def test_a_data_folder_that_cannot_be_written_is_not_ready(
    client: Client, db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.KINERJA_DATA = tmp_path / "tidak-ada"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["data"] is False
    assert str(tmp_path) not in answer.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client: Client, db: None, path: str) -> None:
    assert client.post(path).status_code == 405


def test_an_unknown_address_gets_a_plain_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()


def test_a_form_without_its_token_gets_a_plain_page(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("login"), {"username": "olivia", "password": "x"})
    assert answer.status_code == 403
    assert "Formulir sudah kedaluwarsa" in answer.content.decode()


def test_a_forbidden_page_says_so(client: Client, cast: Cast) -> None:
    cast.officer.is_staff = True
    cast.officer.save()
    client.force_login(cast.officer)
    answer = client.get(reverse("admin:organisation_agency_changelist"))
    assert answer.status_code == 403
    assert "tidak berwenang" in answer.content.decode()


def test_a_strange_host_gets_a_plain_page(client: Client, db: None) -> None:
    answer = client.get("/masuk/", headers={"host": "jahat.test"})
    assert answer.status_code == 400
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()


def test_a_fault_gets_a_plain_page_without_its_text(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("rahasia")

    monkeypatch.setattr("organisation.views.inbox.render", broken)
    client.raise_request_exception = False
    client.force_login(cast.officer)
    answer = client.get(reverse("inbox"))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Terjadi galat di aplikasi" in page
    assert "rahasia" not in page
    assert project.DEBUG is False
