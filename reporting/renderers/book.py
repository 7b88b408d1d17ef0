"""An LKjIP as a row of blocks, numbered once: PDF, Word and the pages print exactly these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.narrative import Piece, pieces_of
from reporting.renderers.cells import Cell, Form
from reporting.renderers.plan_forms import FormTable


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a chapter."""

    level: int
    number: str
    words: str
    anchor: str
    kind: str = "heading"

    @property
    def text(self) -> str:
        return f"{self.number} {self.words}".strip()


@dataclass(frozen=True)
class Prose:
    """Text of the office, or a proposal that nobody has kept yet."""

    pieces: Sequence[Piece]
    is_proposal: bool = False
    kind: str = "prose"


@dataclass(frozen=True)
class Lack:
    """What is not there; with the office's reason it is said plainly, without one it marks the draft."""

    words: str
    reason: str = ""
    kind: str = "lack"

    @property
    def text(self) -> str:
        return f"{self.words.rstrip('.')} — {self.reason}" if self.reason else f"[Belum lengkap] {self.words}"


@dataclass(frozen=True)
class Listed:
    """A numbered table with a note under it."""

    number: str
    table: FormTable
    anchor: str
    note: str = ""
    kind: str = "table"

    @property
    def text(self) -> str:
        return f"{self.number} {self.table.title}"


@dataclass(frozen=True)
class Bar:
    """One bar: its label and its figure in percent, None for none."""

    label: str
    value: Decimal | None


@dataclass(frozen=True)
class Drawn:
    """A numbered chart of lying bars, in percent."""

    number: str
    title: str
    bars: Sequence[Bar]
    anchor: str
    kind: str = "chart"

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}"


@dataclass(frozen=True)
class Signing:
    """Where the head's name stands."""

    kind: str = "signing"


Block = Heading | Prose | Lack | Listed | Drawn | Signing


@dataclass(frozen=True)
class Part:
    """A chapter, or a page of the front or the back; a wide one lies on its side."""

    anchor: str
    title: str
    number: str = ""
    blocks: Sequence[Block] = ()
    is_wide: bool = False
    is_front: bool = False

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass
class Pen:
    """Writes the blocks of one chapter and numbers its tables, figures and headings."""

    chapter: str
    anchor: str
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    figures: int = 0
    places: list[int] = field(default_factory=list)

    def heading(self, words: str, *, level: int = 2, numbered: bool = True) -> None:
        """The next heading of a level; deeper ones begin anew below it."""
        number = ""
        if numbered:
            self.places = [*self.places[: level - 1], *([0] * (level - 1 - len(self.places)))]
            self.places[level - 2] += 1
            number = ".".join([self.chapter, *map(str, self.places[: level - 1])])
        anchor = f"{self.anchor}-h{sum(block.kind == 'heading' for block in self.blocks) + 1}"
        self.blocks.append(Heading(level, number, words, anchor))

    def say(self, text: str) -> None:
        """Our own sentences on figures."""
        if text:
            self.blocks.append(Prose(pieces_of(text)))

    def put(self, block: Block | None) -> None:
        if block is not None:
            self.blocks.append(block)

    def table(self, table: FormTable, note: str = "") -> None:
        self.tables += 1
        number = f"Tabel {self.chapter}.{self.tables}"
        self.blocks.append(Listed(number, table, f"{self.anchor}-t{self.tables}", note))

    def chart(self, title: str, bars: Sequence[Bar]) -> None:
        """Nothing is drawn where there is no figure."""
        if any(bar.value is not None for bar in bars):
            self.figures += 1
            number = f"Gambar {self.chapter}.{self.figures}"
            self.blocks.append(Drawn(number, title, bars, f"{self.anchor}-g{self.figures}"))


def words_of(block: Block) -> Iterator[str]:
    """Everything that a block says, figures as they print."""
    match block:
        case Heading() | Lack():
            yield block.text
        case Prose():
            yield from (line for piece in block.pieces for line in piece.lines)
        case Listed():
            yield block.text
            yield from (column.heading for column in block.table.columns)
            for cells in (*(row.cells for row in block.table.rows), block.table.total):
                yield from (cell.text for cell in cells if cell)
            yield block.note
        case Drawn():
            yield block.text
            yield from (f"{bar.label} {bar.value}" for bar in block.bars)


# --- cells ---


def text_cell(words: str) -> Cell:
    return Cell(None, words or " ", Form.TEXT)


def figure_cell(value: Decimal | None, form: Form, words: str = "") -> Cell:
    return Cell(value, words, form)


def count_cell(number: int) -> Cell:
    return Cell(Decimal(number), "", Form.COUNT)
