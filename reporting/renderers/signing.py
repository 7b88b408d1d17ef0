"""The report as it goes to be signed: with its number, room for each signature, and where to verify it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from kinerja.lib.printing import Place
from kinerja.lib.qr import qr_svg
from reporting.models import Signature
from reporting.queries.report import Sheet
from reporting.renderers import pdf

Method = Signature.Method


@dataclass(frozen=True)
class Block:
    """What stands under the report: how the first one signs, who follows, and where to verify it."""

    method: Method
    rooms: Sequence[str]  # an id for each signature in its order
    titles: Sequence[str]  # of those who sign after the first one
    address: str
    code: str
    qr: SafeString = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "qr", qr_svg(self.address))

    @property
    def first_room(self) -> str:
        return self.rooms[0]

    @property
    def later(self) -> list[tuple[str, str]]:
        """(id of the room, title) of those who follow."""
        return list(zip(self.rooms[1:], self.titles, strict=True))


def render(sheet: Sheet, block: Block) -> tuple[bytes, list[Place]]:
    """The PDF and the rooms for its signatures, in their order."""
    content, places = pdf.render_with_places(sheet, {"block": block}, block.rooms)
    return content, [places[name] for name in block.rooms]
