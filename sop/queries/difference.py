"""What differs between two versions of an SOP, in words: identity, lanes, steps, acts."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar

from kinerja.lib.periods import Cycle
from sop.models import Act, Actor, SopVersion, Step
from sop.queries.definition import (
    inferred_words,
    kind_title,
    options_words,
    role_label,
    step_name,
    steps_of,
    window_words,
)

IDENTITY = {
    "heading": "Kepala dokumen",
    "number": "Nomor SOP",
    "created_on": "Tanggal pembuatan",
    "revised_on": "Tanggal revisi",
    "effective_on": "Tanggal pengesahan/efektif",
    "approved_by": "Disahkan oleh",
    "title": "Nama SOP",
    "cycle": "Siklus",
    "legal_basis": "Dasar hukum",
    "qualifications": "Kualifikasi pelaksana",
    "related": "Keterkaitan",
    "equipment": "Peralatan/perlengkapan",
    "warnings": "Peringatan",
    "records": "Pencatatan dan pendataan",
    "periodic": "Waktu periodik",
    "columns": "Kepala kolom",
    "totals": "Jumlah waktu tercetak",
    "footer": "Kaki dokumen",
}
STEP = {
    "printed_number": "Nomor",
    "text": "Kegiatan",
    "requirements": "Kelengkapan",
    "duration_text": "Waktu",
    "output": "Output",
    "remark": "Keterangan",
    "phase": "Tahap",
    "extra": "Kolom lain",
    "cycles": "Siklus",
}
ALIKE = 0.6  # how much of two texts must agree before a step counts as reworded rather than replaced
YES_OR_NO = {"Di luar perangkat daerah", "Oleh sistem", "Ditutup oleh waktu", "Disimpulkan"}
UNPRINTED, EMPTY = "(tidak tercetak)", "(kosong)"
T = TypeVar("T")
Pairs = list[tuple[T | None, T | None]]


@dataclass(frozen=True)
class Changed:
    """One field with its old and its new words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """A part that was added, removed, or changed in some fields."""

    kind: Literal["added", "removed", "changed"]
    name: str
    fields: list[Changed] = field(default_factory=list)

    @property
    def word(self) -> str:
        return {"added": "Ditambahkan", "removed": "Dihapus", "changed": "Diubah"}[self.kind]


@dataclass(frozen=True)
class Section:
    """The differences of one subject."""

    title: str
    entries: list[Entry]


def difference(old: SopVersion, new: SopVersion) -> list[Section]:
    """The sections that differ; empty when both versions say the same."""
    steps = _pair_steps(steps_of(old), steps_of(new))
    sections = [
        Section("Identitas", _entries([(old, new)], _identity_fields, lambda _: "Lembar identitas")),
        Section("Pelaksana", _entries(_pair_actors(old, new), _actor_fields, lambda actor: actor.label)),
        Section("Langkah", _entries(steps, _step_fields, step_name, _moved(steps))),
        Section("Tindakan", _entries(_pair_acts(steps), _act_fields, _act_title)),
    ]
    return [section for section in sections if section.entries]


def _entries(
    pairs: Iterable[tuple[T | None, T | None]],
    fields_of: Callable[[T], dict[str, str]],
    name_of: Callable[[T], str],
    moved: dict[int, Changed] | None = None,
) -> list[Entry]:
    found = []
    for old, new in pairs:
        if old is None and new is not None:
            given = [Changed(label, "", words) for label, words in fields_of(new).items() if words]
            found.append(Entry("added", name_of(new), given))
        elif new is None and old is not None:
            given = [Changed(label, words, "") for label, words in fields_of(old).items() if words]
            found.append(Entry("removed", name_of(old), given))
        elif old is not None and new is not None:
            before, after = fields_of(old), fields_of(new)
            changes = [
                Changed(label, before[label] or _empty(label), after[label] or _empty(label))
                for label in before
                if before[label] != after[label]
            ]
            changes += [moved[id(new)]] if moved and id(new) in moved else []
            if changes:
                found.append(Entry("changed", name_of(new), changes))
    return found


# --- words of the parts --------------------------------------------------------------------------------


def _identity_fields(version: SopVersion) -> dict[str, str]:
    found = {label: _word(getattr(version, name)) for name, label in IDENTITY.items()}
    found[IDENTITY["cycle"]] = Cycle(version.cycle).label
    return found


def _actor_fields(actor: Actor) -> dict[str, str]:
    return {
        "Nama tercetak": actor.label,
        "Peran": role_label(actor.role),
        "Di luar perangkat daerah": _yes(actor.is_outside),
        "Disimpulkan": _yes(actor.inferred),
    }


def _step_fields(step: Step) -> dict[str, str]:
    found = {label: _word(getattr(step, name)) for name, label in STEP.items()}
    found[STEP["cycles"]] = ", ".join(Cycle(cycle).label for cycle in step.cycles)
    return found | {"Jendela": window_words((step.opens_day, step.due_day))}


def _act_fields(act: Act) -> dict[str, str]:
    return {
        "Pelaksana": act.actor.label,
        "Jenis tugas": kind_title(act.kind),
        "Jendela sendiri": window_words((act.opens_day, act.due_day)),
        "Kembali ke": step_name(act.returns_to) if act.returns_to else "",
        "Cabang ya": step_name(act.proceeds_to) if act.proceeds_to else "",
        "Oleh sistem": _yes(act.automatic),
        "Ditutup oleh waktu": _yes(act.closes_by_clock),
        "Pengaturan": options_words(act.options),
        "Disimpulkan": inferred_words(act.inferred),
    }


def _act_title(act: Act) -> str:
    return f"{step_name(act.step)} — {act.actor.label}: {kind_title(act.kind)}"


def _word(value: Any) -> str:
    if value is None:
        return UNPRINTED
    if isinstance(value, list):
        return "\n".join(str(entry) for entry in value)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {entry}" for name, entry in value.items())
    return str(value)


def _empty(label: str) -> str:
    return "tidak" if label in YES_OR_NO else EMPTY


def _yes(value: object) -> str:
    return "ya" if value else ""


# --- which part became which ----------------------------------------------------------------------------


def _pair_actors(old: SopVersion, new: SopVersion) -> Pairs[Actor]:
    """By their label, the rest by their place."""
    left, right = list(old.actors.all()), list(new.actors.all())
    pairs = _pair(left, right, lambda actor: actor.label)
    return _in_order(_pair_rest(pairs, left, right, lambda actor: actor.order), left, right)


def _pair_steps(left: list[Step], right: list[Step]) -> Pairs[Step]:
    """By their text, then by the likest text under the same number, then by the likest text."""
    pairs = _pair(left, right, lambda step: step.text)
    for same_number in (True, False):
        for step in _left_over(left, [old for old, _ in pairs]):
            others = _left_over(right, [new for _, new in pairs])
            if same_number:
                others = [other for other in others if other.printed_number == step.printed_number]
            alike = [(SequenceMatcher(None, step.text, other.text).ratio(), other) for other in others]
            best = max(alike, key=lambda pair: pair[0], default=None)
            if best and best[0] >= (ALIKE / 2 if same_number else ALIKE):
                pairs.append((step, best[1]))
    return _in_order(pairs, left, right)


def _pair_acts(steps: Pairs[Step]) -> Pairs[Act]:
    """Inside the steps that stayed; the acts of new and lost steps with them."""
    found: Pairs[Act] = []
    for old, new in steps:
        left, right = (list(step.acts.all()) if step else [] for step in (old, new))
        pairs = _pair(left, right, lambda act: (act.actor.label, act.kind))
        pairs = _pair_rest(pairs, left, right, lambda act: act.kind)
        pairs = _pair_rest(pairs, left, right, lambda act: act.order)
        found += _in_order(pairs, left, right)
    return found


def _pair(left: Sequence[T], right: Sequence[T], key: Callable[[T], Hashable]) -> Pairs[T]:
    """The parts that have the same key, each used once, first come first."""
    waiting: dict[Hashable, list[T]] = {}
    for part in right:
        waiting.setdefault(key(part), []).append(part)
    return [(part, waiting[key(part)].pop(0)) for part in left if waiting.get(key(part))]


def _pair_rest(
    pairs: Pairs[T], left: Sequence[T], right: Sequence[T], key: Callable[[T], Hashable]
) -> Pairs[T]:
    return pairs + _pair(
        _left_over(left, [old for old, _ in pairs]), _left_over(right, [new for _, new in pairs]), key
    )


def _left_over(parts: Sequence[T], taken: Sequence[T | None]) -> list[T]:
    gone = {id(part) for part in taken}
    return [part for part in parts if id(part) not in gone]


def _in_order(pairs: Pairs[T], left: Sequence[T], right: Sequence[T]) -> Pairs[T]:
    """The pairs in the order of the new version, what was lost behind the part that it followed."""
    old_of = {id(new): old for old, new in pairs}
    found: Pairs[T] = [(old_of.get(id(part)), part) for part in right]
    kept = {id(old) for old, _ in pairs}
    for place, part in enumerate(left):
        if id(part) not in kept:
            before = next((p for p, (old, _) in enumerate(found) if place and old is left[place - 1]), -1)
            found.insert(before + 1, (part, None))
    return found


def _moved(steps: Pairs[Step]) -> dict[int, Changed]:
    """The steps that stand elsewhere among those that both versions have, by the new step."""
    both = [(old, new) for old, new in steps if old is not None and new is not None]
    before = sorted((old for old, _ in both), key=lambda step: step.order)
    staying = _longest_rising([before.index(old) for old, _ in both])
    return {
        id(new): Changed("Urutan", f"baris ke-{old.order}", f"baris ke-{new.order}")
        for place, (old, new) in enumerate(both)
        if place not in staying
    }


def _longest_rising(places: list[int]) -> set[int]:
    """Positions of a longest rising run: the steps that stayed while others moved around them."""
    best: list[list[int]] = []
    for position, place in enumerate(places):
        shorter = [chain for chain in best if places[chain[-1]] < place]
        best.append([*_longest(shorter), position])
    return set(_longest(best))


def _longest(chains: list[list[int]]) -> list[int]:
    return max([[], *chains], key=len)
