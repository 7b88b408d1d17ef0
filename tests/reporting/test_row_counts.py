"""More rows cost more time, but no more questions to the database: compiling, reading, asking for a file."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.actions.compile import compile_report
from reporting.actions.papers import print_of
from reporting.actions.rendering import ask_for
from reporting.models import BudgetLine, Compilation, Indicator, Plan, PlanNode, Rendering, ReportLine
from reporting.queries.report import sheet_of
from reporting.renderers import prints
from reporting.renderers.prints import Print
from sop.models import SopVersion
from tests.cast import Cast, make_node
from tests.reporting.stories import SEVENTH, SIXTH, open_january, report_in


def asked(act: Callable[[], object]) -> int:
    """How many times the database is read; how rows are written in batches is the database's own affair."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return sum(query["sql"].lstrip().upper().startswith("SELECT") for query in captured.captured_queries)


def grow(plan: Plan, rows: int) -> None:
    top = plan.nodes.get(code="5.02.02.2.01")
    for number in range(rows):
        node = make_node(
            plan, top, PlanNode.Level.SUBACTIVITY, f"5.02.02.2.01.2{number:03}", f"Dokumen {number}"
        )
        Indicator.objects.create(
            node=node, code=f"G.{number}", name="Jumlah", unit="Dokumen", annual_target=12
        )


def test_the_questions_asked_do_not_grow_with_the_rows(
    cast: Cast, plan: Plan, sop: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "AT_ONCE", dict.fromkeys(prints.AT_ONCE, 1))
    open_january(sop)
    counts = []
    for round_, more in enumerate((0, 40), start=1):
        grow(plan, more)
        report = report_in(cast)
        compiling = asked(lambda: compile_report(report, round_=round_, by=None, now=SIXTH))  # noqa: B023
        compilation = Compilation.objects.select_related("report__agency").get(round=round_)
        reading = asked(lambda: sheet_of(compilation))  # noqa: B023
        wanted = Print("pdf", sheet_of(compilation))
        asking = asked(lambda: ask_for(wanted, by=cast.reviewer, now=SEVENTH))  # noqa: B023
        row = Rendering.objects.select_related("compilation__report__agency").get()
        working = asked(lambda: print_of(row))  # noqa: B023
        printing = asked(lambda: prints.make(Print("xlsx", wanted.sheet)))  # noqa: B023
        Rendering.objects.all().delete()
        counts.append((compiling, reading, asking, working, printing))
    assert counts[0] == counts[1]
    assert counts[1][4] == 0
    assert ReportLine.objects.count() + BudgetLine.objects.count() > 80
