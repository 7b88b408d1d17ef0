"""Work that takes more than it may, for the process that is to survive it."""

import os
import socket
import time

from kinerja.lib.apart import Tell


def devours(megabytes: int, tell: Tell) -> bytes:
    tell(1, "lapar")
    return bytes(bytearray(megabytes * 1024 * 1024))[:1]


def never_ends(_: object, tell: Tell) -> bytes:
    tell(1, "berputar")
    while True:
        time.sleep(0.1)


def looks_around(port: int, tell: Tell) -> bytes:
    """Who it is, and whether it can reach somebody."""
    tell(50, f"mengetuk {port}")
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        answer = "masuk"
    except PermissionError:
        answer = "ditolak"
    return f"{os.getpid()} {os.nice(0)} {os.environ['PYTHONHASHSEED']} {answer}".encode()
