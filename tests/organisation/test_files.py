"""Files kept by content and handed out with care."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from organisation.actions.files import store
from organisation.models import Agency, Person, StoredFile
from tests.cast import Cast, wib

AT = wib("2026-02-05 09:00")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def keep(agency: Agency, by: Person, *, content: bytes = b"isi", name: str = "bukti.pdf") -> StoredFile:
    return store(content, name=name, content_type="application/pdf", agency=agency, by=by, at=AT)


def test_the_name_on_disk_is_the_checksum(cast: Cast, folder: Path) -> None:
    kept = keep(cast.agency, cast.officer)
    assert kept.path == folder / kept.sha256[:2] / kept.sha256
    assert kept.path.read_bytes() == b"isi"
    assert kept.size == 3


def test_storing_the_same_again_changes_nothing(cast: Cast) -> None:
    assert keep(cast.agency, cast.officer) == keep(cast.agency, cast.second_officer)
    assert StoredFile.objects.get().added_by == cast.officer


def test_agencies_and_names_share_bytes_but_not_rows(cast: Cast, folder: Path) -> None:
    keep(cast.agency, cast.officer)
    keep(cast.agency, cast.officer, name="lain.pdf")
    keep(cast.other_agency, cast.stranger)
    assert StoredFile.objects.count() == 3
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_damaged_copy_is_mended_by_storing_again(cast: Cast) -> None:
    kept = keep(cast.agency, cast.officer)
    kept.path.write_bytes(b"rusak")
    keep(cast.agency, cast.officer)
    assert kept.path.read_bytes() == b"isi"


def test_a_write_that_fails_leaves_nothing_behind(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("disk penuh")

    monkeypatch.setattr("organisation.actions.files.os.fsync", full)
    with pytest.raises(OSError, match="disk penuh"):
        keep(cast.agency, cast.officer)
    assert not StoredFile.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_long_name_keeps_its_extension(cast: Cast) -> None:
    kept = keep(cast.agency, cast.officer, name="a" * 300 + ".pdf")
    assert len(kept.name) == 200
    assert kept.name.endswith(".pdf")


def test_a_file_is_a_download_that_no_browser_runs(cast: Cast, client: Client) -> None:
    kept = keep(cast.agency, cast.officer, name='../bukti"<x>.pdf')
    client.force_login(cast.second_officer)
    answer = client.get(reverse("file", args=[kept.pk]))
    assert answer.getvalue() == b"isi"
    assert answer["Content-Disposition"] == 'attachment; filename="bukti__x_.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    answer.close()


def test_a_stranger_finds_no_file(cast: Cast, client: Client) -> None:
    kept = keep(cast.agency, cast.officer)
    client.force_login(cast.stranger)
    assert client.get(reverse("file", args=[kept.pk])).status_code == 404


def test_an_overseer_of_the_same_government_gets_the_file(cast: Cast, client: Client) -> None:
    kept = keep(cast.agency, cast.officer)
    client.force_login(cast.overseer)
    answer = client.get(reverse("file", args=[kept.pk]))
    assert answer.getvalue() == b"isi"
    answer.close()


def test_nobody_gets_a_file_without_signing_in(cast: Cast, client: Client) -> None:
    kept = keep(cast.agency, cast.officer)
    answer = client.get(reverse("file", args=[kept.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_file_gives_a_sentence_and_no_bytes(cast: Cast, client: Client, damage: str) -> None:
    kept = keep(cast.agency, cast.officer)
    kept.path.write_bytes(b"isj") if damage == "changed" else kept.path.unlink()
    client.force_login(cast.officer)
    answer = client.get(reverse("file", args=[kept.pk]))
    assert answer.status_code == 500
    assert "tidak dapat diberikan" in answer.content.decode()
    assert b"isj" not in answer.content
