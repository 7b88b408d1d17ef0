"""A letter on paper: one content for the page, the PDF and Word, laid out as tata naskah dinas does."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from kinerja.lib.dates import long_date, moment
from kinerja.lib.printing import pdf_of
from organisation.models import Agency
from reporting.models import Letter
from reporting.placeholders import LETTER, fill

CONTENT_TYPE = "application/pdf"
SIZES = {Agency.Paper.A4: "210mm 297mm", Agency.Paper.F4: "215mm 330mm"}
ROOM = "…………………"
_LATE = {one.name: ROOM for one in LETTER if one.is_late}


@dataclass(frozen=True)
class Printed:
    """A letter as it prints; what is not known yet leaves room."""

    letter: Letter

    @property
    def agency(self) -> Agency:
        return self.letter.agency

    @property
    def number(self) -> str:
        return self.letter.number or ROOM

    @property
    def day(self) -> str:
        return long_date(self.letter.dated_on) if self.letter.dated_on else ROOM

    @property
    def place_and_day(self) -> str:
        return f"{self.agency.city}, {self.day}" if self.agency.city else self.day

    @property
    def heading(self) -> str:
        return self._text("heading")

    @property
    def subject(self) -> str:
        return self._text("subject")

    @property
    def opening(self) -> list[str]:
        return self._paragraphs("opening")

    @property
    def body(self) -> list[str]:
        return self._paragraphs("body")

    @property
    def closing(self) -> list[str]:
        return self._paragraphs("closing")

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What a surat pengantar sends: name, how many, remark."""
        found = []
        for line in self.body:
            parts = [part.strip() for part in line.split("|", 2)]
            name, count, remark = [*parts, "", ""][:3]
            found.append((name, count, remark))
        return found

    @property
    def copies(self) -> list[str]:
        return [line.strip() for line in self.letter.copies.splitlines() if line.strip()]

    @property
    def sender(self) -> str:
        """From whom a nota dinas comes: the office of who signs it."""
        return self.letter.capacity or ROOM

    @property
    def titles(self) -> list[str]:
        """What stands over the signature: “a.n. …” where somebody signs for another, then the office."""
        lines = self.letter.on_behalf.splitlines()
        above = [f"a.n. {lines[0]}", *lines[1:]] if lines else []
        return [*above, self.letter.capacity or ROOM]

    @property
    def mark(self) -> str:
        """What proves the signature in its room; blank while it is a draft."""
        if self.letter.issued_at is None:
            return ""
        return f"Ditandatangani dalam aplikasi, {moment(self.letter.issued_at, self.agency.time_zone)}"

    def _text(self, name: str) -> str:
        return fill(getattr(self.letter, name), _LATE)

    def _paragraphs(self, name: str) -> list[str]:
        return [line.strip() for line in self._text(name).splitlines() if line.strip()]


def render(letter: Letter) -> bytes:
    """The PDF of a letter, A4 or F4 upright."""
    html = render_to_string("documents/letter.html", {"printed": Printed(letter)})
    return pdf_of(html, styles(letter.agency))


def styles(agency: Agency) -> tuple[str, ...]:
    """The style sheet of letters and the office's paper."""
    size = SIZES[Agency.Paper(agency.paper)]
    return _style_sheet(), f"@page {{ size: {size}; margin: 15mm 20mm 18mm 25mm }}"


def _style_sheet() -> str:
    place = finders.find("documents/letter.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured("static/documents/letter.css is not there.")
    return Path(place).read_text(encoding="utf-8")
