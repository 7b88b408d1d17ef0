"""A calculating engine for the formulas of the report, independent of the code that writes them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

TOKEN = re.compile(r'"(?:[^"]|"")*"|[A-Z]+[0-9]+:[A-Z]+[0-9]+|[A-Z]+[0-9]+|[A-Z]+\(|[{}]|<>|.')
COMPARE: dict[str, Callable[[float, float], bool]] = {">=": lambda value, bound: value >= bound}


class Calculator:
    """Values of a worksheet with its formulas worked out anew."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def formulas(self) -> dict[str, float]:
        """Every formula cell with its freshly calculated value."""
        cells = [cell for row in self.sheet.iter_rows() for cell in row if cell.data_type == "f"]
        return {cell.coordinate: float(self.value(cell.coordinate)) for cell in cells}

    def value(self, coordinate: str) -> Any:
        cell = self.sheet[coordinate]
        if cell.data_type != "f":
            return cell.value
        names: dict[str, Any] = {"cell": self.value, "cells": self._cells, **FUNCTIONS}
        return eval(_python(str(cell.value)[1:]), {"__builtins__": {}}, names)  # noqa: S307 - our own file

    def _cells(self, span: str) -> list[Any]:
        return [self.value(cell.coordinate) for row in self.sheet[span] for cell in row]


def _python(formula: str) -> str:
    out = []
    for token in TOKEN.findall(formula.replace("$", "")):
        if token.startswith('"'):
            out.append(repr(token[1:-1].replace('""', '"')))
        elif ":" in token:
            out.append(f"cells({token!r})")
        elif re.fullmatch(r"[A-Z]+[0-9]+", token):
            out.append(f"cell({token!r})")
        elif token in {"{", "}"}:
            out.append("[" if token == "{" else "]")
        else:
            out.append(token)
    return "".join(out)


def _numbers(values: Sequence[Any]) -> list[float]:
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [value for value in flat if isinstance(value, int | float) and not isinstance(value, bool)]


def _average(*values: Any) -> float:
    found = _numbers(values)
    return float(sum(found) / len(found))


def _sumproduct(*columns: list[Any]) -> float:
    total = 0.0
    for row in zip(*columns, strict=True):
        product = 1.0
        for value in row:
            product *= value if isinstance(value, int | float) else 0
        total += product
    return total


def _sumif(span: list[Any], criterion: str, sums: list[Any]) -> float:
    test, bound = COMPARE[criterion[:2]], float(criterion[2:])
    pairs = zip(span, sums, strict=True)
    return float(sum(amount for value, amount in pairs if _numbers([value]) and test(value, bound)))


def _countif(span: list[Any], criterion: str) -> int:
    bound = float(criterion.lstrip(">"))
    return sum(1 for value in _numbers([span]) if value > bound)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "MAX": max,
    "MIN": min,
    "IF": lambda condition, yes, no: yes if condition else no,
    "SUM": lambda *values: sum(_numbers(values)),
    "AVERAGE": _average,
    "SUMPRODUCT": _sumproduct,
    "SUMIF": _sumif,
    "COUNTIF": _countif,
    "INDEX": lambda values, position: values[position - 1],
    "MATCH": lambda wanted, values, _: values.index(wanted) + 1,
}
