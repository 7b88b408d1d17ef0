"""The report's formulas for a spreadsheet, and their results for viewers that do not calculate."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kinerja.lib.numbers import honest_places
from reporting.achievement import Rule, achieve
from reporting.measures import Direction, LowerForm, ValueState
from reporting.models import ReportLine
from reporting.queries.rules import Record, rule_from, rule_on

_TOLERANCE = Decimal("0.001")
_LONGEST_FORMULA = 8000  # Excel takes 8192 characters
_FORMULA_CELL = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST_ZIP = (1980, 1, 1, 0, 0, 0)


def achievement_formula(line: ReportLine, value: str, target: str, *, annual: bool) -> str | None:
    """The capaian of a row from the cells `value` and `target`; None where a formula cannot give it.

    A formula is written by the rule kept with the line, and only while it gives the frozen figure.
    """
    frozen = line.annual_achievement if annual else line.achievement
    wanted = line.annual_target if annual else line.target
    if frozen is None or wanted is None or line.value is None or not wanted:
        return None
    record = rule_on(line)
    rule = rule_from(record)
    if line.state == ValueState.NIHIL or line.direction != rule.direction or not _divides(line, rule):
        return None
    upper = _bounds(record)[1] if rule.direction is Direction.RANGE else None
    again = achieve(line.value, wanted, rule, upper=upper).value
    if again is None or abs(again - frozen) > _TOLERANCE:
        return None
    body = _body(record, rule, value, target)
    if rule.cap is not None:
        body = f"MIN({_plain(rule.cap)},{body})"
    return f"=MAX(0,{body})"


def _divides(line: ReportLine, rule: Rule) -> bool:
    """T ÷ R needs an R; a cap that stands for its absence is written as a figure."""
    inverse = rule.direction is Direction.LOWER and rule.lower_form is LowerForm.INVERSE
    return not inverse or (line.value is not None and line.value > 0)


def is_tellable(frozen: Decimal) -> bool:
    """Whether a spreadsheet's own result reads the same.

    A figure too close below a round one was cut when it was kept; recomputed it could read as that one.
    """
    return honest_places(frozen) is not None


def _body(record: Record, rule: Rule, value: str, target: str) -> str:
    match rule.direction:
        case Direction.HIGHER:
            return f"{value}/{target}*100"
        case Direction.LOWER if rule.lower_form is LowerForm.MIRROR:
            return f"(2*{target}-{value})/{target}*100"
        case Direction.LOWER:
            return f"{target}/{value}*100"
        case Direction.RANGE:
            low, high = (_plain(bound) for bound in _bounds(record))
            return f"IF({value}>{high},{value}/{high},IF({value}<{low},{value}/{low},1))*100"
        case Direction.PREDICATE:
            scores = [(str(code), Decimal(score)) for code, score in record["scores"]]
            return f"{_score(scores, value)}/{_score(scores, target)}*100"


def _bounds(record: Record) -> tuple[Decimal, Decimal]:
    low, high = (Decimal(bound or 0) for bound in record["range"])
    return low, high


def _score(scores: Sequence[tuple[str, Decimal]], cell: str) -> str:
    """The score of the word in a cell, looked up in the indicator's own scale."""
    words = ",".join('"{}"'.format(code.replace('"', '""')) for code, _ in scores)
    figures = ",".join(_plain(score) for _, score in scores)
    return f"INDEX({{{figures}}},MATCH({cell},{{{words}}},0))"


def _plain(number: Decimal) -> str:
    """A number as formulas are stored: a point, no thousands, no zeros at the end."""
    return f"{number.normalize():f}"


def span(column: str, rows: Sequence[int]) -> str:
    """The cells of a column from the first of the rows to the last; headings in between hold no figure."""
    return f"{column}{min(rows)}:{column}{max(rows)}"


Placed = tuple[int, ReportLine]


def mean_formula(
    column: str, group: Sequence[Placed], everything: Sequence[int], *, weighted: bool, skips_zero: bool
) -> str | None:
    """The mean of the group's cells as the compilation took it; words in the cells do not count.

    `everything` are the rows of all lines, so that a group in several places does not take in what lies
    between. None where Excel would refuse the formula as too long.
    """
    if not group:
        return None
    if weighted:
        counted = [(row, line) for row, line in group if line.achievement or _counts_zero(line, skips_zero)]
        weights = [_plain(line.weight or Decimal(0)) for _, line in counted]
        terms = "+".join(f"{column}{row}*{weight}" for (row, _), weight in zip(counted, weights, strict=True))
        formula = f"=({terms})/({'+'.join(weights)})"
    else:
        spans = _runs(column, [row for row, _ in group], everything)
        formula = f"=AVERAGE({','.join(spans)})"
        if skips_zero:
            above = "+".join(f'COUNTIF({each},">0")' for each in spans)
            formula = f"=SUM({','.join(spans)})/({above})"
    return formula if len(formula) <= _LONGEST_FORMULA else None


def _counts_zero(line: ReportLine, skips_zero: bool) -> bool:
    return line.achievement is not None and not skips_zero


def _runs(column: str, rows: Sequence[int], everything: Sequence[int]) -> list[str]:
    """The rows as spans that contain no row of another group."""
    mine, runs = set(rows), list[list[int]]()
    previous: int | None = None
    for row in sorted(everything):
        if row in mine and previous in mine:
            runs[-1].append(row)
        elif row in mine:
            runs.append([row])
        previous = row
    return [span(column, run) for run in runs]


def with_results(book: bytes, results: Mapping[str, Mapping[str, Decimal]], *, at: datetime) -> bytes:
    """The workbook with a result beside each formula (`results`: part name → cell → figure) and a fixed date.

    openpyxl writes formulas without results, so a viewer without a calculating engine would show nothing.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(target, "w") as sink:
        for part in source.namelist():
            content = source.read(part)
            if part in results:
                content = _fill(content.decode(), results[part]).encode()
            elif part == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{at:%Y-%m-%dT%H:%M:%SZ}\g<2>", content.decode()).encode()
            entry = zipfile.ZipInfo(part, _EARLIEST_ZIP)
            sink.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _fill(sheet: str, results: Mapping[str, Decimal]) -> str:
    def cell(match: re.Match[str]) -> str:
        result = results.get(match[2])
        return match[0] if result is None else f"{match[1]}<v>{result:f}</v>"

    return _FORMULA_CELL.sub(cell, sheet)
