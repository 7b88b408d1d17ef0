"""Work in a process of its own, with limits of memory and time: a monster takes nobody else down with it.

`python -m kinerja.lib.apart FOLDER SECONDS MEGABYTES` is the other side: it reads what to do from the folder,
prints how far it is, and leaves the result there. It needs no database and reaches no network.
"""

import contextlib
import errno
import gc
import logging
import os
import pickle  # between two processes of ours, in a folder that nobody else may enter
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import django
from django.conf import settings

log = logging.getLogger("kinerja.apart")

Tell = Callable[[int, str], None]  # how many percent are done, and what is being done
Work = Callable[[Any, Tell], bytes]

TOO_BIG = "Berkas ini memerlukan memori lebih besar daripada batasnya ({} MB)."
TOO_LONG = "Berkas ini tidak selesai dalam batas waktunya ({} detik)."
BROKEN = "Pembuatan berkas berhenti sebelum selesai (kode {})."

_MEBIBYTE = 1024 * 1024
_NO_MEMORY = 3
_GRACE = 5  # seconds after which a child ends itself whose parent is gone
_REFUSED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
)


class Stopped(Exception):
    """The work did not come to its end; the sentence says why."""


@dataclass(frozen=True)
class Limits:
    """How much one piece of work may take."""

    seconds: int
    megabytes: int


def run_apart(work: Work, argument: object, *, limits: Limits, tell: Tell) -> bytes:
    """What `work` makes of `argument` in another process; Stopped where a limit was met or it broke."""
    with tempfile.TemporaryDirectory(prefix="kinerja-apart-") as name:
        folder = Path(name)
        (folder / "order").write_bytes(pickle.dumps((work, argument)))
        _wait_for(folder, limits, tell)
        return (folder / "content").read_bytes()


def _wait_for(folder: Path, limits: Limits, tell: Tell) -> None:
    """Start the other process and follow it to its end, or end it."""
    command = [sys.executable, "-m", __name__, str(folder), str(limits.seconds), str(limits.megabytes)]
    environment = os.environ | {"PYTHONHASHSEED": "0"}  # the order of a set may not show in a document
    said = (folder / "said").open("w+", encoding="utf-8")
    with said, subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=said,
        text=True, start_new_session=True,
    ) as child:  # fmt: skip
        in_time = _follow(child, limits.seconds, tell)
        said.seek(0)
        last_words = said.read().strip().rpartition("\n")[2]
    if child.returncode:
        log.warning("Pekerjaan terpisah berhenti dengan kode %s: %s", child.returncode, last_words)
        code = _NO_MEMORY if last_words.startswith("MemoryError") else child.returncode
        raise Stopped(why(code, limits, in_time=in_time))


def _follow(child: subprocess.Popen[str], seconds: int, tell: Tell) -> bool:
    """Pass on how far it is; whether it ended by itself."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        _end(child)

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        for line in child.stdout or ():
            percent, _, words = line.strip().partition(" ")
            tell(int(percent), words)
        child.wait()
    except BaseException:
        _end(child)
        raise
    finally:
        timer.cancel()
    return not late.is_set()


def _end(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def why(code: int, limits: Limits, *, in_time: bool) -> str:
    """A library in C that gets no memory ends the whole process by a signal."""
    if not in_time or code == -signal.SIGALRM:
        return TOO_LONG.format(limits.seconds)
    if code == _NO_MEMORY or code < 0:
        return TOO_BIG.format(limits.megabytes)
    return BROKEN.format(code)


# --- the other side ---


def main(folder: Path, limits: Limits) -> int:
    """Do what the folder says; the code with which the process ends."""
    confine(limits)
    try:
        django.setup()
        work, argument = pickle.loads((folder / "order").read_bytes())  # noqa: S301 - our own, see above
        sys.addaudithook(_refuse)
        (folder / "content").write_bytes(work(argument, _tell))
    except MemoryError:
        return _NO_MEMORY
    except OSError as problem:
        if problem.errno == errno.ENOMEM:
            return _NO_MEMORY
        raise
    return 0


def confine(limits: Limits) -> None:
    """Bind this process to its limits, behind everybody who waits for a page."""
    most = limits.megabytes * _MEBIBYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(limits.seconds + _GRACE)
    os.nice(10)
    gc.disable()  # looking for cycles among millions of boxes took a quarter of the time


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    """A document is made of what was handed over: no network, no other program."""
    if event in _REFUSED:
        _say_no(event)


def _say_no(event: str) -> NoReturn:
    raise PermissionError(f"{event} tidak diizinkan saat membuat berkas.")


def _tell(percent: int, words: str) -> None:
    sys.__stdout__.write(f"{percent} {words}\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.stdout = sys.stderr  # what a library prints is not how far we are
    sys.exit(main(Path(sys.argv[1]), Limits(int(sys.argv[2]), int(sys.argv[3]))))
