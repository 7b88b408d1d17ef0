"""Many take a number at the same moment: each gets one of their own, and none is left out."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.utils import OperationalError

from organisation.models import Person
from reporting.actions import numbering
from reporting.actions.letter import issue
from reporting.actions.numbering import claim
from reporting.models import IssuedNumber, Letter
from reporting.queries.numbering import Wanted, gaps, series_for
from sop.workflow import Conflict
from tests.cast import Cast, wib
from tests.faults.together import Crossing, at_once
from tests.reporting.office_letters import drafted

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

NOW = wib("2026-02-10 09:00")
MANY = 6


def taking(cast: Cast) -> Callable[[], IssuedNumber]:
    wanted = Wanted(cast.agency, "cover", date(2026, 2, 10))
    return lambda: claim(wanted, "serentak", by=cast.head, now=NOW)


def test_numbers_taken_at_once_have_no_gap_and_no_double(cast: Cast) -> None:
    taken = at_once(*(taking(cast) for _ in range(MANY)))
    assert [one for one in taken if isinstance(one, Exception)] == []
    assert sorted(one.sequence for one in taken) == list(range(1, MANY + 1))
    series = series_for(Wanted(cast.agency, "cover", date(2026, 2, 10)))
    assert gaps(series, series.numbers.all()) == []
    assert series.next_number == MANY + 1


def test_without_the_lock_two_would_take_the_same_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the race is real; here only the table's own rule stops the second."""
    claim(Wanted(cast.agency, "cover", date(2026, 2, 10)), "sebelumnya", by=cast.head, now=NOW)
    unlocked = claim.__wrapped__  # type: ignore[attr-defined]

    def careless(wanted: Wanted) -> Any:
        return series_for(wanted)

    monkeypatch.setattr(numbering, "_locked", careless)
    crossing = Crossing()
    crossing.after(monkeypatch, numbering, "_locked")
    wanted = Wanted(cast.agency, "cover", date(2026, 2, 10))
    taken = at_once(*(lambda: unlocked(wanted, "serentak", by=cast.head, now=NOW) for _ in range(2)))
    assert crossing.times == 1  # both had read the same next number before either wrote
    assert sorted(isinstance(one, IntegrityError | OperationalError) for one in taken) == [False, True]


def test_two_heads_who_sign_one_letter_at_once_use_one_number(cast: Cast, blank_paper: None) -> None:
    letter = drafted(cast)

    def signing(by: Person, now: datetime) -> Callable[[], Letter]:
        own = Letter.objects.select_related("agency").get(pk=letter.pk)
        return lambda: issue(own, seen=1, by=by, now=now)

    answers = at_once(signing(cast.head, NOW), signing(cast.head, NOW))
    assert [isinstance(answer, Conflict) for answer in answers].count(True) == 1
    assert IssuedNumber.objects.filter(series__paper="cover").count() == 1
