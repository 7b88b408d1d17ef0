"""The report as it goes to be signed: with its number, room for each signature, and where to verify it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from kinerja.lib.printing import Place
from kinerja.lib.qr import qr_svg
from reporting.models import Signature
from reporting.queries.initials import ELECTRONIC, Paraf
from reporting.queries.report import Sheet
from reporting.queries.signing import address_of
from reporting.renderers import pdf

Method = Signature.Method


@dataclass(frozen=True)
class Block:
    """What stands under the report: how the first one signs, who follows, and where to verify it.

    `is_open` while nobody has signed: then everybody who signs is one of those who follow.
    """

    method: Method
    code: str
    titles: Sequence[str]  # of those who follow
    initials: Sequence[Paraf] = ()
    footer: str = ""  # what is printed where a certificate of BSrE signs
    is_open: bool = False
    rooms: list[str] = field(init=False)  # an id for each signature in its order
    address: str = field(init=False)
    qr: SafeString = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.titles) + (0 if self.is_open else 1)
        object.__setattr__(self, "rooms", [field_name(number) for number in range(1, count + 1)])
        object.__setattr__(self, "address", address_of(self.code))
        object.__setattr__(self, "qr", qr_svg(self.address))

    @property
    def is_electronic(self) -> bool:
        return self.method in ELECTRONIC

    @property
    def first_room(self) -> str:
        return self.rooms[0]

    @property
    def later(self) -> list[tuple[str, str]]:
        """(id of the room, title) of those who follow."""
        rooms = self.rooms if self.is_open else self.rooms[1:]
        return list(zip(rooms, self.titles, strict=True))


def render(sheet: Sheet, block: Block) -> tuple[bytes, list[Place]]:
    """The PDF and the rooms for its signatures, in their order."""
    content, places = pdf.render_with_places(sheet, {"block": block}, block.rooms)
    return content, [places[name] for name in block.rooms]


def field_name(number: int) -> str:
    """The id of a room on the page, and the name of the field that an electronic signature has there."""
    return f"TandaTangan{number}"


def initial_field(number: int) -> str:
    """The name of the field that holds a paraf; it is not seen."""
    return f"Paraf{number}"
