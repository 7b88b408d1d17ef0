"""A rehearsal as a timeline: the planned window of every task against what the stand-ins did, as SVG bars.

Pure functions over what `rehearse --json` prints. Places are percentages of the width, so that words in the
picture keep their shape; colours are attributes, and every bar is said in words too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kinerja.lib.dates import Zone, moment
from kinerja.lib.periods import MONTH_NAMES
from organisation.workdays import WorkCalendar
from sop.deadlines import is_late, work_words, working_time

HEIGHT = 24
NOTHING = SafeString("")
MOST_TICKS = 8
LOOKS = {  # outline of the window, and the deed over it
    "done": "#17653a",
    "late": "#9d201b",
    "missed": "#9d201b",
    "returned": "#8a5a00",
    "open": "#66747a",
}


@dataclass(frozen=True)
class Bar:
    """A task on the timeline."""

    step: str
    text: str
    kind: str
    who: str
    round: int
    opened: datetime | None
    due: datetime | None
    done: datetime | None
    state: str
    words: str = ""
    svg: SafeString = NOTHING


@dataclass(frozen=True)
class Wait:
    """A kind of work in a step of a round: how long nothing happened before it, and how long it took."""

    step: str
    round: int
    kind: str
    pause: str
    taken: str


@dataclass
class Load:
    """What lay with one person."""

    who: str
    tasks: int = 0
    late: int = 0
    time: timedelta = field(default_factory=timedelta)
    words: str = ""


@dataclass(frozen=True)
class Timeline:
    bars: list[Bar]
    axis: SafeString
    waits: list[Wait]
    loads: list[Load]
    first_on: date | None = None
    last_on: date | None = None


def timeline(
    tasks: Sequence[Mapping[str, Any]], calendar: WorkCalendar, titles: Mapping[str, str] | None = None
) -> Timeline:
    """The picture of a rehearsal's tasks; `titles` are the words for the kinds of work."""
    bars = [_bar(task, titles or {}) for task in tasks]
    moments = [at for bar in bars for at in (bar.opened, bar.due, bar.done) if at]
    if not moments:
        return Timeline(bars, NOTHING, [], [])
    scale = Scale(min(moments), max(moments), calendar.zone)
    drawn = [_drawn(bar, scale) for bar in bars]
    days = (calendar.zone.local(at).date() for at in (scale.first, scale.last))
    return Timeline(drawn, axis(scale), waits(bars, calendar), loads(bars, calendar), *days)


# --- from what the command printed ------------------------------------------------------------------


def _bar(task: Mapping[str, Any], titles: Mapping[str, str]) -> Bar:
    opened, due, done = (_moment(task[name]) for name in ("opened", "due", "done"))
    return Bar(
        task["step"], task["text"], titles.get(task["kind"], task["kind"]), task["who"], task["round"],
        opened, due, done, _state(task["outcome"], due, done),
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _state(outcome: str, due: datetime | None, done: datetime | None) -> str:
    if outcome in {"missed", "returned"}:
        return outcome
    if done is None:
        return "open"
    return "late" if due is not None and is_late(done, due) else "done"


# --- the picture ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """Whole days from the first to the last moment, as percentages of the width."""

    first: datetime
    last: datetime
    zone: Zone

    @property
    def begin(self) -> datetime:
        return self.zone.local(self.first).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def end(self) -> datetime:
        last = self.zone.local(self.last) + timedelta(days=1)
        return last.replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def days(self) -> int:
        return max((self.end - self.begin).days, 1)

    def place(self, at: datetime) -> float:
        return 100 * (at - self.begin) / (self.end - self.begin)

    def ticks(self) -> list[datetime]:
        stride = ceil(self.days / MOST_TICKS)
        return [self.begin + timedelta(days=day) for day in range(0, self.days, stride)]


def axis(scale: Scale) -> SafeString:
    """The days along the top."""
    labels = format_html_join(
        "",
        '<text x="{}%" y="14" font-size="12" fill="#33444a" dx="3">{}</text>',
        ((_n(scale.place(at)), f"{at.day} {MONTH_NAMES[at.month - 1][:3]}") for at in scale.ticks()),
    )
    return format_html(
        '<svg class="timeline-axis" width="100%" height="20" aria-hidden="true">{}{}</svg>',
        _grid(scale),
        labels,
    )


def _drawn(bar: Bar, scale: Scale) -> Bar:
    words = _words(bar, scale.zone)
    parts = [_grid(scale)]
    if bar.opened and bar.due and bar.due > bar.opened:
        parts.append(_block(scale, bar.opened, bar.due, y=3, height=18, fill="#e3eaec", line="#8a9499"))
    if bar.opened:
        until = bar.done or scale.last
        dashes = "4 3" if bar.done is None or bar.state == "missed" else "none"
        fill = "#ffffff" if dashes != "none" else LOOKS[bar.state]
        parts.append(
            _block(scale, bar.opened, until, y=8, height=8, fill=fill, line=LOOKS[bar.state], dashes=dashes)
        )
    picture = format_html_join("", "{}", ((part,) for part in parts))
    svg = format_html(
        '<svg class="timeline-bar" width="100%" height="{}" role="img" aria-label="{}">{}</svg>',
        HEIGHT, words, picture,
    )  # fmt: skip
    return replace(bar, words=words, svg=svg)


def _grid(scale: Scale) -> SafeString:
    return format_html_join(
        "",
        '<line x1="{0}%" x2="{0}%" y1="0" y2="100%" stroke="#d4dcdf" stroke-width="1"/>',
        ((_n(scale.place(at)),) for at in scale.ticks()),
    )


def _block(
    scale: Scale, begin: datetime, end: datetime, *, y: int, height: int, fill: str, line: str,
    dashes: str = "none",
) -> SafeString:  # fmt: skip
    """A bar between two moments, never thinner than can be seen."""
    left, right = scale.place(begin), scale.place(end)
    width = max(right - left, 0.5)
    return format_html(
        '<rect x="{}%" width="{}%" y="{}" height="{}" rx="1.5" fill="{}" stroke="{}" stroke-dasharray="{}"/>',
        _n(min(left, 100 - width)), _n(width), y, height, fill, line, dashes,
    )  # fmt: skip


def _words(bar: Bar, zone: Zone) -> str:
    if bar.opened is None:
        return "Tidak pernah dibuka."
    window = f"Dibuka {moment(bar.opened, zone)}"
    due = f", tenggat {moment(bar.due, zone)}" if bar.due else ", tanpa tenggat"
    if bar.state == "missed":
        return f"{window}{due}; tidak dikerjakan."
    done = f"; selesai {moment(bar.done, zone)}" if bar.done else "; tidak pernah selesai"
    return f"{window}{due}{done}."


def _n(value: float) -> str:
    return f"{value:.2f}"


# --- waiting and load -------------------------------------------------------------------------------


def waits(bars: Sequence[Bar], calendar: WorkCalendar) -> list[Wait]:
    """Per step and round: the pause since the work before it ended, and the time that the step took."""
    steps: dict[tuple[int, str, str], list[Bar]] = defaultdict(list)
    for bar in bars:
        steps[(bar.round, bar.step, bar.kind)].append(bar)
    found: list[Wait] = []
    before: datetime | None = None
    for (number, step, kind), own in steps.items():
        opened = min((bar.opened for bar in own if bar.opened), default=None)
        done = max((bar.done for bar in own if bar.done), default=None)
        pause = working_time(before, opened, calendar) if before and opened and opened > before else None
        taken = working_time(opened, done, calendar) if opened and done else None
        found.append(Wait(step, number, kind, _time(pause, calendar), _time(taken, calendar)))
        before = max(filter(None, (before, done)), default=None)
    return found


def loads(bars: Sequence[Bar], calendar: WorkCalendar) -> list[Load]:
    """Per person: how many tasks, how many too late, and for how long they lay there; the busiest first."""
    people: dict[str, Load] = {}
    for bar in bars:
        load = people.setdefault(bar.who, Load(bar.who))
        load.tasks += 1
        load.late += bar.state in {"late", "missed"}
        if bar.opened and bar.done:
            load.time += working_time(bar.opened, bar.done, calendar)
    for load in people.values():
        load.words = _time(load.time, calendar)
    return sorted(people.values(), key=lambda load: (-load.tasks, load.who))


def _time(span: timedelta | None, calendar: WorkCalendar) -> str:
    return "–" if span is None else work_words(span, calendar)
