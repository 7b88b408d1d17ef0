"""A published table as rows that can be recomputed: which figure is a target, a realisation, a result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reporting.measures import Direction, Rollup
from reporting.readers.cells import LineReader, decimal_mark_of
from reporting.readers.columns import Column, Content, find_columns
from reporting.readers.sheets import Line, Sheet
from reporting.recompute import Inputs, Row, RowKind

_LEVELS = ("tujuan", "sasaran", "program", "kegiatan", "sub kegiatan")
_DIRECTIONS = {
    Direction.HIGHER: {"positif", "naik", "maximize", "maksimal"},
    Direction.LOWER: {"negatif", "turun", "minimize", "minimal"},
    Direction.RANGE: {"rentang", "stabilize"},
    Direction.PREDICATE: {"predikat"},
}
_ROLLUPS = (Rollup.SUM, Rollup.LAST, Rollup.MEAN)
_SUM = re.compile(r"(?:jumlah|total)\b", re.IGNORECASE)
_MEAN = re.compile(r"(?:rata|rerata)", re.IGNORECASE)


def read_table(sheet: Sheet) -> list[Row]:
    """The rows below the headings of a sheet; Unreadable where no headings are found."""
    columns, height = find_columns(sheet.lines)
    below = sheet.lines[height:]
    mark = decimal_mark_of(cell for line in below for cell in line.cells)
    table = _Table(columns)
    return [table.row(line, mark) for line in below]


@dataclass(frozen=True)
class _Table:
    """The columns of a table, asked for what they hold."""

    columns: Sequence[Column]

    def row(self, line: Line, decimal_mark: str) -> Row:
        """One line with all that its columns say; a result's group goes by the heading of its column."""
        direction, rollup, problems = self._choices(line)
        groups = {
            percent.heading: self._inputs(LineReader(line, decimal_mark, list(problems)), percent, direction)
            for percent in self._all(Content.PERCENT)
        }
        kind = self._kind(line, stated=any(inputs.has_figures for inputs in groups.values()))
        return Row(line.number, self._name(line), groups, direction, rollup, kind, self._level(line))

    def _inputs(self, reader: LineReader, percent: Column, direction: Direction | None) -> Inputs:
        """What belongs to one printed percentage: the columns of its group, else those of no group."""
        target = self._one(Content.TARGET, percent) or self._one(Content.CEILING, percent)
        realised, total = self._one(Content.REALISED, percent), self._one(Content.TOTAL, percent)
        result = reader.result(percent)
        if target is None or (realised is None and total is None and not self._all(Content.PART)):
            return Inputs(percent=result, problem="tidak ada kolom target dan realisasi untuk kolom ini")
        if direction is Direction.PREDICATE and target.content is Content.TARGET:
            words = reader.text(realised or total), reader.text(target)
            problem = "; ".join(reader.problems)
            return Inputs(words=words if any(words) else None, percent=result, problem=problem)
        is_money = target.content is Content.CEILING
        low, high = reader.span(target, is_whole=is_money)
        parts = sorted(self._all(Content.PART), key=lambda column: column.order)
        return Inputs(
            target=low,
            upper=high or reader.figure(self._one(Content.UPPER, percent)),
            realised=reader.figure(realised, is_whole=is_money),
            parts=tuple(reader.figure(part, is_whole=is_money) for part in parts),
            is_money=is_money,
            total=reader.result(total, is_whole=is_money),
            percent=result,
            problem="; ".join(reader.problems),
        )

    def _all(self, content: Content) -> list[Column]:
        return [column for column in self.columns if column.content is content]

    def _one(self, content: Content, percent: Column) -> Column | None:
        """The column of the percentage's own group, else the one that belongs to no group."""
        found = {column.group: column for column in reversed(self._all(content))}
        return found.get(percent.group) or found.get("")

    def _text(self, line: Line, content: Content) -> str:
        """What a line says in a column of words, in small letters."""
        column = next(iter(self._all(content)), None)
        return line.at(column.place).text.casefold().replace("_", " ") if column else ""

    def _choices(self, line: Line) -> tuple[Direction | None, Rollup, list[str]]:
        """Direction and roll-up of a row, and what is wrong with the words for them."""
        problems = []
        said = self._text(line, Content.DIRECTION)
        direction = next((d for d, words in _DIRECTIONS.items() if said in words | {d.value, d.label}), None)
        if said and direction is None:
            known = ", ".join(d.label for d in Direction)
            problems.append(f"arah “{said}” tidak dikenal, tulis salah satu: {known}")
        gathered = self._text(line, Content.ROLLUP)
        unit = self._text(line, Content.UNIT)
        rollup = next((r for r in _ROLLUPS if gathered in {r.value, r.label}), None)
        if gathered and rollup is None:
            known = ", ".join(r.label for r in _ROLLUPS)
            problems.append(f"cara gabung “{gathered}” tidak dikenal, tulis salah satu: {known}")
        is_share = "%" in unit or "persen" in unit
        return direction, rollup or (Rollup.LAST if is_share else Rollup.SUM), problems

    def _name(self, line: Line) -> str:
        """Code and the most specific words of a line."""
        names = [line.at(column.place).text for column in self._all(Content.NAME)]
        code = next((line.at(column.place).text for column in self._all(Content.CODE)), "")
        return " ".join(part for part in (code, next(filter(None, reversed(names)), "")) if part)

    def _kind(self, line: Line, *, stated: bool) -> RowKind:
        """Whether a line sums up the ones above: it says so, and has no figures of its own."""
        columns = [*self._all(Content.CODE), *self._all(Content.NAME)]
        first = next((text for column in columns if (text := line.at(column.place).text)), "")
        if stated:
            return RowKind.PLAIN
        return RowKind.SUM if _SUM.match(first) else RowKind.MEAN if _MEAN.match(first) else RowKind.PLAIN

    def _level(self, line: Line) -> int | None:
        said = self._text(line, Content.LEVEL)
        return _LEVELS.index(said) if said in _LEVELS else None
