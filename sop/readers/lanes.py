"""Who acts: the lane that a sentence names, that the step before hands over to, or that its kind asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from organisation.roles import Role
from sop.readers.cells import folded
from sop.readers.stems import ALIASES, CHECKING, GROUP, MAKING, RANKS, Match

_TO = re.compile(
    r"(?:\bkepada|\bmemerintah(?:kan)?|\bmengarahkan|\bmenugas(?:kan|i)|\bmenginstruksikan|\bmenunjuk|"
    r"\bmendisposisi(?:kan)?(?: kepada)?|\bke)\s+(?:para\s+|seluruh\s+)?$"
)
_BY = re.compile(r"\boleh\s+$")
_GENERIC = {
    "kepala",
    "kasubbag",
    "kabid",
    "staf",
    "staff",
    "penyusun",
    "pejabat",
    "pelaksana",
    "tim",
    "bagian",
}
_FADING = 0.9  # every step on which nobody is named makes the chain less sure


@dataclass(frozen=True)
class Lane:
    """A lane with the names that sentences use for it."""

    key: str
    label: str
    role: str
    names: tuple[str, ...]

    @property
    def rank(self) -> int:
        return RANKS.get(Role(self.role), 0) if self.role else 0


@dataclass(frozen=True)
class Guess:
    """A lane, how sure, and why in a sentence. `is_printed`: the table itself says so."""

    lane: Lane
    confidence: float
    reason: str
    is_printed: bool = False


@dataclass(frozen=True)
class Before:
    """What the step before leaves behind: who acted, how sure that is, and to whom the work went."""

    performer: Lane | None = None
    confidence: float = 0.0
    addressee: Lane | None = None
    addressed: float = 0.0


@dataclass(frozen=True)
class Mention:
    """A lane named in a sentence."""

    at: int
    words: str
    lane: Lane


def lanes_of(actors: Sequence[dict[str, Any]]) -> list[Lane]:
    """The lanes of a document, each with its names; a name that two lanes share is nobody's."""
    labels = [folded(str(actor["label"])) for actor in actors]
    given = [_names(label, str(actor.get("role") or "")) for label, actor in zip(labels, actors, strict=True)]
    lanes = []
    for at, (actor, label) in enumerate(zip(actors, labels, strict=True)):
        others = {name for place, names in enumerate(given) if place != at for name in names}
        own = [label, *(name for name in given[at] if name not in others)]
        names = tuple(sorted({name for name in own if name}, key=len, reverse=True))
        lanes.append(Lane(str(actor["key"]), str(actor["label"]), str(actor.get("role") or ""), names))
    return lanes


def _names(label: str, role: str) -> list[str]:
    words = label.split()
    names = [label]
    if words:
        names.append(words[0] if words[0] not in _GENERIC else " ".join(words[:2]))
    return [*names, *(ALIASES.get(Role(role), ()) if role else ())]


def mentions(sentence: str, lanes: Sequence[Lane]) -> list[Mention]:
    """Lanes named in a sentence (folded), in order; the longest name wins; groups of units are no lane."""
    taken = [match.span() for match in GROUP.finditer(sentence)]
    found = []
    named = sorted(((name, lane) for lane in lanes for name in lane.names), key=lambda pair: -len(pair[0]))
    for name, lane in named:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found.append(Mention(match.start(), match[0], lane))
    return sorted(found, key=lambda mention: mention.at)


def addressee_in(sentence: str, lanes: Sequence[Lane]) -> Lane | None:
    """The last lane that a sentence hands something to."""
    named = [m.lane for m in mentions(sentence, lanes) if _TO.search(sentence[: m.at])]
    return named[-1] if named else None


def drawn(step: dict[str, Any], lanes: Sequence[Lane]) -> list[Guess]:
    """Lanes in which something stands: the name of the performer, or a crumb of the drawing."""
    guesses = []
    for lane in lanes:
        mark = str(step.get("marks", {}).get(lane.key, ""))
        if mark and folded(mark) == folded(lane.label):
            guesses.append(Guess(lane, 1.0, f"Kolom pelaksana menyebut “{lane.label}”.", is_printed=True))
        elif mark:
            guesses.append(Guess(lane, 0.7, f"Ada gambar atau tanda pada kolom “{lane.label}”."))
    return guesses


def performer(sentence: str, matches: Sequence[Match], lanes: Sequence[Lane], before: Before) -> Guess | None:
    """Who acts in a step, by the strongest ground that there is."""
    if guess := _named(sentence, lanes):
        return guess
    if before.addressee:
        reason = f"Langkah sebelumnya menyerahkan kepada “{before.addressee.label}”."
        return Guess(before.addressee, before.addressed, reason)
    kinds = [match.kind for match in matches]
    if kinds[:1] == ["instruct"] and not before.performer:
        return _top(sentence, lanes)
    if kinds and kinds[0] in CHECKING and before.performer:
        return _above(before.performer, lanes)
    if kinds and kinds[0] in {"archive", "deliver"}:
        return _clerk(lanes, before)
    return _by_label(sentence, kinds, lanes, before)


def _named(sentence: str, lanes: Sequence[Lane]) -> Guess | None:
    """The subject of the sentence, or who stands after “oleh”."""
    found = mentions(sentence, lanes)
    if found and found[0].at == 0:
        sure = 0.95 if found[0].words == found[0].lane.names[0] else 0.85
        return Guess(found[0].lane, sure, f"Kalimat dibuka dengan pelakunya: “{found[0].words}”.")
    by = [mention for mention in found if _BY.search(sentence[: mention.at])]
    return Guess(by[0].lane, 0.85, f"Kalimat menyebut “oleh {by[0].words}”.") if by else None


def _top(sentence: str, lanes: Sequence[Lane]) -> Guess | None:
    """The first order of a procedure comes from the highest lane, above whom it goes to."""
    receiver = addressee_in(sentence, lanes)
    highest = max((lane.rank for lane in lanes), default=0)
    tops = [lane for lane in lanes if lane.rank == highest]
    if len(tops) != 1 or not highest or tops[0] == receiver:
        return None
    sure = 0.7 if receiver and receiver.rank < highest else 0.5
    return Guess(tops[0], sure, f"Perintah pertama datang dari pelaksana tertinggi, “{tops[0].label}”.")


def _above(previous: Lane, lanes: Sequence[Lane]) -> Guess | None:
    """Whoever checks stands above whoever made it: the next lane up, if there is just one."""
    higher = sorted({lane.rank for lane in lanes if lane.rank > previous.rank})
    if not higher or not previous.rank:
        return None
    nearest = [lane for lane in lanes if lane.rank == higher[0]]
    if len(nearest) != 1:
        return None
    reason = f"Pemeriksaan dilakukan satu tingkat di atas “{previous.label}”, yaitu “{nearest[0].label}”."
    return Guess(nearest[0], 0.65, reason)


def _clerk(lanes: Sequence[Lane], before: Before) -> Guess | None:
    """Sending and filing are the work of the staff, if there is just one such lane."""
    clerks = [lane for lane in lanes if lane.rank == 1]
    if len(clerks) == 1:
        reason = f"Pengiriman dan pengarsipan biasanya tugas “{clerks[0].label}”."
        return Guess(clerks[0], 0.6, reason)
    return _same(before)


def _by_label(sentence: str, kinds: Sequence[str], lanes: Sequence[Lane], before: Before) -> Guess | None:
    """A lane whose label is the verb (Penyusun menyusun), else whoever acted before."""
    makers = [lane for lane in lanes if "penyusun" in lane.names[0]]
    if "menyusun" in sentence and len(makers) == 1 and set(kinds) & MAKING:
        return Guess(makers[0], 0.6, f"Kata kerjanya sama dengan sebutan “{makers[0].label}”.")
    return _same(before)


def _same(before: Before) -> Guess | None:
    if not before.performer:
        return None
    reason = (
        f"Tidak ada penyerahan, jadi diteruskan pelaksana langkah sebelumnya, “{before.performer.label}”."
    )
    return Guess(before.performer, round(before.confidence * _FADING, 2), reason)
