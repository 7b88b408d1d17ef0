"""The sheet of a PPTK: every row of a task with its target, its past, its figures and what it still lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from kinerja.lib.numbers import format_money
from kinerja.lib.periods import Cycle, Period
from organisation.models import Person
from reporting.achievement import Aggregate, spending_percent
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import (
    Evidence,
    Indicator,
    Plan,
    PlanNode,
    Realisation,
    Report,
    Review,
    ReviewNote,
    Spending,
    Target,
)
from reporting.queries.figures import Figure, figure_to, shown, shown_target
from reporting.queries.plan import ceilings_of, inherited, own_officers
from sop.models import Task

ZERO = Decimal(0)
_UNITS = {Cycle.MONTH: "bulan", Cycle.QUARTER: "triwulan", Cycle.SEMESTER: "semester", Cycle.YEAR: "tahun"}


@dataclass(frozen=True)
class Problem:
    """What a row lacks, and the id of the input where it is mended."""

    anchor: str
    sentence: str


@dataclass
class Line:
    """One indicator in one month."""

    row: Realisation
    indicator: Indicator
    months: Mapping[int, Realisation]
    targets: Mapping[int, Decimal]
    evidence: list[Evidence]
    notes: list[ReviewNote]
    is_open: bool

    @property
    def key(self) -> str:
        return f"r{self.row.pk}"

    @property
    def month(self) -> Period:
        return self.row.period

    @property
    def is_measured(self) -> bool:
        """Whether the plan asks for this month at all."""
        return self.indicator.is_measured_in(self.month.last_month)

    @property
    def is_ratio(self) -> bool:
        return self.indicator.rollup == Rollup.RATIO.value

    @property
    def is_predicate(self) -> bool:
        return self.indicator.direction == Direction.PREDICATE.value

    @cached_property
    def figure(self) -> Figure:
        """Figures to date with this month."""
        return figure_to(self.indicator, self.months, self.targets, self.month.last_month)

    @cached_property
    def before(self) -> Figure | None:
        """Figures up to the month before; None in January."""
        month = self.month.last_month - 1
        return figure_to(self.indicator, self.months, self.targets, month) if month else None

    @property
    def anchor(self) -> str:
        """The id of the first input of the row."""
        name = "code" if self.is_predicate else "numerator" if self.is_ratio else "figure"
        return f"id_{self.key}-{name}"

    @property
    def target_text(self) -> str:
        return shown_target(self.indicator, self.figure.target, self.figure.upper)

    @property
    def before_text(self) -> str:
        return shown(self.indicator, self.before.rolled.value) if self.before else ""

    @property
    def value_text(self) -> str:
        """This month alone, as it was entered."""
        if self.row.state == ValueState.VALUE.value:
            return self.row.raw if self.is_ratio and self.row.raw else shown(self.indicator, self.row.value)
        return self.row.raw or ValueState(self.row.state).label.capitalize()

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before the row can be submitted."""
        if not self.is_measured:
            return []
        if self.row.state == ValueState.BLANK.value:
            return [Problem(self.anchor, f"{self.indicator.name}: {self._missing()}")]
        if self.row.state == ValueState.NOT_MEASURED.value:
            return self._lacks("obstacle", "jelaskan di Kendala mengapa bulan ini tidak diukur.")
        if not self.figure.is_off_target:
            return []
        return [
            *self._lacks("obstacle", "capaian di bawah target, isi Kendala."),
            *self._lacks("follow_up", "capaian di bawah target, isi Tindak lanjut."),
        ]

    def _missing(self) -> str:
        if self.row.raw:
            return f"“{self.row.raw}” belum dapat dipakai, perbaiki angkanya."
        return "isi realisasi, atau pilih Nihil bila tidak ada."

    def _lacks(self, column: str, sentence: str) -> list[Problem]:
        if getattr(self.row, column).strip():
            return []
        return [Problem(f"id_{self.key}-{column}", f"{self.indicator.name}: {sentence}")]


@dataclass
class Money:
    """Spending and physical progress of one sub kegiatan in one month."""

    row: Spending
    node: PlanNode
    ceiling: Decimal | None
    months: Mapping[int, Spending]
    evidence: list[Evidence]
    notes: list[ReviewNote]
    is_open: bool
    covers: Period

    @property
    def key(self) -> str:
        return f"s{self.row.pk}"

    @property
    def this(self) -> str:
        """ "bulan ini", "triwulan ini": the time that the row speaks of."""
        return f"{_UNITS[self.covers.cycle]} ini"

    @property
    def month(self) -> Period:
        return self.row.period

    @property
    def anchor(self) -> str:
        return f"id_{self.key}-amount"

    @property
    def before(self) -> Decimal | None:
        """Spent from January up to the month before."""
        return self._spent(self.month.last_month - 1)

    @property
    def total(self) -> Decimal | None:
        return self._spent(self.month.last_month)

    @property
    def share(self) -> Aggregate:
        """The part of the pagu that is spent, in percent."""
        return spending_percent([self.total], [self.ceiling])

    @property
    def physical_before(self) -> Decimal | None:
        earlier = [
            self.months[number].physical for number in sorted(self.months) if number < self.month.last_month
        ]
        return next((value for value in reversed(earlier) if value is not None), None)

    def _spent(self, month: int) -> Decimal | None:
        amounts = [
            row.amount for number, row in self.months.items() if number <= month and row.amount is not None
        ]
        return sum(amounts, ZERO) if amounts else None

    @property
    def problems(self) -> list[Problem]:
        found = []
        if self.row.amount is None:
            text = self._unread(
                self.row.amount_raw, "isi realisasi keuangan, tulis 0 bila tidak ada belanja."
            )
            found.append(Problem(self.anchor, f"{self.node.name}: {text}"))
        elif (self.total or ZERO) < ZERO:
            found.append(
                Problem(self.anchor, f"{self.node.name}: jumlah s.d. bulan ini menjadi kurang dari nol.")
            )
        if self.row.physical is None:
            text = self._unread(self.row.physical_raw, "isi realisasi fisik dalam persen.")
            found.append(Problem(f"id_{self.key}-physical", f"{self.node.name}: {text}"))
        return found

    def _unread(self, raw: str, otherwise: str) -> str:
        return f"“{raw}” belum dapat dipakai, perbaiki angkanya." if raw else otherwise

    @property
    def warnings(self) -> list[str]:
        """What is allowed but looks like a slip."""
        found = []
        if self.ceiling is not None and self.total is not None and self.total > self.ceiling:
            found.append(f"Realisasi s.d. bulan ini melebihi pagu {format_money(self.ceiling)}.")
        now, before = self.row.physical, self.physical_before
        if now is not None and before is not None and now < before:
            found.append("Realisasi fisik turun dari bulan lalu.")
        return found


@dataclass
class Card:
    """A line of the plan with what is to be entered there."""

    node: PlanNode
    path: list[PlanNode]
    lines: list[Line] = field(default_factory=list)
    moneys: list[Money] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Level, code and the two lines above, in words; further up it is the same for all."""
        own = f"{self.node.get_level_display()} {self.node.code}"
        return " · ".join([own, *(above.name for above in self.path[-2:])])


@dataclass
class Sheet:
    """Everything that one task asks for."""

    task: Task
    plan: Plan | None
    cards: list[Card]
    is_correction: bool

    @property
    def rows(self) -> list[Line | Money]:
        rows: list[Line | Money] = []
        for card in self.cards:
            rows += [*card.lines, *card.moneys]
        return rows

    @property
    def by_key(self) -> dict[str, Line | Money]:
        return {row.key: row for row in self.rows}

    @property
    def open_rows(self) -> list[Line | Money]:
        return [row for row in self.rows if row.is_open]

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before submitting; rows that are closed were submitted before."""
        return [problem for row in self.open_rows for problem in row.problems]

    @property
    def filled(self) -> int:
        """How many open rows lack nothing."""
        return sum(1 for row in self.open_rows if not row.problems)


def sheet_of(task: Task) -> Sheet:
    """The sheet of a `fill` task; a fixed number of queries, whatever the number of rows."""
    plan = plan_of(task)
    if plan is None:
        return Sheet(task, None, [], is_correction=False)
    nodes = list(plan.nodes.order_by("order", "pk"))
    mine = _nodes_of(task, plan, nodes)
    notes = _notes(task)
    lines = _lines(task, plan, mine)
    moneys = _moneys(task, plan, mine)
    _attach_evidence([*lines, *moneys])
    _attach_notes(lines, moneys, notes)
    sheet = Sheet(task, plan, _cards(nodes, mine, lines, moneys), is_correction=False)
    sheet.is_correction = any(row.notes for row in sheet.rows)
    return sheet


def plan_of(task: Task) -> Plan | None:
    """The plan to which the report of the run is bound; None before the period is opened."""
    report: Report | None = getattr(task.run, "report", None)
    return report.plan if report else None


def _nodes_of(task: Task, plan: Plan, nodes: list[PlanNode]) -> dict[int, PlanNode]:
    """The lines of the plan for which the task's assignee answers; the whole plan where nobody is named."""
    if task.assignee_id is None:
        return {node.pk: node for node in nodes}
    officers = inherited(
        {node.pk: node.parent_id for node in nodes}, own_officers(plan, task.run.period.ends_on)
    )
    return {node.pk: node for node in nodes if _is(officers.get(node.pk), task.assignee_id)}


def _is(person: Person | None, pk: int) -> bool:
    return person is not None and person.pk == pk


def _lines(task: Task, plan: Plan, nodes: Mapping[int, PlanNode]) -> list[Line]:
    """The rows of the period, each with what was submitted in the months before it."""
    found = Realisation.objects.filter(_of_year("indicator__node", plan, nodes.values(), task.run.period))
    rows = list(
        found.select_related("indicator__node", "entered_by").order_by("indicator__node__plan__revision")
    )
    rows.sort(key=lambda row: row.indicator.node.plan_id == plan.pk)  # this revision wins over earlier ones
    past: dict[tuple[str, str], dict[int, Realisation]] = {}
    for row in rows:
        past.setdefault(_place(row.indicator), {})[row.period.last_month] = row
    due = [row for row in rows if row.indicator.node_id in nodes and row.period in task.run.period.months]
    due.sort(key=lambda row: _order(row.indicator, row.period, nodes))
    targets = _targets({row.indicator_id for row in due})
    return [
        Line(
            row,
            row.indicator,
            past[_place(row.indicator)],
            targets.get(row.indicator_id, {}),
            [],
            [],
            is_open=row.indicator.is_measured_in(row.period.last_month),
        )
        for row in due
    ]


def _place(indicator: Indicator) -> tuple[str, str]:
    return (indicator.node.code, indicator.code)


def _order(indicator: Indicator, month: Period, nodes: Mapping[int, PlanNode]) -> tuple[int, ...]:
    return (nodes[indicator.node_id].order, indicator.order, indicator.pk, month.last_month)


def _of_year(path: str, plan: Plan, nodes: Iterable[PlanNode], period: Period) -> Q:
    """The same lines, by code, in any revision of the year: what was submitted, and the period itself."""
    lines = Q(
        **{
            f"{path}__plan__agency": plan.agency_id,
            f"{path}__plan__year": plan.year,
            f"{path}__code__in": [node.code for node in nodes],
        }
    )
    submitted = Q(period__in=period.months_to_date, submitted_at__isnull=False)
    return lines & (submitted | Q(period__in=period.months))


def _targets(indicators: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for target in Target.objects.filter(indicator__in=list(indicators)):
        found.setdefault(target.indicator_id, {})[target.period.last_month] = target.value
    return found


def _moneys(task: Task, plan: Plan, nodes: Mapping[int, PlanNode]) -> list[Money]:
    period = task.run.period
    found = Spending.objects.filter(_of_year("node", plan, nodes.values(), period))
    rows = list(found.select_related("node", "entered_by").order_by("node__plan__revision"))
    rows.sort(key=lambda row: row.node.plan_id == plan.pk)
    past: dict[str, dict[int, Spending]] = {}
    for row in rows:
        past.setdefault(row.node.code, {})[row.period.last_month] = row
    due = [row for row in rows if row.node_id in nodes and row.period in period.months]
    due.sort(key=lambda row: (nodes[row.node_id].order, row.node_id, row.period))
    ceilings = ceilings_of({row.node_id for row in due}, period.ends_on)
    count = Counter(row.node_id for row in due)
    return [
        Money(
            row,
            row.node,
            ceilings.get(row.node_id),
            past[row.node.code],
            [],
            [],
            is_open=True,
            covers=period if count[row.node_id] == 1 else row.period,
        )
        for row in due
    ]


def _attach_evidence(rows: list[Line | Money]) -> None:
    by_key = {row.key: row for row in rows}
    realisations = [row.row.pk for row in rows if isinstance(row, Line)]
    spendings = [row.row.pk for row in rows if isinstance(row, Money)]
    proofs = Evidence.objects.filter(Q(realisation__in=realisations) | Q(spending__in=spendings))
    for proof in proofs.select_related("file"):
        key = f"r{proof.realisation_id}" if proof.realisation_id else f"s{proof.spending_id}"
        by_key[key].evidence.append(proof)


def _notes(task: Task) -> list[ReviewNote]:
    """The notes of the return that opened this round; none for a round that an extension opened."""
    if task.round == 1 or task.extensions.exists():
        return []
    returned = Review.objects.filter(
        compilation__report__run=task.run_id, decision=Review.Decision.RETURNED, task__round__lt=task.round
    ).order_by("-at", "-pk")
    notes = ReviewNote.objects.filter(review__in=returned.values("pk")[:1])
    return list(notes.select_related("line", "budget_line", "review__by"))


def _attach_notes(lines: list[Line], moneys: list[Money], notes: list[ReviewNote]) -> None:
    """Pin the notes to their rows; then those rows, and no others, are open."""
    for line in lines:
        line.notes = [n for n in notes if n.line and n.line.indicator_id == line.indicator.pk]
    for money in moneys:
        money.notes = [n for n in notes if n.budget_line and n.budget_line.node_id == money.node.pk]
    rows: list[Line | Money] = [*lines, *moneys]
    if any(row.notes for row in rows):
        for row in rows:
            row.is_open = row.is_open and bool(row.notes)


def _cards(
    nodes: list[PlanNode], mine: Mapping[int, PlanNode], lines: list[Line], moneys: list[Money]
) -> list[Card]:
    by_pk = {node.pk: node for node in nodes}
    cards = {node.pk: Card(node, _path(node, by_pk)) for node in nodes if node.pk in mine}
    for line in lines:
        cards[line.indicator.node_id].lines.append(line)
    for money in moneys:
        cards[money.node.pk].moneys.append(money)
    return [card for card in cards.values() if card.lines or card.moneys]


def _path(node: PlanNode, by_pk: Mapping[int, PlanNode]) -> list[PlanNode]:
    """The lines above a line, from the top."""
    above: list[PlanNode] = []
    parent = by_pk.get(node.parent_id) if node.parent_id else None
    while parent is not None:
        above.insert(0, parent)
        parent = by_pk.get(parent.parent_id) if parent.parent_id else None
    return above
