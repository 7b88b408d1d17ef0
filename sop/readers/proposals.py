"""From the printed words to a draft that can run: every value with its confidence and its reason.

Nothing is invented: what is less sure than THRESHOLD stays empty and becomes a question for a person.
Whatever is filled in here and not printed is named in an `inferred` entry beside it.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kinerja.lib.periods import Cycle
from organisation.roles import Role
from sop.readers.cells import folded
from sop.readers.draft import THRESHOLD, Draft, Proposal, Question
from sop.readers.lanes import Before, Guess, Lane, addressee_in, drawn, lanes_of, performer
from sop.readers.reading import Document, Reading
from sop.readers.sentences import (
    LENGTHS,
    Parts,
    Window,
    cycles_in,
    is_possible,
    parts_of,
    result_of,
    returns,
    step_named,
    window_in,
)
from sop.readers.stems import CHECKING, GROUP, KIND_NAMES, MAKING, Match, kinds_in, role_of_lane

LONGEST_SENTENCE = 4000  # characters that are searched for verbs; the text itself stays whole
_RETURNING = ("review", "correct", "initial", "sign")
_REMEMBERED = 0.8  # the step before says to whom the work goes


@dataclass(frozen=True)
class _Wanted:
    """One act of a step as far as it is known."""

    guess: Guess | None
    match: Match

    @property
    def confidence(self) -> float:
        return min(self.guess.confidence, self.match.confidence) if self.guess else 0.0


def propose(reading: Reading) -> Draft:
    """Fill what the words allow. What a document already says (a JSON of its own) is left alone."""
    return _Proposer(reading).draft()


class _Proposer:
    """Goes through a document once, from the lanes over the cycle to the steps."""

    def __init__(self, reading: Reading) -> None:
        self.document: Document = copy.deepcopy(reading.document)
        self.out = Draft(self.document, notes=reading.notes)
        self.steps: list[dict[str, Any]] = self.document["steps"]
        self.performers: list[Lane | None] = []
        self.made: list[set[str]] = []

    def draft(self) -> Draft:
        self._roles()
        self.lanes = lanes_of(self.document["actors"])
        self._cycle()
        before = Before()
        for at, step in enumerate(self.steps):
            before = self._step(at, step, before)
        if not self.lanes:
            self._ask("dokumen", "actors", "Siapa saja pelaksana SOP ini?")
        return self.out

    # --- lanes and cycle --------------------------------------------------------------------------------

    def _roles(self) -> None:
        labels = [str(role.label) for role in Role]
        for actor in self.document["actors"]:
            if actor.get("role") or actor.get("is_outside"):
                continue
            place = f"pelaksana “{actor['label']}”"
            found = role_of_lane(folded(actor["label"]))
            if found:
                value = str(Role(found.role).label) if found.role else "di luar perangkat daerah"
                reason = f"Sebutan “{actor['label']}” → {value}."
                self._note(place, "role", str(found.role) or "outside", found.confidence, reason)
            if found and found.confidence >= THRESHOLD:
                actor["role"] = str(found.role)
                actor["inferred"] = True
                if found.is_outside:
                    actor["is_outside"] = True
            else:
                self._ask(place, "role", f"Pelaksana “{actor['label']}” memegang peran apa?", labels)
        self._shared_roles()

    def _shared_roles(self) -> None:
        roles = [actor.get("role") for actor in self.document["actors"] if actor.get("role")]
        for role in sorted({role for role in roles if roles.count(role) > 1}):
            labels = [actor["label"] for actor in self.document["actors"] if actor.get("role") == role]
            shown = " dan ".join(f"“{label}”" for label in labels)
            text = f"Pelaksana {shown} dibaca sebagai peran yang sama ({Role(role).label}). Benarkah?"
            self._ask("pelaksana", "role", text, ("Ya", "Tidak"))

    def _cycle(self) -> None:
        if self.document.get("cycle"):
            return
        steps = " ".join(step["text"] for step in self.steps)
        outputs = " ".join(f"{step['requirements']} {step['output']}" for step in self.steps)
        heading = " ".join([self.document.get("heading", ""), self.document.get("caption", "")])
        for text, name, confidence in (
            (self.document["title"], "Nama SOP", 0.95),
            (heading, "Kepala dokumen", 0.9),
            (steps, "Uraian langkah", 0.7),
            (outputs, "Kolom kelengkapan dan output", 0.65),
        ):
            if found := cycles_in(folded(text)):
                self.document["cycle"] = found[0].value
                self._infer(self.document, "cycle")
                reason = f"{name} menyebut “{found[0].label.lower()}”."
                self._note("dokumen", "cycle", found[0].value, confidence, reason)
                self._more_cycles(outputs, found[0])
                return
        self._ask("dokumen", "cycle", "SOP ini dijalankan setiap apa?", [cycle.label for cycle in Cycle])

    def _more_cycles(self, outputs: str, base: Cycle) -> None:
        """Results of longer cycles that no step names: does the whole SOP run for them too?"""
        named = {cycle for step in self.steps for cycle in cycles_in(folded(step["text"]))}
        longer = [c for c in cycles_in(folded(outputs)) if LENGTHS[c] > LENGTHS[base] and c not in named]
        if longer:
            shown = " dan ".join(cycle.label.lower() for cycle in longer)
            text = f"Hasilnya juga menyebut {shown}. Apakah semua langkah dijalankan pula untuk siklus itu?"
            self._ask("dokumen", "cycle", text, ("Ya", "Tidak", "Hanya sebagian langkah"))

    # --- steps ------------------------------------------------------------------------------------------

    def _step(self, at: int, step: dict[str, Any], before: Before) -> Before:
        sentence = folded(step["text"])[:LONGEST_SENTENCE]
        parts = parts_of(sentence)
        self._window(at, step, sentence)
        self._cycles(at, step, sentence)
        if step["acts"]:
            return self._given(step, parts)
        matches = kinds_in(parts.main)
        if returns(parts) and not {match.kind for match in matches} & CHECKING:
            matches.append(Match(0, "dikembalikan", "review", 0.7))
        guess = self._performer(step, parts.main, matches, before)
        wanted = [_Wanted(guess, match) for match in matches]
        wanted += self._delegated(step, parts, guess)
        self._acts(at, step, wanted)
        self._ask_acts(at, wanted, guess)
        self.performers.append(guess.lane if guess else None)
        self.made.append({want.match.kind for want in wanted if want.match.confidence >= THRESHOLD})
        self._branches(at, step, parts)
        self._group(at, sentence)
        return self._after(parts, guess, wanted)

    def _given(self, step: dict[str, Any], parts: Parts) -> Before:
        """A step whose acts are known already; an act that was concluded itself proves nothing further."""
        last = step["acts"][-1]
        lane = next((lane for lane in self.lanes if lane.key == last["actor"]), None)
        self.performers.append(lane)
        self.made.append({act["kind"] for act in step["acts"]})
        sure = THRESHOLD if "actor" in last.get("inferred", []) else 1.0
        return self._after(parts, Guess(lane, sure, "") if lane else None, [])

    def _performer(
        self, step: dict[str, Any], main: str, matches: Sequence[Match], before: Before
    ) -> Guess | None:
        marked = drawn(step, self.lanes)
        if len(marked) == 1 and (marked[0].is_printed or not before.addressee):
            return marked[0]
        return performer(main, matches, self.lanes, before)

    def _delegated(self, step: dict[str, Any], parts: Parts, guess: Guess | None) -> list[_Wanted]:
        """What the addressee does in the same step: “kepada Camat, untuk disetujui dan ditandatangani”."""
        if not parts.delegated:
            return []
        lane = addressee_in(parts.main, self.lanes)
        if lane is None or (guess and guess.lane == lane):
            return []
        reason = f"Kalimat menyerahkan kepada “{lane.label}” {parts.delegated.strip(' .,')}."
        confidence = 0.9 if lane.key in step.get("marks", {}) else 0.85
        return [_Wanted(Guess(lane, confidence, reason), match) for match in kinds_in(parts.delegated)]

    def _acts(self, at: int, step: dict[str, Any], wanted: Sequence[_Wanted]) -> None:
        place = self._place(at)
        for want in wanted:
            self._note(place, "kind", want.match.kind, want.match.confidence, want.match.reason, at)
            if want.guess:
                self._note(place, "actor", want.guess.lane.key, want.guess.confidence, want.guess.reason, at)
        taken = [want for want in wanted if want.guess and want.confidence >= THRESHOLD]
        for want in taken:
            if want.guess:
                printed = ["kind"] if want.guess.is_printed else ["actor", "kind"]
                act = {"actor": want.guess.lane.key, "kind": want.match.kind, "inferred": printed}
                step["acts"].append(act | _options(want.match.kind, step["text"]))

    def _ask_acts(self, at: int, wanted: Sequence[_Wanted], guess: Guess | None) -> None:
        sure = [want for want in wanted if want.match.confidence >= THRESHOLD]
        if not sure:
            self._ask(self._place(at), "kind", "apa yang dikerjakan di sini?", list(KIND_NAMES.values()), at)
        nobody = [want for want in wanted if not want.guess or want.guess.confidence < THRESHOLD]
        if nobody or (not wanted and (not guess or guess.confidence < THRESHOLD)):
            kinds = ", ".join(dict.fromkeys(KIND_NAMES[want.match.kind] for want in nobody if want in sure))
            text = f"siapa yang melakukan {kinds}?" if kinds else "siapa yang melakukan?"
            hint = next((want.guess for want in nobody if want.guess), None)
            if hint:
                text += f" Mungkin “{hint.lane.label}”."
            self._ask(self._place(at), "actor", text, [lane.label for lane in self.lanes], at)

    def _after(self, parts: Parts, guess: Guess | None, wanted: Sequence[_Wanted]) -> Before:
        """Who the next step may count on."""
        last = wanted[-1].guess if wanted else guess
        lane, sure = (last.lane, last.confidence) if last else (None, 0.0)
        if wanted and last is not guess:
            return Before(lane, sure)
        to = addressee_in(parts.main, self.lanes)
        if to and to != lane:
            return Before(lane, sure, to, _REMEMBERED)
        onward = addressee_in(parts.positive, self.lanes)
        return Before(lane, sure, onward, 0.65) if onward and onward != lane else Before(lane, sure)

    # --- branches ---------------------------------------------------------------------------------------

    def _branches(self, at: int, step: dict[str, Any], parts: Parts) -> None:
        deciding = next((act for act in reversed(step["acts"]) if act["kind"] in _RETURNING), None)
        if not returns(parts):
            checks = self.made[at] & {"review"}
            if checks and at:
                text = "bila tidak disetujui, kembali ke langkah mana?"
                self._ask(self._place(at), "returns_to", text, self._earlier(at), at)
            return
        target, confidence, reason = self._target(at, parts.negative)
        if target is not None:
            number = self.steps[target]["number"]
            self._note(self._place(at), "returns_to", number, confidence, reason, at)
            if confidence >= THRESHOLD and deciding and number:
                deciding["returns_to"] = number
                deciding["inferred"] = [*deciding.get("inferred", []), "return"]
        if target is None or confidence < THRESHOLD or not deciding or not self.steps[target]["number"]:
            text = "bila tidak, dikembalikan ke langkah mana?"
            self._ask(self._place(at), "returns_to", text, self._earlier(at), at)
        self._onward(at, deciding, parts.positive)

    def _onward(self, at: int, deciding: dict[str, Any] | None, positive: str) -> None:
        """The step that the yes branch names."""
        onward = self._numbered(step_named(positive), range(at + 1, len(self.steps)))
        if onward is not None and deciding:
            number = self.steps[onward]["number"]
            reason = f"Cabang ya menyebut langkah {step_named(positive)}."
            self._note(self._place(at), "proceeds_to", number, 0.95, reason, at)
            deciding["proceeds_to"] = number

    def _target(self, at: int, negative: str) -> tuple[int | None, float, str]:
        """The step that the no branch sends back to: by its number, by its lane, else the last maker."""
        named = self._numbered(step_named(negative), range(at))
        if named is not None:
            return named, 0.95, f"Cabang tidak menyebut langkah {step_named(negative)}."
        if lane := addressee_in(negative, self.lanes):
            mine = [place for place in range(at) if self.performers[place] == lane]
            if mine:
                return mine[-1], 0.75, f"Cabang tidak mengembalikan kepada “{lane.label}”."
        makers = [place for place in range(at) if self.made[place] & MAKING]
        if makers:
            return makers[-1], 0.5, "Langkah terakhir yang membuat bahan yang diperiksa."
        return None, 0.0, ""

    def _numbered(self, number: str, places: range) -> int | None:
        if not number:
            return None
        found = [at for at in places if self.steps[at]["number"].strip("().") == number]
        return found[-1] if found else None

    def _earlier(self, at: int) -> list[str]:
        return [f"{step['number']} {step['text'][:80]}".strip() for step in self.steps[:at]]

    def _group(self, at: int, sentence: str) -> None:
        """“dari Kasi dan Kasubbag”: units give something, but have no lane and no task."""
        group = GROUP.search(sentence)
        filled = any("fill" in kinds for kinds in self.made)
        if group and not filled and sentence[: group.start()].rstrip().endswith("dari"):
            text = f"“{group[0]}” menyerahkan data tetapi tidak punya kolom. Pelaksana mana yang mengisinya?"
            choices = [*(lane.label for lane in self.lanes), "Tambah pelaksana"]
            self._ask(self._place(at), "fill", text, choices, at)

    # --- windows and cycles of steps --------------------------------------------------------------------

    def _window(self, at: int, step: dict[str, Any], sentence: str) -> None:
        if step.get("opens_day") or step.get("due_day"):
            return
        found = window_in(sentence) or window_in(folded(step["duration"])[:LONGEST_SENTENCE])
        if not found:
            return
        if not is_possible(found) or found.confidence < THRESHOLD:
            self._ask(self._place(at), "window", f"“{found.words}” berarti tanggal berapa?", (), at)
            return
        step |= _days(found)
        self._infer(step, "window")
        value = {"opens_day": found.opens_day, "due_day": found.due_day}
        reason = f"Teks menyebut “{found.words}” (bulan sesudah periode)."
        self._note(self._place(at), "window", value, found.confidence, reason, at)

    def _cycles(self, at: int, step: dict[str, Any], sentence: str) -> None:
        base = self.document.get("cycle")
        found = cycles_in(result_of(sentence))
        if not base or step.get("cycles") or not found or base in {cycle.value for cycle in found}:
            return
        step["cycles"] = [cycle.value for cycle in found]
        self._infer(step, "cycles")
        shown = " dan ".join(cycle.label.lower() for cycle in found)
        reason = f"Langkah ini menyebut {shown}, SOP-nya {Cycle(base).label.lower()}."
        self._note(self._place(at), "cycles", step["cycles"], 0.8, reason, at)

    # --- writing down -----------------------------------------------------------------------------------

    def _place(self, at: int) -> str:
        return f"langkah {self.steps[at]['number'].strip('().') or f'ke-{at + 1}'}"

    def _infer(self, owner: dict[str, Any], name: str) -> None:
        owner["inferred"] = [*owner.get("inferred", []), name]

    def _note(
        self, place: str, name: str, value: Any, confidence: float, reason: str, step: int | None = None
    ) -> None:
        self.out.proposals.append(Proposal(place, name, value, confidence, reason, step))

    def _ask(
        self, place: str, name: str, text: str, choices: Sequence[str] = (), step: int | None = None
    ) -> None:
        if step is not None:
            text = f"{place[0].upper()}{place[1:]}: {text}"
        if choices and len(choices) <= 8 and name == "actor":
            text += f" Pilihan: {', '.join(choices)}."
        self.out.questions.append(Question(place, name, text, tuple(choices), step))


def _days(window: Window) -> dict[str, int]:
    days = {"opens_day": window.opens_day, "due_day": window.due_day}
    return {name: day for name, day in days.items() if day is not None}


def _options(kind: str, text: str) -> dict[str, Any]:
    """The address that is printed for a delivery."""
    if kind != "deliver":
        return {}
    address = next((word for word in text.split() if word.startswith(("https://", "http://"))), "")
    return {"options": {"address": address.rstrip(".,;")}} if address else {}
