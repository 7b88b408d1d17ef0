"""Recompute a printed table: every percentage once more from the figures beside it, and where it differs.

Pure: a table as `stated`, each cell's `outcome`, and its `verdict`. All percentages are in percent and
nothing raises: what cannot be computed is a finding with its reason. Source: the published tables of
`reporting/fixtures/published`, of which one has a misprint, one a mean of percentages in place of a ratio of
sums, and one a percentage that was computed before its realisation was rounded.
"""

from reporting.recompute.compare import Comparison, compare
from reporting.recompute.stated import Figure, Inputs, Result, Row, RowKind
from reporting.recompute.verdict import Finding, Verdict

__all__ = [
    "Comparison",
    "Figure",
    "Finding",
    "Inputs",
    "Result",
    "Row",
    "RowKind",
    "Verdict",
    "compare",
]
