"""Two people open a correction of the same report at once: one of them does, the other learns who."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from organisation.queries.verify_history import verify_history
from reporting.actions import correct
from reporting.models import Correction, Report
from sop.models import Run
from sop.rehearsal import play_on
from sop.workflow import Blocked, Conflict
from tests.cast import Cast, wib
from tests.faults.together import at_once

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

ENGINE = import_module("sop.workflow.correction")
REASON = "Berita acara rekonsiliasi menunjukkan satu dokumen terlewat."
MARCH = wib("2026-03-10 09:00")


@pytest.fixture
def signed(drafted: Run, blank_paper: None) -> Report:
    play_on(drafted, wib("2026-02-06 01:00"), until=wib("2026-02-27 08:00"))
    report: Report = Report.objects.select_related("run", "agency", "plan").get()
    return report


def opening(report: Report, by: Any) -> Callable[[], Report]:
    own = Report.objects.select_related("run", "agency", "plan").get(pk=report.pk)
    line = own.compilations.latest("round").lines.earliest("order")
    return lambda: correct.open_correction(
        own, correct.Wish(REASON, {line.pk: "Salah hitung"}), by=by, now=MARCH
    )


def test_of_two_who_open_a_correction_one_does(signed: Report, cast: Cast) -> None:
    answers = at_once(opening(signed, cast.reviewer), opening(signed, cast.head))
    [made] = [answer for answer in answers if isinstance(answer, Report)]
    [refused] = [answer for answer in answers if isinstance(answer, Blocked | Conflict)]
    assert f"sudah dibuka oleh {made.run.opened_by}" in str(refused)
    assert Run.objects.filter(edition=1).count() == Correction.objects.count() == 1
    assert verify_history(cast.agency.code).problems == []


def test_without_the_locks_both_come_so_far_and_the_table_decides(
    signed: Report, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correct, "hold", lambda agency: None)
    monkeypatch.setattr(ENGINE, "_held", lambda earlier: Run.objects.get(pk=earlier.pk))
    first = opening(signed, cast.reviewer)()
    monkeypatch.setattr(correct, "refusals", lambda report: [])
    monkeypatch.setattr(ENGINE, "_require_free", lambda earlier: None)
    with pytest.raises(Conflict, match="baru saja dibuka oleh orang lain"):
        opening(signed, cast.head)()
    assert Run.objects.filter(edition__gt=0).get() == first.run
