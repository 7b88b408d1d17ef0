"""Links are kept as what a browser would open, or refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.lib.links import LinkRefused, host_of, read_link


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://drive.google.com/d/1?usp=sharing#a", "https://drive.google.com/d/1?usp=sharing#a"),
        (" http://Magelangkota.go.id ", "http://magelangkota.go.id"),
        ("HTTPS://contoh.go.id/A%20b", "https://contoh.go.id/A%20b"),
        ("s.id/bukti-oktober", "https://s.id/bukti-oktober"),
        ("contoh.go.id:8443/a", "https://contoh.go.id:8443/a"),
        ("https://contoh.go.id/laporan–é", "https://contoh.go.id/laporan%E2%80%93%C3%A9"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),
        ("http://10.20.1.5/berkas", "http://10.20.1.5/berkas"),
    ],
)
def test_an_address_is_kept_as_it_is_opened(typed: str, kept: str) -> None:
    assert read_link(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("javascript:alert(1)", "https://"),
        ("JaVaScRiPt://contoh.go.id/%0aalert(1)", "https://"),
        ("data:text/html,<script>", "tanda"),
        ("file:///etc/passwd", "https://"),
        ("ftp://contoh.go.id/a", "https://"),
        ("https://", "alamat situs"),
        ("lihat di lemari", "spasi"),
        ("lemari", "alamat situs"),
        ("https://contoh.go.id\\@jahat.test/", "tanda"),
        ("https://bank.co.id@jahat.test/", "kata sandi"),
        ("https://a:b@jahat.test/", "kata sandi"),
        ("https://contoh.go.id:99999/", "tidak dapat dibaca"),
        ("https://[::1", "tidak dapat dibaca"),
        ("https://contoh..go.id/", "tidak dapat dibaca"),
        ('https://contoh.go.id/"onclick="x', "tanda"),
        ("https://contoh.go.id/a\nb", "spasi"),
        ("https://contoh.go.id/" + "a" * 1000, "terlalu panjang"),
        ("https://contoh.go.id/" + "é" * 400, "terlalu panjang"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed: str, reason: str) -> None:
    with pytest.raises(LinkRefused, match=reason):
        read_link(typed)


def test_the_host_is_shown_without_port_and_path() -> None:
    assert host_of("https://drive.google.com:443/a@b") == "drive.google.com"
    assert host_of("") == ""


@given(st.text(max_size=40))
def test_what_is_kept_is_plain_and_stable(typed: str) -> None:
    try:
        kept = read_link(typed)
    except LinkRefused:
        return
    assert kept.startswith(("https://", "http://"))
    assert kept.isascii()
    assert read_link(kept) == kept
