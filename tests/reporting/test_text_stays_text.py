"""Words that look like formulas stay words in every workbook, whichever column and whichever export."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import NamedStyle

from kinerja.lib.workbooks import write_text
from tests.reporting.test_excel import PAYLOADS

ROOT = Path(__file__).resolve().parents[2]
# Where a cell gets something else than people's words: figures, our own formulas, our own words.
FIGURES = {
    "kinerja/lib/workbooks.py write_text",
    "reporting/renderers/entry_workbook.py _put",
    "reporting/renderers/plan_forms_excel.py _figure",
    "reporting/renderers/plan_template.py _write",
    "reporting/renderers/plan_template.py plan_template",
    "reporting/renderers/rekeying.py _write",
    "reporting/renderers/schedule.py schedule_workbook",
    "reporting/renderers/worksheet.py figure",
    "sop/renderers/proof_workbook.py _value",
}


def test_there_are_twelve_ways_to_look_like_a_formula() -> None:
    assert len(set(PAYLOADS)) >= 12


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_are_kept_as_words_for_a_reader_and_for_who_edits_them_later(payload: str) -> None:
    book = Workbook()
    book.add_named_style(NamedStyle("kata"))
    assert book.active is not None
    write_text(book.active["A1"], payload, "kata")
    stream = io.BytesIO()
    book.save(stream)
    cell = load_workbook(stream).active["A1"]  # type: ignore[index]
    assert cell.data_type == "s"
    assert cell.quotePrefix == payload.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def written(path: Path) -> Iterator[str]:
    """The functions of a module that put something into a cell by themselves."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(_is_openpyxl(node) for node in ast.walk(tree)):
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(map(_fills_a_cell, ast.walk(function))):
            yield f"{path.relative_to(ROOT).as_posix()} {function.name}"


def _is_openpyxl(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and str(node.module).startswith("openpyxl")


def _fills_a_cell(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "value" for target in node.targets)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    by_position = node.func.attr == "cell" and len(node.args) > 2
    named = node.func.attr == "cell" and any(keyword.arg == "value" for keyword in node.keywords)
    return by_position or named


def test_only_figures_and_our_own_words_are_written_in_another_way() -> None:
    folders = [ROOT / part / "renderers" for part in ("sop", "reporting")] + [ROOT / "kinerja" / "lib"]
    paths = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    assert {place for path in paths for place in written(path)} - FIGURES == set()


def test_nobody_writes_comma_separated_values() -> None:
    """In a CSV every word could become a formula; whoever adds one has to mark such words first."""
    sources = [path for part in ("reporting", "sop", "organisation") for path in (ROOT / part).rglob("*.py")]
    writing = [
        path for path in sources if "csv.writer" in path.read_text(encoding="utf-8").replace("DictW", "w")
    ]
    assert writing == []
