"""The official document of an SOP: identity sheet and flowchart table, as PDF and as rows for the page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kinerja.lib.printing import pages_of, pdf_of
from organisation.models import Agency
from sop.deadlines import computed_total
from sop.flowchart import Band, Chart, Page, in_words, lay_out, paginate
from sop.models import SopVersion, Step
from sop.queries.definition import reading_of
from sop.renderers.drawing import band_svg
from sop.renderers.flow import (
    Line,
    extra_heads,
    extra_texts,
    lanes_of,
    lines_of,
    only_page,
    rows_of,
    steps_of,
)

# Words of the printed form; a version that was printed with other words may bring its own.
WORDS: Mapping[str, str] = {
    "number": "Nomor SOP",
    "created_on": "Tanggal Pembuatan",
    "revised_on": "Tanggal Revisi",
    "effective_on": "Tanggal Pengesahan/Efektif",
    "approved_by": "Disahkan oleh",
    "title": "Nama SOP",
    "legal_basis": "Dasar Hukum",
    "qualifications": "Kualifikasi Pelaksana",
    "related": "Keterkaitan",
    "equipment": "Peralatan/Perlengkapan",
    "warnings": "Peringatan",
    "records": "Pencatatan dan Pendataan",
    "periodic": "Waktu Periodik",
    "no": "No",
    "text": "Kegiatan",
    "lanes": "Pelaksana",
    "quality": "Mutu Baku",
    "requirements": "Kelengkapan",
    "duration": "Waktu",
    "output": "Output",
    "remark": "Keterangan",
    "total": "Jumlah",
}

# Heads in the exchange format → words of the form.
PRINTED = {
    "number": "no",
    "activity": "text",
    "performers": "lanes",
    "standard": "quality",
    "requirements": "requirements",
    "duration": "duration",
    "output": "output",
    "remark": "remark",
}

MILLIMETRE = 96 / 25.4
MARGIN, FOOT = 12.0, 15.0  # as in static/documents/sop.css
SIZES = {Agency.Paper.A4: (297.0, 210.0), Agency.Paper.F4: (330.0, 215.0)}
_RANK = re.compile(r"\s*(Pembina|Penata|Pengatur|Juru)\b", re.IGNORECASE)
LETTERS = (9.0, 8.5, 8.0, 7.5, 7.0)  # points, for the identity sheet
BORDER = 0.76
SLACK = 4.0


@dataclass(frozen=True)
class Sum:
    """The printed sum of the durations; `computed` is what they come to, where that differs."""

    printed: str
    computed: str


def words_of(version: SopVersion) -> dict[str, str]:
    """The heads of the form, as printed where the version has its own."""
    return {**WORDS, **{PRINTED[name]: head for name, head in version.columns.items() if name in PRINTED}}


def sum_of(version: SopVersion, steps: Sequence[Step]) -> Sum | None:
    """The Jumlah row, where one is printed."""
    if not version.totals:
        return None
    durations = (reading_of(step.duration_text, version.columns) for step in steps)
    return Sum(version.totals, computed_total(version.totals, durations))


def footer_of(version: SopVersion) -> list[list[str]]:
    """The signature block in groups of lines: between office and name there is room to sign."""
    groups = _paragraphs(version.footer)
    if len(groups) != 1:
        return groups
    (lines,) = groups
    below = next((place for place, line in enumerate(lines) if line.strip().startswith("NIP")), 0)
    while below and _RANK.match(lines[below - 1]):
        below -= 1
    name = below - 1
    return [lines[:name], lines[name:]] if name > 0 else groups


def sop_pdf(version: SopVersion) -> bytes:
    """The document as PDF on the agency's paper, lying, with the Jumlah row where one is printed."""
    paper = _Paper(version, words_of(version))
    sheets, size = paper.identity()
    return pdf_of(paper.html(paper.pages(first_page=sheets + 1)), paper.styles(letters=size))


# --- on paper ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _PrintedRow:
    step: Step | None
    svg: SafeString
    words: str
    place: int
    heading: str = ""
    extra: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    """A column's width in millimetres."""

    name: str
    width: float


class _Paper:
    """One version on its agency's paper: measured first, then dealt to pages, then drawn."""

    def __init__(self, version: SopVersion, words: Mapping[str, str]) -> None:
        self.version, self.words = version, words
        self.actors = list(version.actors.all())
        self.lanes, self.steps = lanes_of(version), steps_of(version)
        self.total, self.heads = sum_of(version, self.steps), extra_heads(self.steps)
        self.lines = lines_of(self.steps)
        self.rows = rows_of(self.lines, {}, marking=False)
        self.size = SIZES[Agency.Paper(version.sop.agency.paper)]
        self.columns = _columns(self.size[0] - 2 * MARGIN, max(len(self.lanes), 1), len(self.heads))
        self.lane_width = next(c.width for c in self.columns if c.name == "lane") * MILLIMETRE

    def identity(self) -> tuple[int, float]:
        """How many sheets the identity block takes, in the largest letters that keep it on one."""
        sheets, size = 1, LETTERS[0]
        for size in LETTERS:
            sheets = len(pages_of(self.html([]), self.styles(letters=size)).pages)
            if sheets == 1:
                break
        return (sheets, size) if sheets == 1 else (sheets, LETTERS[1])

    def pages(self, *, first_page: int) -> list[list[_PrintedRow]]:
        """The rows dealt to pages, with their pictures; connectors take room and may ask for another deal."""
        if not self.steps:
            return []
        heights, room, foot = self._measured()
        whole = only_page(self._drawn())
        needed = [
            max(height, band.height + BORDER) for height, band in zip(heights, whole.bands, strict=True)
        ]
        needed[-1] += foot  # the sum and the signature never stand on a page without a row
        reserve = 0.0
        chart = self._drawn(self._dealt(needed, room), first_page)
        for _ in range(4):
            excess = self._excess(chart, heights, foot, room)
            if excess <= 0:
                break
            reserve += excess
            chart = self._drawn(self._dealt(needed, room - reserve), first_page)
        return [self._printed(chart, page, heights, room) for page in chart.pages]

    def _dealt(self, needed: Sequence[float], room: float) -> list[int]:
        """The lines that begin a new page; a phase's heading stays with its first step."""
        firsts = [place for place in range(len(needed)) if not (place and self.lines[place - 1].phase)]
        joined = [sum(needed[first:last]) for first, last in pairwise([*firsts, len(needed)])]
        return [firsts[place] for place in paginate(joined, room=room)]

    def _excess(self, chart: Chart, heights: Sequence[float], foot: float, room: float) -> float:
        """How much too high the fullest page is; a page of one step cannot be made lower."""
        excess = 0.0
        for page in chart.pages:
            steps = sum(band.row is not None and not self.lines[band.row].phase for band in page.bands)
            below = foot if page is chart.pages[-1] else 0.0
            if steps > 1:
                height = sum(self._height(band, heights) for band in page.bands) + below
                excess = max(excess, height - room)
        return excess

    def _drawn(self, breaks: Sequence[int] = (), first_page: int = 1) -> Chart:
        return lay_out(
            self.lanes, self.rows, lane_width=self.lane_width, breaks=breaks, first_page=first_page
        )

    def _height(self, band: Band, heights: Sequence[float]) -> float:
        return band.height + BORDER if band.row is None else max(heights[band.row], band.height + BORDER)

    def _printed(self, chart: Chart, page: Page, heights: Sequence[float], room: float) -> list[_PrintedRow]:
        printed = []
        for place, band in enumerate(page.bands):
            line = None if band.row is None else self.lines[band.row]
            words = (
                "; ".join(one.mark.label for one in band.symbols)
                if band.row is None
                else in_words(self.lanes, self.rows, band.row)
            )
            height = min(self._height(band, heights), max(room, band.height)) - BORDER
            is_heading = line is not None and bool(line.phase)
            svg = band_svg(chart, page, band, height=height, words=words, bordered=not is_heading)
            printed.append(self._row(line, svg, words, place))
        return printed

    def _row(self, line: Line | None, svg: SafeString, words: str, place: int) -> _PrintedRow:
        if line is None:
            return _PrintedRow(None, svg, words, place)
        return _PrintedRow(line.step, svg, words, place, line.phase, extra_texts(line.step, self.heads))

    def _measured(self) -> tuple[list[float], float, float]:
        """How high the words make each row, the room that a page has for rows, and what follows the last."""
        bare = [self._row(line, SafeString(""), "", place) for place, line in enumerate(self.lines)]
        html = self.html([bare], measuring=True)
        anchors = pages_of(html, self.styles(height=20000)).pages[0].anchors
        edges = [anchors[f"row-{place}"][1] for place in range(len(bare))] + [anchors["end"][1]]
        heights = [below - above for above, below in pairwise(edges)]
        height = (self.size[1] - MARGIN - FOOT) * MILLIMETRE
        head, foot = edges[0] - anchors["head"][1], anchors["after"][1] - edges[-1]
        return heights, height - head - SLACK, foot

    def html(self, pages: list[list[_PrintedRow]], *, measuring: bool = False) -> str:
        context = {
            "version": self.version,
            "words": self.words,
            "heading": _paragraphs(self.version.heading or str(self.version.sop.agency)),
            "facts": list(self._facts()),
            "boxes": list(self._boxes()),
            "with_identity": not measuring,
            "actors": self.actors,
            "columns": self.columns,
            "heads": self.heads,
            "tail": 4 + len(self.heads),
            "pages": pages,
            "total": self.total,
            "note": self._note(),
            "footer": footer_of(self.version),
        }
        return render_to_string("sop/document_print.html", context)

    def styles(self, *, height: float | None = None, letters: float = 9.0) -> tuple[str, str]:
        page = f"size: {self.size[0]}mm {height or self.size[1]}mm"
        widths = "".join(f".column-{one.name} {{ width: {one.width:.3f}mm }}" for one in self.columns)
        heads = f".steps thead .lane {{ font-size: {self._lane_letters():.1f}pt }}"
        sheet = f"@page {{ {page} }} .identity, .boxes {{ font-size: {letters}pt }} {heads} {widths}"
        return _style_sheet(), sheet

    def _lane_letters(self) -> float:
        """Letters in points, so small that the longest word of the lanes' heads stays whole if it can."""
        words = [word for lane in self.lanes for word in lane.label.split()]
        widest = max((sum(0.74 if c.isupper() else 0.6 for c in word) for word in words), default=1.0)
        room = (self.lane_width / MILLIMETRE - 1.2) / 25.4 * 72
        return min(8.0 if len(self.lanes) <= 8 else 7.0, max(5.5, room / widest))

    def _note(self) -> str:
        """Which steps have a performer that is not printed but follows from the sentence."""
        numbers = [
            step.printed_number.rstrip(".") or str(place)
            for place, step in enumerate(self.steps, start=1)
            if any(act.actor.inferred or "actor" in act.inferred for act in step.acts.all())
        ]
        if not numbers:
            return ""
        which = "semua langkah" if len(numbers) == len(self.steps) > 1 else f"langkah {', '.join(numbers)}"
        return f"Pelaksana disimpulkan dari kalimat: {which}."

    def _facts(self) -> Iterator[tuple[str, list[str]]]:
        """The right half of the identity sheet; the document may lack a line, or have it blank."""
        for name in ("number", "created_on", "revised_on", "effective_on", "approved_by", "title"):
            text = getattr(self.version, name)
            if text is not None:
                yield self.words[name], _approval(text) if name == "approved_by" else text.split("\n")

    def _boxes(self) -> Iterator[list[tuple[str, list[str], bool]]]:
        last = ("warnings", "records")
        tail = [("periodic", "records"), ("warnings",)] if self.version.periodic else [last]
        for names in [("legal_basis", "qualifications"), ("related", "equipment"), *tail]:
            lists = [(self.words[name], getattr(self.version, name)) for name in names]
            yield [(label, items, _is_bare(items)) for label, items in lists]


def _columns(room: float, lanes: int, extra: int = 0) -> list[_Column]:
    """Widths that add up to the page: lanes as wide as symbols need, the words share the rest."""
    lane = min(max(0.36 * room / lanes, 10.5), 25.0)
    narrow = lanes > 8
    number, duration = (7.0, 14.0) if narrow else (9.0, 18.0)
    rest = room - lane * lanes - number - duration
    shares = {"text": 0.4, "requirements": 0.21, "output": 0.21, "remark": 0.18, "extra": 0.17}
    whole = 1 + shares["extra"] * extra
    names = ["no", "text", *["lane"] * lanes, "requirements", "duration", "output", "remark"]
    fixed = {"no": number, "duration": duration, "lane": lane}
    return [
        _Column(name, fixed.get(name) or rest * shares[name] / whole) for name in [*names, *["extra"] * extra]
    ]


def _paragraphs(text: str) -> list[list[str]]:
    """Lines, in groups where the original left blank lines."""
    return [group.strip().split("\n") for group in re.split(r"\n\s*\n", text.strip()) if group.strip()]


def _approval(text: str) -> list[str]:
    """Office, name and NIP, each on its line, as one signs."""
    parted = re.sub(r" {2,}|\s*\n\s*", "\n", text.strip())
    parted = re.sub(r"\s+(?=NIP\b)", "\n", parted)
    return parted.split("\n") if parted else []


def _is_bare(items: Sequence[str]) -> bool:
    """Items that bring their own numbers, or a single sentence, are not numbered again."""
    return len(items) < 2 or any(re.match(r"\s*(\d+|[a-z])[.)]", item) for item in items)


def _style_sheet() -> str:
    place = finders.find("documents/sop.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured("static/documents/sop.css is not there.")
    return Path(place).read_text(encoding="utf-8")
