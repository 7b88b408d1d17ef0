"""The generic kinds of work: one file each; adding one is a file and a line here."""

from sop import registry
from sop.kinds.circulate import Circulate
from sop.kinds.correct import Correct
from sop.kinds.distribute import Distribute
from sop.kinds.hand_over import HandOver
from sop.kinds.prepare import Prepare


def register() -> None:
    registry.register(Circulate, Correct, Distribute, HandOver, Prepare)
