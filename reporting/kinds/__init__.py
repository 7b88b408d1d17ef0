"""Where the procedure meets the report: one file per kind of work on a report."""

from reporting.kinds.archive import Archive
from reporting.kinds.compile import Compile
from reporting.kinds.deliver import Deliver
from reporting.kinds.fill import Fill
from reporting.kinds.open import Open
from reporting.kinds.review import Review
from reporting.kinds.sign import Sign
from sop import registry


def register() -> None:
    registry.register(Archive, Compile, Deliver, Fill, Open, Review, Sign)
