"""Cells of a printed table as figures: the spelling of decimals is learnt from the whole table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kinerja.lib.numbers import ReadingKind, read_number, round_half_up
from reporting.readers.columns import Column
from reporting.readers.sheets import Cell, Line
from reporting.recompute import Figure, Result

SPAN = re.compile(r"([0-9.,]+)\s*%?\s*[-–—]\s*([0-9.,]+)\s*%?")
_FRACTION = {mark: re.compile(rf"[0-9]+[{mark}](?:[0-9]{{1,2}}|[0-9]{{4,}})(?:\s*%)?") for mark in (".", ",")}
_THOUSANDS = {
    mark: re.compile(rf"(?:Rp\.?\s*)?[0-9]{{1,3}}(?:[{mark}][0-9]{{3}}){{2,}}") for mark in (".", ",")
}
_OTHER = {".": ",", ",": "."}


def decimal_mark_of(cells: Iterable[Cell]) -> str:
    """ "." or "," where every cell that leaves no doubt says so, else ""."""
    found = set()
    for cell in cells:
        for mark, other in _OTHER.items():
            if _FRACTION[mark].fullmatch(cell.text) or _THOUSANDS[other].match(cell.text):
                found.add(mark)
    return found.pop() if len(found) == 1 else ""


@dataclass
class LineReader:
    """Reads the figures of one line and gathers what could not be read of its inputs."""

    line: Line
    decimal_mark: str
    problems: list[str] = field(default_factory=list)

    def text(self, column: Column | None) -> str:
        """The text of a column, "" where there is none."""
        return self.line.at(column.place).text if column else ""

    def figure(self, column: Column | None, *, is_whole: bool = False) -> Figure | None:
        """An input; what cannot be read is a problem of the row."""
        if column is None:
            return None
        figure, problem = self._read(self.line.at(column.place), is_whole=is_whole)
        if problem:
            self.problems.append(f"{column.heading}: {problem}")
        return figure

    def span(self, column: Column, *, is_whole: bool) -> tuple[Figure | None, Figure | None]:
        """A target that may be printed as a range ("80 - 90")."""
        match = SPAN.fullmatch(self.text(column))
        if match is None:
            return self.figure(column, is_whole=is_whole), None
        low, high = (self._read(Cell(text), is_whole=is_whole)[0] for text in match.groups())
        return low, high

    def result(self, column: Column | None, *, is_whole: bool = False) -> Result | None:
        """A printed result with its place."""
        if column is None:
            return None
        cell = self.line.at(column.place)
        figure, problem = self._read(cell, is_whole=is_whole)
        if figure is not None and cell.places is not None:  # Excel shows fewer decimals than it keeps
            figure = Figure(round_half_up(figure.value, cell.places), cell.places)
        return Result(self.line.address(column.place), column.heading, figure, problem)

    def _read(self, cell: Cell, *, is_whole: bool) -> tuple[Figure | None, str]:
        """A cell as a figure with its decimals, or why it is none; neither for a blank."""
        if cell.problem:
            return None, cell.problem
        if cell.value is not None:
            return _figure(cell.value), ""
        readings = [read_number(cell.text, decimals=decimals) for decimals in (not is_whole, is_whole)]
        asked = next((reading for reading in readings if reading.kind is ReadingKind.QUESTION), None)
        if asked is not None and self.decimal_mark:
            thousands, fraction = asked.choices
            return _figure(fraction if self.decimal_mark in cell.text else thousands), ""
        value = readings[0].value
        return (None, readings[0].sentence) if value is None else (_figure(value), "")


def _figure(value: Decimal) -> Figure:
    """A number with as many decimals as it is written with."""
    exponent = value.as_tuple().exponent
    return Figure(value, max(0, -exponent) if isinstance(exponent, int) else 0)
