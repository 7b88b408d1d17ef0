"""A receiving system on this machine: it checks signatures, has one effect for each key, can misbehave."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "rahasia-bersama-yang-cukup-panjang-1"
RECEIPT = {"receipt_number": "SM-2026-0192", "receipt_on": "2026-02-09"}


@dataclass
class Receiver:
    """What arrived, and what is to be answered next: a status, "drop" or "silent"; then 200."""

    url: str = ""
    script: list[int | str] = field(default_factory=list)
    effects: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answer: bytes = json.dumps(RECEIPT).encode()
    over: threading.Event = field(default_factory=threading.Event)

    def take(self, headers: Any, body: bytes) -> int:
        """As docs/formats/delivery.md asks of a receiver."""
        signed = f"{headers['Kinerja-Timestamp']}.".encode() + body
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(headers["Kinerja-Signature"], f"v1={expected}"):
            return 401
        key = headers["Idempotency-Key"]
        self.keys.append(key)
        self.bodies.append(body)
        self.effects.setdefault(key, json.loads(body))
        return 200


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Runs until the end of the block."""
    receiver = Receiver()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            step = receiver.script.pop(0) if receiver.script else None
            if step == "silent":
                receiver.over.wait(5)
                return
            status = receiver.take(self.headers, body) if step in {None, "drop"} else int(step)
            if step == "drop":  # it was taken, and nobody hears of it
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}lain/")
            self.end_headers()
            if status == 200:
                self.wfile.write(receiver.answer)

        def do_GET(self) -> None:
            receiver.keys.append("GET")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
