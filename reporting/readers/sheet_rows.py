"""Which line of the plan a row of a shared sheet speaks of: by code, else by name; doubt is a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.models import Indicator, PlanNode
from reporting.queries.sheet_places import Places, place_of
from reporting.readers.shared_sheet import Role, SheetRow, normal


@dataclass(frozen=True)
class Match:
    """What a row speaks of; `question` says why it stays open."""

    indicator: Indicator | None = None
    node: PlanNode | None = None
    question: str = ""


def match_row(row: SheetRow, places: Places, known: Mapping[str, str]) -> Match:
    """The indicator of a row, and the sub kegiatan for its money."""
    indicator, question = _indicator(row, places, known)
    node, doubt = _node(row, places, indicator)
    if question and node is None:
        return Match(question=question)
    return Match(indicator, node, question or ("" if indicator else doubt))


def _indicator(row: SheetRow, places: Places, known: Mapping[str, str]) -> tuple[Indicator | None, str]:
    code, name = row.text(Role.CODE), row.text(Role.NAME)
    coded = [indicator for indicator in places.indicators if code and _fold(code) in _codes(indicator)]
    named = _named(name, places, known)
    both = [indicator for indicator in coded if indicator in named]
    if coded and named and not both:
        return None, f"Kode “{code}” dan nama “{name}” menunjuk indikator yang berbeda dalam rencana."
    if coded and not named and row.cell(Role.CODE).is_number:
        return None, (
            f"Kode “{code}” tersimpan sebagai angka, nol di belakangnya mungkin hilang, dan namanya tidak "
            "sama dengan rencana. Ubah format kolom kode menjadi Teks."
        )
    found = _narrowed(both or coded or named, row, places)
    if len(found) > 1:
        listed = ", ".join(place_of(indicator) for indicator in found[:5])
        return None, f"“{name or code}” ada pada {len(found)} baris rencana ({listed}). Tulis kodenya."
    return (found[0] if found else None), ""


def _named(name: str, places: Places, known: Mapping[str, str]) -> list[Indicator]:
    """The indicators of that name; one that a person matched by hand before comes first."""
    wanted = normal(name)
    if not wanted:
        return []
    matched = [i for i in places.indicators if place_of(i) == known.get(wanted)]
    return matched or [i for i in places.indicators if normal(i.name) == wanted]


def _codes(indicator: Indicator) -> set[str]:
    node = indicator.node.code
    return {_fold(indicator.code), *(_fold(f"{node}{mark}{indicator.code}") for mark in ("/", ".", " ", "-"))}


def _narrowed(found: Sequence[Indicator], row: SheetRow, places: Places) -> Sequence[Indicator]:
    """Of several, those of the sub kegiatan or of the PPTK that the row names."""
    node, officer = normal(row.text(Role.NODE)), normal(row.text(Role.OFFICER))
    if len(found) > 1 and node:
        found = [i for i in found if node in _names(i.node)] or found
    if len(found) > 1 and officer:
        found = [i for i in found if normal(str(places.officer(i.node_id) or "")) == officer] or found
    return found


def _node(row: SheetRow, places: Places, indicator: Indicator | None) -> tuple[PlanNode | None, str]:
    """The sub kegiatan that the row names, else that of its indicator."""
    for role in (Role.CODE, Role.NODE, Role.NAME):
        text = normal(row.text(role))
        if text and (found := list(_nodes(text, places.nodes))):
            if len(found) == 1:
                return found[0], ""
            return (
                None,
                f"“{row.text(role)}” ada pada {len(found)} baris rencana. Tulis kode sub kegiatannya.",
            )
    return (indicator.node if indicator else None), ""


def _nodes(text: str, nodes: Iterable[PlanNode]) -> Iterable[PlanNode]:
    return (node for node in nodes if node.level == PlanNode.Level.SUBACTIVITY and text in _names(node))


def _names(node: PlanNode) -> set[str]:
    return {normal(node.code), normal(node.name), normal(f"{node.code} {node.name}")}


def _fold(text: str) -> str:
    return text.strip().replace(",", ".").casefold()
