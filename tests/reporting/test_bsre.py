"""The eSign client alone, v1 and v2: against a server that signs, refuses, falls silent, breaks off."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from kinerja.lib import office_web
from kinerja.lib.printing import Place, pdf_with_places
from kinerja.lib.sealing import Secret
from reporting.readers.certified_pdf import Expected, NotOurs, check
from reporting.signers import bsre
from reporting.signers.bsre import Access, Gone, Refused, Signer, Unsure
from reporting.signers.order import Order, Room
from tests.cast import wib
from tests.reporting import esign_service
from tests.reporting.esign_service import NIK, PASSPHRASE, PASSWORD, USER, Service, serving

PAGE = "<p>Laporan nomor 7</p><div id='TandaTangan1' class='room'>&nbsp;</div>"
STYLES = ["@page { size: A4 landscape } .room { width: 70mm; height: 30mm; margin: 20mm }"]
ME = Signer(NIK, Secret(PASSPHRASE))


@pytest.fixture(scope="module")
def paper() -> tuple[bytes, Place]:
    content, places = pdf_with_places(PAGE, STYLES, ["TandaTangan1"])
    return content, places["TandaTangan1"]


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with serving() as running:
        settings.KINERJA_ESIGN_HOSTS = [running.url.removeprefix("http://")]
        yield running


@pytest.fixture(params=["v1", "v2"])
def access(request: pytest.FixtureRequest, service: Service) -> Access:
    return Access(service.url, request.param, USER, PASSWORD)


def order(place: Place | None) -> Order:
    return Order(
        room=Room("TandaTangan1", place),
        signer="Hadi Rekaan, M.Si.",
        capacity="Kepala Badan",
        reason="Pengesahan laporan nomor 7 · ABCD1234",
        city="Magelang",
        moment=wib("2026-02-09 10:00"),
        said_at="Senin, 9 Februari 2026, 10.00 WIB",
        address="http://localhost/verifikasi/AAAA/",
    )


def expected(service: Service, **changed: str) -> Expected:
    usual = Expected("Hadi Rekaan, M.Si.", "Pengesahan laporan nomor 7 · ABCD1234", service.authority)
    return replace(usual, **changed)


def test_both_versions_sign_seen_and_unseen_with_the_fields_of_the_service(
    access: Access, service: Service, paper: tuple[bytes, Place]
) -> None:
    content, place = paper
    bsre.may_sign(access, NIK)
    signed = bsre.sign(access, ME, content, order(place)).content
    found = check(content, signed, expected(service))
    assert found.subject == "HADI REKAAN"
    both = bsre.sign(access, ME, signed, order(None)).content
    check(signed, both, expected(service))
    seen, unseen = service.seen
    left, bottom, right, top = place.box
    if access.version == "v1":
        assert (seen["tampilan"], seen["image"], seen["page"]) == ("visible", True, "1")
        assert [seen[name] for name in ("xAxis", "yAxis", "width", "height")] == [
            str(edge) for edge in (left, bottom, right - left, top - bottom)
        ]
        assert (unseen["tampilan"], unseen["image"]) == ("invisible", False)
    else:
        (shown,), (hidden,) = seen["signatureProperties"], unseen["signatureProperties"]
        assert (shown["tampilan"], shown["page"], shown["originY"]) == ("VISIBLE", 1, place.height - top)
        assert (shown["originX"], shown["width"], shown["height"]) == (left, right - left, top - bottom)
        assert (hidden["tampilan"], "imageBase64" in hidden) == ("INVISIBLE", False)
        assert hidden["reason"] == "Pengesahan laporan nomor 7 · ABCD1234"


def test_what_surely_was_not_signed_is_told_from_what_nobody_knows(
    access: Access,
    service: Service,
    paper: tuple[bytes, Place],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, _ = paper
    monkeypatch.setattr(bsre, "SIGNING", 0.4)
    with pytest.raises(Refused, match="Passphrase salah"):
        bsre.sign(access, Signer(NIK, Secret("salah")), content, order(None))
    with pytest.raises(Refused, match="belum terdaftar"):
        bsre.may_sign(access, "1" * 16)
    service.accounts[NIK].status = "EXPIRED"
    with pytest.raises(Refused, match="kedaluwarsa"):
        bsre.may_sign(access, NIK)
    service.accounts[NIK].status = "ISSUE"
    with pytest.raises(Refused, match="sandi layanan"):
        bsre.may_sign(replace(access, secret="lain"), NIK)
    with pytest.raises(Refused, match="tidak dapat dihubungi"):
        bsre.sign(_away(access, settings), ME, content, order(None))
    assert not service.signed
    for mode, signed in {"silent": 0, "unavailable": 0, "dies": 1, "late": 2}.items():
        service.fails = mode
        with pytest.raises(Unsure):
            bsre.sign(access, ME, content, order(None))
        assert len(service.signed) == signed, mode


def _away(access: Access, settings: Settings) -> Access:
    """A port that nobody listens on, at a host that may be called."""
    host = "127.0.0.1:9"
    settings.KINERJA_ESIGN_HOSTS = [*settings.KINERJA_ESIGN_HOSTS, host]
    return replace(access, address=f"http://{host}")


def test_a_broken_answer_of_v1_names_its_document_which_is_handed_out_once(
    service: Service, paper: tuple[bytes, Place]
) -> None:
    access, content = Access(service.url, "v1", USER, PASSWORD), paper[0]
    service.fails = "breaks off"
    with pytest.raises(Unsure) as unsure:
        bsre.sign(access, ME, content, order(None))
    check(content, bsre.fetch(access, unsure.value.document_id), expected(service))
    with pytest.raises(Gone, match="telah didownload sebelumnya"):
        bsre.fetch(access, unsure.value.document_id)
    service.fails = "as base64"
    check(content, bsre.sign(access, ME, content, order(None)).content, expected(service))


def test_only_our_own_pages_with_the_right_signature_come_back(
    service: Service, paper: tuple[bytes, Place]
) -> None:
    content, _ = paper
    wanted = esign_service.Wanted(order(None).reason, "Magelang")
    good = esign_service.sign(content, "HADI REKAAN", wanted)
    other, _ = pdf_with_places(PAGE.replace("7", "8"), STYLES, [])
    twice = esign_service.sign(good, "HADI REKAAN", wanted)
    stranger = Service()
    files = {
        "berbeda dari yang dikirim": esign_service.sign(other, "HADI REKAAN", wanted),
        "tidak memuat tepat satu": twice,
        "tidak meliputi seluruh berkas": good + b"\n% lagi\n",
        "rusak atau bukan PDF": b"%PDF-1.7 halo",
        "bukan Hadi Rekaan": esign_service.sign(content, "ORANG LAIN", wanted),
        "dari permintaan lain": esign_service.sign(content, "HADI REKAAN", replace(wanted, reason="Lain")),
    }
    for sentence, file in files.items():
        with pytest.raises(NotOurs, match=sentence):
            check(content, file, expected(service))
    with pytest.raises(NotOurs, match="tidak memuat tepat satu"):
        check(content, content, expected(stranger))
    foreign = esign_service.foreign_authority()
    with pytest.raises(NotOurs, match="sertifikat induk"):
        check(content, good, expected(service, authority=foreign))
    assert check(good, twice, expected(service)).subject == "HADI REKAAN"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://10.1.2.3", "KINERJA_ESIGN_HOSTS"),
        ("http://169.254.169.254/latest", "KINERJA_ESIGN_HOSTS"),
        ("http://esign.kota.go.id:8080", "KINERJA_ESIGN_HOSTS"),
        ("ftp://esign.kota.go.id", "lengkap"),
        ("http://esign.kota.go.id@10.1.2.3", "nama pengguna"),
        ("http://esign.kota.go.id/?x=1", "tanda"),
        ("http://esign.kota.go.id:99999", "tidak terbaca"),
        ("esign.kota.go.id", "lengkap"),
    ],
)
def test_only_hosts_that_the_installation_names_are_called(address: str, sentence: str) -> None:
    with pytest.raises(office_web.Forbidden, match=sentence):
        office_web.checked(address, ["esign.kota.go.id", "10.9.9.9:8080"])
    office_web.checked("https://esign.kota.go.id/esign", ["esign.kota.go.id"])
    office_web.checked("http://10.9.9.9:8080", ["10.9.9.9:8080"])
