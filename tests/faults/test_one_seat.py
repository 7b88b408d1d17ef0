"""Two workers that look for a large file at the same moment make one between them."""

from collections.abc import Callable

import pytest
from django.db import connection

from reporting.actions import rendering as job
from reporting.models import Compilation, Rendering
from sop.models import Run
from tests.cast import wib
from tests.faults.together import Crossing, at_once

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

NOW = wib("2026-02-06 09:00")


@pytest.fixture
def waiting(drafted: Run) -> list[Rendering]:
    compilation = Compilation.objects.get()
    asked = {"compilation": compilation, "asked_at": NOW, "next_try_at": NOW}
    return [Rendering.objects.create(**asked, format=format_, key=format_) for format_ in ("pdf", "xlsx")]


def claiming(rendering: Rendering, crossing: Crossing) -> Callable[[], bool]:
    """A worker that has looked and found, and meets another one before it takes."""

    def claim() -> bool:
        own = Rendering.objects.get(pk=rendering.pk)
        crossing.meet()
        return job.claim(own, NOW)

    return claim


def test_two_workers_take_one_seat(waiting: list[Rendering]) -> None:
    crossing = Crossing()
    taken = at_once(*(claiming(rendering, crossing) for rendering in waiting))
    assert crossing.times == 1
    assert sorted(taken) == [False, True]
    assert Rendering.objects.filter(state=Rendering.State.WORKING).count() == 1


def test_two_workers_take_one_row_once(waiting: list[Rendering]) -> None:
    crossing = Crossing()
    taken = at_once(claiming(waiting[0], crossing), claiming(waiting[0], crossing))
    assert crossing.times == 1
    assert sorted(taken) == [False, True]
    assert Rendering.objects.get(pk=waiting[0].pk).attempts == 1


def test_without_the_seat_both_would_be_made(waiting: list[Rendering]) -> None:
    """Negative control: it is the database that keeps the second one waiting."""
    seat = Rendering._meta.get_field("seat")
    free = type(seat)(null=True)
    free.set_attributes_from_name("seat")
    with connection.schema_editor() as editor:
        editor.alter_field(Rendering, seat, free)
    try:
        crossing = Crossing()
        taken = at_once(*(claiming(rendering, crossing) for rendering in waiting))
        assert crossing.times == 1
        assert taken == [True, True]
    finally:
        Rendering.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(Rendering, free, seat)
