"""The way of an arrow over a grid: bends and crossings cost, a shared line costs more, boxes are closed."""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

Node = tuple[int, int]
Heading = tuple[int, int]
State = tuple[Node, Heading]

UP: Heading = (0, -1)
RIGHT: Heading = (1, 0)
DOWN: Heading = (0, 1)
LEFT: Heading = (-1, 0)
HEADINGS = (UP, RIGHT, DOWN, LEFT)

BEND = 15.0
CROSSING = 12.0
CLASH = 400.0
SHY = 25.0  # for turning close beside a symbol that the arrow has nothing to do with


@dataclass(frozen=True)
class Gate:
    """A way out of a symbol or into it: the node beside it, and which way one travels there."""

    symbol: Hashable
    node: Node
    heading: Heading
    cost: float = 0.0
    leaving: bool = False

    @property
    def port(self) -> tuple[Hashable, Heading]:
        """The side of the symbol, whichever way it is used."""
        x, y = self.heading
        return self.symbol, (self.heading if self.leaving else (-x, -y))


@dataclass(frozen=True)
class Way:
    """The cheapest way that was found."""

    start: Gate
    nodes: tuple[Node, ...]
    goal: Gate


@dataclass
class _Taken:
    """What earlier arrows use; arrows to the same goal may share."""

    segments: dict[tuple[Node, Node], set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    straights: dict[tuple[Node, int], set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    bends: dict[Node, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    ports: dict[tuple[Hashable, Heading], set[Hashable]] = field(default_factory=lambda: defaultdict(set))


class Router:
    """Leads arrows one after the other; each avoids what is already drawn."""

    def __init__(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        closed: frozenset[Node],
        beside: Mapping[Node, Hashable],
    ) -> None:
        self.xs, self.ys, self.closed, self.beside = xs, ys, closed, beside
        self._taken = _Taken()
        self._own: frozenset[Hashable] = frozenset()

    def connect(
        self, starts: Sequence[Gate], goals: Sequence[Gate], *, to: Hashable, levels: tuple[int, int]
    ) -> Way:
        """The cheapest way between any start and any goal, inside these levels. There always is one."""
        self._own = frozenset(gate.symbol for gate in (*starts, *goals))
        way = self._search(starts, goals, to, levels)
        self._take(way, to)
        return way

    def _search(
        self, starts: Sequence[Gate], goals: Sequence[Gate], to: Hashable, levels: tuple[int, int]
    ) -> Way:
        order = count()
        queue: list[tuple[float, int, float, State | None, tuple[State | None, Gate]]] = []

        def push(cost: float, state: State | None, came: tuple[State | None, Gate], node: Node) -> None:
            guess = 0.0 if state is None else self._guess(node, goals)
            heapq.heappush(queue, (cost + guess, next(order), cost, state, came))

        for gate in starts:
            push(gate.cost + self._port_cost(gate, to), (gate.node, gate.heading), (None, gate), gate.node)
        came_from: dict[State, tuple[State | None, Gate]] = {}
        while queue:
            _, _, cost, state, came = heapq.heappop(queue)
            if state is None:
                return self._way(came, came_from)
            if state in came_from:
                continue
            came_from[state] = came
            node, heading = state
            for goal in goals:
                if goal.node == node and not _is_reverse(heading, goal.heading):
                    last = cost + goal.cost + self._port_cost(goal, to)
                    push(last + self._passing(node, heading, goal.heading, to), None, (state, goal), node)
            for onward, price in self._onward(state, to, levels):
                if onward not in came_from:
                    push(cost + price, onward, (state, came[1]), onward[0])
        raise LookupError("No way between these symbols: the grid is not connected.")

    def _onward(self, state: State, to: Hashable, levels: tuple[int, int]) -> Iterator[tuple[State, float]]:
        (x, y), heading = state
        for turn in HEADINGS:
            node = (x + turn[0], y + turn[1])
            if _is_reverse(heading, turn) or not self._is_open(node, levels):
                continue
            price = self._length((x, y), node) + self._passing((x, y), heading, turn, to)
            if _others(self._taken.segments.get(_segment((x, y), node)), to):
                price += CLASH
            yield (node, turn), price

    def _is_open(self, node: Node, levels: tuple[int, int]) -> bool:
        inside = 0 <= node[0] < len(self.xs) and levels[0] <= node[1] <= levels[1]
        return inside and node not in self.closed

    def _passing(self, node: Node, heading: Heading, turn: Heading, to: Hashable) -> float:
        """What it costs to go through a node, straight or round a bend."""
        taken = self._taken
        if _others(taken.bends.get(node), to):
            return CLASH
        along, across = (taken.straights.get((node, axis)) for axis in (turn[0] != 0, turn[0] == 0))
        if heading != turn:
            near = self.beside.get(node)
            shy = 0.0 if near is None or near in self._own else SHY
            return BEND + shy + (CLASH if _others(along, to) or _others(across, to) else 0.0)
        return CROSSING if _others(across, to) else 0.0

    def _port_cost(self, gate: Gate, to: Hashable) -> float:
        """One port serves one arrow out, or arrows in."""
        use: Hashable = ("out", to) if gate.leaving else "in"
        return CLASH if _others(self._taken.ports.get(gate.port), use) else 0.0

    def _guess(self, node: Node, goals: Sequence[Gate]) -> float:
        return min(self._length(node, goal.node) for goal in goals)

    def _length(self, one: Node, other: Node) -> float:
        return abs(self.xs[one[0]] - self.xs[other[0]]) + abs(self.ys[one[1]] - self.ys[other[1]])

    def _way(self, came: tuple[State | None, Gate], came_from: dict[State, tuple[State | None, Gate]]) -> Way:
        state, goal = came
        nodes: list[Node] = []
        start = goal
        while state is not None:
            nodes.append(state[0])
            state, start = came_from[state]
        return Way(start, tuple(reversed(nodes)), goal)

    def _take(self, way: Way, to: Hashable) -> None:
        taken = self._taken
        taken.ports[way.start.port].add(("out", to))
        taken.ports[way.goal.port].add("in")
        for one, other in pairwise(way.nodes):
            taken.segments[_segment(one, other)].add(to)
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way.nodes)]
        headings = [way.start.heading, *steps, way.goal.heading]
        for node, (before, after) in zip(way.nodes, pairwise(headings), strict=True):
            if before == after:
                taken.straights[node, after[0] != 0].add(to)
            else:
                taken.bends[node].add(to)


def _is_reverse(one: Heading, other: Heading) -> bool:
    return one[0] == -other[0] and one[1] == -other[1]


def _segment(one: Node, other: Node) -> tuple[Node, Node]:
    return (one, other) if one < other else (other, one)


def _others(users: set[Hashable] | None, me: Hashable) -> bool:
    """Whether anybody but me uses it."""
    return bool(users) and users != {me}
