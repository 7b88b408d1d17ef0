"""An office that signs through an eSign service: the service set, the head known there, a report to sign."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from kinerja.lib.printing import Place, pdf_with_places
from kinerja.lib.sealing import Secret
from organisation.models import Person
from reporting.actions.esign import Wish, keep_nik, keep_service
from reporting.models import EsignService
from reporting.models.certified import FOOTER
from reporting.renderers import excel, pdf
from reporting.signers import bsre, stamp
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from tests.cast import Cast, task_of
from tests.reporting.esign_service import NIK, OTHER_NIK, PASSWORD, USER, Service, serving
from tests.reporting.signing_office import KEY_MADE
from tests.reporting.signing_office import PASSWORD as OWN_PASSWORD
from tests.reporting.stories import NINTH, to_approval


@contextmanager
def esign_office(cast: Cast, settings: Settings, *, version: str = "v2") -> Iterator[Service]:
    """Everything is set and answers."""
    with serving() as service:
        settings.KINERJA_ESIGN_HOSTS = [service.url.removeprefix("http://")]
        keep_service(wish(service, version=version), agency=cast.agency, by=cast.sop_admin, now=KEY_MADE)
        know(cast.head, NIK)
        know(cast.reviewer, OTHER_NIK)
        yield service


def know(person: Person, nik: str) -> None:
    keep_nik(person, Secret(nik), by=person, now=KEY_MADE)


def wish(service: Service, **changed: Any) -> Wish:
    usual = {
        "address": service.url,
        "version": EsignService.Version.V2.value,
        "username": USER,
        "authority": service.authority,
        "footer": FOOTER,
        "secret": Secret(PASSWORD),
    }
    return Wish(**{**usual, **changed})


def to_be_signed(cast: Cast, version: SopVersion) -> Task:
    """Approved in time; the head's turn."""
    to_approval(cast, version)
    tick(NINTH)
    return task_of(cast, "sign")


def sent(passphrase: str, **more: str) -> dict[str, str]:
    """What the page of the signature sends."""
    return {
        "outcome": "done",
        "method": "certified",
        "password": OWN_PASSWORD,
        "passphrase": passphrase,
        **more,
    }


@cache
def _small() -> tuple[bytes, dict[str, Place]]:
    rooms = [f"TandaTangan{number}" for number in (1, 2)]
    html = "".join(f"<div id='{name}' class='room'>Ruang</div>" for name in rooms)
    return pdf_with_places(html, ["@page { size: A4 } .room { width: 70mm; height: 30mm }"], rooms)


def print_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports as one small page that can really be signed: for tests that look at what is done with it."""
    monkeypatch.setattr(pdf, "pdf_of", lambda html, styles: _small()[0])
    monkeypatch.setattr(pdf, "pdf_with_places", lambda html, styles, wanted: _small())
    monkeypatch.setattr(excel, "render", lambda sheet: b"PK\x05\x06" + bytes(18))
    monkeypatch.setattr(stamp, "pdf_of", lambda html, styles: _small()[0])
    monkeypatch.setattr(bsre, "stamp_png", lambda order, box, label: _dot())


@cache
def _dot() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    return stream.getvalue()
