"""The generic kinds of work: one file each; adding one is a file and a line here."""

from sop import registry
from sop.kinds.prepare import Prepare


def register() -> None:
    registry.register(Prepare)
