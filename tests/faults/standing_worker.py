"""The application's worker, whose first compilation stands still inside its transaction, to be killed there.

`celery --app tests.faults.standing_worker worker`; the file named by STANDING receives the process id.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init
from django.utils.module_loading import import_string

from kinerja.celery import app

__all__ = ["app"]


def standing(effect: Callable[..., None]) -> Callable[..., None]:
    """Do the work, then wait to be killed; who comes after a killed one goes on."""
    mark = Path(os.environ["STANDING"])

    def stand(*args: Any) -> None:
        effect(*args)
        if not mark.exists():
            mark.write_text(str(os.getpid()), encoding="utf-8")
            time.sleep(600)

    return stand


@worker_process_init.connect
def make_it_stand(**_: object) -> None:
    compile_kind = import_string("reporting.kinds.compile.Compile")
    compile_kind.effect = standing(compile_kind.effect)
