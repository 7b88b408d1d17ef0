"""What is sent to another system: the file and its figures as one JSON; see docs/formats/delivery.md."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from organisation.models import StoredFile
from reporting.queries.report import Line, Sheet
from reporting.renderers.columns import Column, budget_columns, line_columns

CONTENT_TYPE = "application/json"
FORMAT = "kinerja-delivery/1"


@dataclass(frozen=True)
class Contents:
    """One round with the file that was frozen from it; `key` is the same for every sending of it."""

    sheet: Sheet
    document: StoredFile
    content: bytes
    key: str


def package_of(contents: Contents) -> bytes:
    """The package as bytes; equal input gives equal bytes."""
    sheet, document = contents.sheet, contents.document
    report = sheet.report
    told = {
        "format": FORMAT,
        "key": contents.key,
        "agency": {"code": report.agency.code, "name": report.agency.name},
        "report": {
            "title": report.title,
            "period": report.period.code,
            "number": report.number,
            "round": sheet.compilation.round,
            **_corrects(sheet),
        },
        "figures": {
            "performance": _rows(line_columns(report.period), sheet.lines),
            "budget": _rows(budget_columns(report.period), sheet.budget_lines),
        },
        "document": {
            "name": document.name,
            "content_type": document.content_type,
            "sha256": document.sha256,
            "base64": base64.b64encode(contents.content).decode(),
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _corrects(sheet: Sheet) -> dict[str, Any]:
    """Which report a correction takes the place of; nothing for a regular report."""
    if sheet.corrected is None:
        return {}
    return {"corrects": {"number": sheet.corrected.number, "edition": sheet.corrected.edition}}


def _rows(columns: Sequence[Column], lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [{column.key: _cell(column, line) for column in columns} for line in lines]


def _cell(column: Column, line: Line) -> Any:
    """Words as text; a figure with its exact value and as it is printed."""
    cell = column.cell(line)
    if not column.is_figure:
        return cell.words
    exact = f"{cell.figure.normalize():f}" if cell.is_figure and cell.figure is not None else None
    return {"value": exact, "text": cell.text}
