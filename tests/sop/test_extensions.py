"""Who gives extensions: the action asks, not only the page."""

import pytest

from organisation.models import Person
from sop.actions.tick import tick
from sop.models import Extension, SopVersion
from sop.workflow import NotYours, extend
from tests.cast import Cast, task_of, wib


def givers(cast: Cast) -> list[Person]:
    return [cast.reviewer, cast.compiler, cast.head]


def others(cast: Cast) -> list[Person]:
    return [cast.officer, cast.second_officer, cast.sop_admin, cast.stranger, cast.overseer]


@pytest.mark.usefixtures("plan")
def test_an_extension_is_refused_to_whoever_may_not_give_it(cast: Cast, sop: SopVersion) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    task = task_of(cast, "fill", who=cast.officer)
    until, now = wib("2026-02-07 23:59:59"), wib("2026-02-04 09:00")
    for person in others(cast):
        with pytest.raises(NotYours, match="Perpanjangan diberikan oleh"):
            extend(task, until=until, reason="Sakit", by=person, now=now)
    assert not Extension.objects.exists()
    for person in givers(cast):
        extend(task, until=until, reason="Sakit", by=person, now=now)
    assert [given.given_by for given in Extension.objects.all()] == givers(cast)
