"""What the tags and filters of the pages print."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template

from kinerja.lib.dates import Zone
from organisation.templatetags import kinerja_ui

DUE = datetime(2026, 1, 5, 16, 59, 59, tzinfo=UTC)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_icon_stands_in_the_page_and_is_silent_for_screen_readers() -> None:
    drawing = render('{% icon "check-circle" %}')
    assert drawing.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawing
    assert "style=" not in drawing


def test_an_unknown_icon_stops_the_page() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"icons\.txt"):
        render('{% icon "no-such-icon" %}')


@pytest.mark.parametrize("code", sorted(kinerja_ui.STATES))
def test_every_status_has_a_shape_and_a_word(code: str) -> None:
    chip = render("{% status code %}", code=code)
    assert "<svg" in chip
    assert kinerja_ui.STATES[code].word in chip


def test_a_status_may_carry_another_word_which_is_escaped() -> None:
    assert "&lt;b&gt;" in render("{% status 'open' word %}", word="<b>")


@pytest.mark.parametrize("code", sorted(kinerja_ui.SAVE_STATES))
def test_every_save_state_has_a_shape_and_a_word(code: str) -> None:
    chip = render("{% save_state code %}", code=code)
    assert "<svg" in chip
    assert kinerja_ui.SAVE_STATES[code].word in chip


@pytest.mark.parametrize("level", ["debug", "info", "success", "warning", "error"])
def test_every_message_level_is_spoken_with_a_word(level: str) -> None:
    source = '{% include "components/notice.html" with level=level text="Tersimpan" only %}'
    page = render(source, level=level)
    assert kinerja_ui.MESSAGE_STATES[level].word in page
    assert ('role="alert"' in page) == (level == "error")


def test_a_deadline_is_told_with_day_zone_and_time_left() -> None:
    source = "{% deadline due zone now %}"
    words = render(source, due=DUE, zone=Zone.WIB, now=datetime(2026, 1, 3, 2, tzinfo=UTC))
    assert "Senin, 5 Januari 2026, 23.59 WIB" in words
    assert "2 hari lagi" in words


def test_a_missed_deadline_says_so_with_a_warning_shape() -> None:
    words = render("{% deadline due 'WITA' now %}", due=DUE, now=datetime(2026, 1, 8, 2, tzinfo=UTC))
    assert "tone-bad" in words
    assert "terlambat" in words
    assert "00.59 WITA" in words


def test_a_settled_deadline_has_no_time_left() -> None:
    words = render("{% deadline due 'WIB' now settled=True %}", due=DUE, now=datetime(2026, 1, 8, tzinfo=UTC))
    assert "Senin, 5 Januari 2026" in words
    assert "terlambat" not in words


def test_no_deadline_is_a_sentence_of_its_own() -> None:
    assert "Tanpa batas waktu" in render("{% deadline due 'WIB' now %}", due=None, now=DUE)


def test_the_stages_tell_screen_readers_what_is_behind_and_ahead() -> None:
    page = " ".join(render('{% stages "approved" %}').split())
    assert page.count("(sudah)") == 2
    assert page.count("(tahap sekarang)") == 1
    assert page.count("(belum)") == 3
    assert page.count('aria-current="step"') == 1


def test_an_archived_report_has_every_stage_behind_it() -> None:
    assert render('{% stages "archived" %}').count("(sudah)") == 6


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|number }}", Decimal("1234.50"), "1.234,5"),
        ("{{ v|number:2 }}", Decimal("1234.5"), "1.234,50"),
        ("{{ v|number:0 }}", Decimal("1234.5"), "1.235"),
        ("{{ v|number }}", 0, "0"),
        ("{{ v|number }}", None, "–"),
        ("{{ v|money }}", Decimal(1004422800), "Rp1.004.422.800"),
        ("{{ v|money }}", None, "–"),
        ("{{ v|percent }}", Decimal("87.555"), "87,56"),
        ("{{ v|longdate }}", date(2026, 1, 5), "5 Januari 2026"),
        ("{{ v|longdate }}", None, "–"),
    ],
)
def test_figures_and_days_are_written_in_indonesian(source: str, value: object, shown: str) -> None:
    assert render(source, v=value).startswith(shown)


def test_a_moment_is_never_cut_to_a_day_without_its_zone() -> None:
    with pytest.raises(TypeError, match="moment"):
        kinerja_ui.longdate(DUE)
