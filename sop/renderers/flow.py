"""From an SOP and its run to the rows that are drawn: lines of the table, marks in lanes, how they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.safestring import SafeString

from kinerja.lib.dates import Zone, moment
from sop.flowchart import Chart, Exit, Lane, Mark, Page, Row, Shape, in_words, lay_out
from sop.models import Act, SopVersion, Step
from sop.queries.runs import Progress
from sop.queries.tasks import Item
from sop.registry import fans_out, kind_of
from sop.renderers.drawing import band_svg

SCREEN = {"wide": 88.0, "middle": 72.0, "narrow": 56.0}  # lanes on the page, in pixels; as in kinerja.css


@dataclass(frozen=True)
class Standing:
    """How an act stands in a run: the state of its symbol, the state in words, who and when."""

    state: str
    status: str
    words: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """A row of the table on a page, with its picture over all lanes."""

    step: Step
    svg: SafeString
    size: str
    width: int
    height: int
    words: str
    standings: list[tuple[str, Standing]] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    heading: "DrawnHeading | None" = None
    is_inferred: bool = False


@dataclass(frozen=True)
class DrawnHeading:
    """The heading of a phase above a row; the arrows pass through it."""

    text: str
    svg: SafeString
    height: int


def drawing_rows(
    version: SopVersion,
    states: Mapping[int, Standing] | None = None,
    *,
    steps: Sequence[Step] | None = None,
) -> list[DrawnRow]:
    """The rows for the page; `states` tells by the act's key how each act stands in a run.

    A run may go through some of the steps only: those are given as `steps`.
    """
    states = states or {}
    lanes, steps = lanes_of(version), steps_of(version) if steps is None else steps
    lines = lines_of(steps)
    rows, heads = rows_of(lines, states, marking=True), extra_heads(steps)
    size = "wide" if len(lanes) <= 5 else "middle" if len(lanes) <= 8 else "narrow"
    chart = lay_out(lanes, rows, lane_width=SCREEN[size])
    drawn, heading = [], None
    for place, (line, band) in enumerate(zip(lines, only_page(chart).bands, strict=True)):
        if line.phase:
            svg = band_svg(chart, only_page(chart), band, words=line.phase, bordered=False)
            heading = DrawnHeading(line.phase, svg, round(band.height))
            continue
        words, acts = in_words(lanes, rows, place), list(line.step.acts.all())
        svg = band_svg(chart, only_page(chart), band, words=words)
        standings = [(_label(act), states[act.pk]) for act in acts if act.pk in states]
        drawn.append(
            DrawnRow(
                line.step, svg, size, round(chart.width), round(band.height), words, standings,
                extra_texts(line.step, heads), heading, any(_is_inferred(act) for act in acts),
            )
        )  # fmt: skip
        heading = None
    return drawn


def standings_of(progress: Sequence[Progress], zone: Zone) -> dict[int, Standing]:
    """How each act of a run stands, for `drawing_rows`."""
    by_act: dict[int, list[Item]] = {}
    for step in progress:
        for row in step.items:
            by_act.setdefault(row.task.act_id, []).append(row)
    return {act: _standing(rows, zone) for act, rows in by_act.items()}


# --- from the models to the drawing -----------------------------------------------------------------


def lanes_of(version: SopVersion) -> list[Lane]:
    return [Lane(str(actor.pk), actor.label) for actor in version.actors.all()]


def steps_of(version: SopVersion) -> list[Step]:
    return list(version.steps.prefetch_related("acts__actor", "acts__returns_to"))


@dataclass(frozen=True)
class Line:
    """A row of the table: a step, or the heading of the phase that begins with it."""

    step: Step
    phase: str = ""


def lines_of(steps: Sequence[Step]) -> list[Line]:
    """The steps, and above the first of each phase its heading."""
    lines, before = [], ""
    for step in steps:
        phase = step.phase.strip()
        if phase and phase != before:
            lines.append(Line(step, phase))
        lines.append(Line(step))
        before = phase
    return lines


def extra_heads(steps: Sequence[Step]) -> list[str]:
    """The heads of further printed columns, in the order in which they appear."""
    return list(dict.fromkeys(head for step in steps for head in step.extra))


def extra_texts(step: Step, heads: Sequence[str]) -> list[tuple[str, str]]:
    return [(head, str(step.extra.get(head, ""))) for head in heads]


def _is_inferred(act: Act) -> bool:
    """Whether nobody has confirmed yet who acts, or what kind of work it is."""
    return act.actor.inferred or not {"actor", "kind"}.isdisjoint(act.inferred)


def rows_of(lines: Sequence[Line], states: Mapping[int, Standing], *, marking: bool) -> list[Row]:
    """What is to be drawn; `marking` what was inferred belongs to the page, not to the paper."""
    places = {line.step.pk: place for place, line in enumerate(lines) if not line.phase}
    rows = []
    for line in lines:
        if line.phase:
            rows.append(Row("", line.phase, is_heading=True))
            continue
        step, acts = line.step, list(line.step.acts.all())
        marks = tuple(
            replace(_mark(act, states.get(act.pk)), is_inferred=marking and _is_inferred(act)) for act in acts
        )
        back = [
            Exit(place, places[act.returns_to_id])
            for place, act in enumerate(acts)
            if act.returns_to_id in places
        ]
        ahead = [
            Exit(place, places[act.proceeds_to_id], "Ya")
            for place, act in enumerate(acts)
            if act.proceeds_to_id in places
        ]
        rows.append(Row(step.printed_number, step.text, marks, (*back, *ahead)))
    return rows


def _mark(act: Act, standing: Standing | None) -> Mark:
    try:
        kind = kind_of(act)
    except LookupError:  # a draft may name a kind that is not there yet
        return Mark(str(act.actor_id), Shape.PROCESS, act.kind)
    symbol = Shape.DECISION if act.returns_to_id else kind.symbol
    many = fans_out(act)
    if symbol == Shape.TERMINATOR:
        symbol = Shape.PROCESS  # where the SOP starts and ends is a matter of place
    return Mark(str(act.actor_id), symbol, kind.title, standing.state if standing else "", many=many)


def _label(act: Act) -> str:
    try:
        return kind_of(act).title
    except LookupError:
        return act.kind


def only_page(chart: Chart) -> Page:
    return chart.pages[0]


# --- how a run stands -------------------------------------------------------------------------------

_STATES = {"late": "late", "missed": "late", "open": "active", "returned": "active", "done": "done"}


def _standing(rows: Sequence[Item], zone: Zone) -> Standing:
    """Of several people's tasks the most pressing state; of several rounds the newest."""
    newest = max(row.task.round for row in rows)
    rows = [row for row in rows if row.task.round == newest]
    order = ("late", "returned", "open", "waiting", "done", "missed")
    status = next((one for one in order if any(row.state == one for row in rows)), rows[0].state)
    words = _times(rows[0], zone) if len(rows) == 1 else _counted(rows)
    again = f" Putaran {newest}." if newest > 1 else ""
    return Standing(_STATES.get(status, "waiting"), status, words + again)


def _times(row: Item, zone: Zone) -> str:
    task = row.task
    due = f"Tenggat {_when(task.due_at, zone)}." if task.due_at else ""
    if row.state == "done" and task.done_at:
        return f"{task.doer}, {_when(task.done_at, zone)}. {due}".strip()
    return f"{row.who}. {due}".strip()


def _counted(rows: Sequence[Item]) -> str:
    done = sum(row.state == "done" for row in rows)
    return f"{done} dari {len(rows)} orang selesai."


def _when(at: datetime, zone: Zone) -> str:
    return moment(at, zone)
