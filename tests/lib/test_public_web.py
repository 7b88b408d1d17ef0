"""Calling strangers: only public addresses, whatever they are called and however they are wrapped."""

import ipaddress
import socket
from typing import Any

import pytest

from kinerja.lib import public_web
from kinerja.lib.public_web import Forbidden, checked, is_public, post

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255",  # noqa: S104 - nothing is bound here
    "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b:1::1", "::10.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.10.10", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_outer_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://contoh.go.id/",
        "ftp://contoh.go.id/",
        "file:///etc/passwd",
        "https://",
        "https://nama:sandi@contoh.go.id/",
        "https://contoh.go.id:22/",
        "https://contoh.go.id:x/",
        "https://169.254.169.254/latest/",
        "https://[::ffff:127.0.0.1]/",
        "https://contoh.go.id/a b",
        "https://contoh.go.id/\r\nX: 1",
        "https://[::1",
    ],
)
def test_an_address_that_leads_astray_is_forbidden(url: str) -> None:
    with pytest.raises(Forbidden):
        checked(url)


def test_plain_http_reaches_only_this_machine_and_only_in_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    name_means(monkeypatch, "8.8.8.8")
    with pytest.raises(Forbidden):
        post("http://contoh.test/", b"", {}, loopback=True)


@pytest.mark.parametrize("mixed", [("10.0.0.8",), ("8.8.8.8", "127.0.0.1"), ("::ffff:192.168.0.1",)])
def test_a_name_with_an_inner_address_is_never_called(
    mixed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    name_means(monkeypatch, *mixed)
    monkeypatch.setattr(socket, "create_connection", _never)
    with pytest.raises(Forbidden):
        post("https://contoh.test/terima", b"{}", {})


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means something else a moment later (DNS rebinding) is not asked twice."""
    asked, called = name_means(monkeypatch, "8.8.8.8"), []

    def connect(address: tuple[str, int], **_: Any) -> socket.socket:
        called.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(public_web.Unreachable):
        post("https://contoh.test/", b"{}", {})
    assert (len(asked), called) == (1, [("8.8.8.8", 443)])


def name_means(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    asked: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def _never(*_: object, **__: object) -> None:
    pytest.fail("Alamat dalam dihubungi.")
