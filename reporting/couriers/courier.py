"""What every way of sending has in common: a parcel goes out, a slip of the other side may come back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class Parcel:
    """What is sent in one attempt; the same sending has the same key, name and content each time."""

    address: str
    key: str
    subject: str
    text: str
    name: str
    content: bytes
    content_type: str
    at: datetime
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Slip:
    """The receipt as the other side states it."""

    number: str
    on: date


class TryLater(Exception):
    """It did not arrive now; another attempt may succeed. `after` is the pause asked for, in seconds."""

    def __init__(self, sentence: str, *, after: int = 0) -> None:
        self.after = after
        super().__init__(sentence)


class Refused(Exception):
    """It will not arrive like this, however often it is tried; a person has to look."""


class Courier(ABC):
    """One way of sending."""

    needs_secret: ClassVar[bool] = False

    @abstractmethod
    def address_problem(self, address: str) -> str:
        """Why an address cannot be used, in a sentence; empty if it can."""

    @abstractmethod
    def send(self, parcel: Parcel) -> Slip | None:
        """Send once; a slip if the other side gave one at once. Raises TryLater or Refused."""
