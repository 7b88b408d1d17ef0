"""The report's formulas for a spreadsheet, and their results for viewers that do not calculate."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from reporting.achievement import achieve
from reporting.measures import Direction, LowerForm, ValueState
from reporting.models import Indicator, ReportLine
from reporting.queries.figures import rule_of

_TOLERANCE = Decimal("0.001")
_FORMULA_CELL = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST_ZIP = (1980, 1, 1, 0, 0, 0)


def achievement_formula(line: ReportLine, value: str, target: str, *, annual: bool) -> str | None:
    """The capaian of a row from the cells `value` and `target`; None where a formula cannot give it.

    The line is frozen, the indicator's rule is not: a formula is written only while both still agree.
    """
    indicator = line.indicator
    frozen = line.annual_achievement if annual else line.achievement
    wanted = line.annual_target if annual else line.target
    if frozen is None or wanted is None or line.value is None or not wanted:
        return None
    if line.state == ValueState.NIHIL or line.direction != indicator.direction:
        return None
    upper = indicator.range_high if line.direction == Direction.RANGE else None
    again = achieve(line.value, wanted, rule_of(indicator), upper=upper).value
    if again is None or abs(again - frozen) > _TOLERANCE or not _divides(line):
        return None
    body = _body(indicator, value, target)
    if indicator.cap is not None:
        body = f"MIN({_plain(indicator.cap)},{body})"
    return f"=MAX(0,{body})"


def _divides(line: ReportLine) -> bool:
    """T ÷ R needs an R; a cap that stands for its absence is written as a figure."""
    inverse = line.direction == Direction.LOWER and line.indicator.lower_form == LowerForm.INVERSE
    return not inverse or (line.value is not None and line.value > 0)


def _body(indicator: Indicator, value: str, target: str) -> str:
    match Direction(indicator.direction):
        case Direction.HIGHER:
            return f"{value}/{target}*100"
        case Direction.LOWER if indicator.lower_form == LowerForm.MIRROR:
            return f"(2*{target}-{value})/{target}*100"
        case Direction.LOWER:
            return f"{target}/{value}*100"
        case Direction.RANGE:
            low, high = (_plain(bound or Decimal(0)) for bound in (indicator.range_low, indicator.range_high))
            return f"IF({value}>{high},{value}/{high},IF({value}<{low},{value}/{low},1))*100"
        case Direction.PREDICATE:
            return f"{_score(indicator, value)}/{_score(indicator, target)}*100"


def _score(indicator: Indicator, cell: str) -> str:
    """The score of the word in a cell, looked up in the indicator's own scale."""
    words = ",".join('"{}"'.format(word.replace('"', '""')) for word in indicator.scores)
    scores = ",".join(_plain(score) for score in indicator.scores.values())
    return f"INDEX({{{scores}}},MATCH({cell},{{{words}}},0))"


def _plain(number: Decimal) -> str:
    """A number as formulas are stored: a point, no thousands, no zeros at the end."""
    return f"{number.normalize():f}"


def span(column: str, rows: Sequence[int]) -> str:
    """The cells of a column from the first of the rows to the last; headings in between hold no figure."""
    return f"{column}{min(rows)}:{column}{max(rows)}"


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
