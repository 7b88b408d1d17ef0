"""JSON in the project's own format: one document or a list, checked in shape and otherwise left alone."""

import copy
import json
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from kinerja.lib.periods import Cycle
from organisation.roles import Role
from sop.readers.cells import visible
from sop.readers.identity import FIELDS, LISTS
from sop.readers.reading import Document, Reading, Unreadable
from sop.readers.table import TEXTS

_TEXT_FIELDS = ("slug", "agency", "cycle", "heading", "caption", "totals", "footer", "source_text")


def read_json(text: str) -> list[Reading]:
    """The documents of a JSON file. Unreadable: no JSON, or not the shape of docs/formats/sop.schema.json."""
    try:
        found = json.loads(visible(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable("Isi berkas ini bukan JSON yang utuh.") from error
    documents = found if isinstance(found, list) else [found]
    if not documents:
        raise Unreadable("Berkas JSON ini tidak memuat SOP.")
    return [Reading(_checked(document)) for document in documents]


def _checked(document: Any) -> Document:
    """The document with every text that it may leave out."""
    if not isinstance(document, dict):
        raise Unreadable("Setiap SOP dalam JSON harus berupa objek.")
    whole = copy.deepcopy(document)
    for name in ("title", *_TEXT_FIELDS):
        _expect(whole.get(name, ""), str, name)
    for name in FIELDS:
        whole.setdefault(name, "" if name == "title" else None)
        _expect(whole[name], str | None, name)
    for name in LISTS:
        _texts(whole.setdefault(name, []), name)
    for name in ("actors", "steps"):
        _rows(whole.get(name), name)
    for actor in whole["actors"]:
        for name in ("key", "label"):
            _expect(actor.get(name), str, f"actors.{name}")
        _one_of(actor.setdefault("role", ""), Role, "actors.role")
    _one_of(whole.get("cycle", ""), Cycle, "cycle")
    _texts(whole.get("inferred", []), "inferred")
    for step in whole["steps"]:
        _step(step)
    return whole


def _step(step: dict[str, Any]) -> None:
    _expect(step.setdefault("number", ""), str, "steps.number")
    for name in TEXTS:
        _expect(step.setdefault(name, ""), str, f"steps.{name}")
    _rows(step.setdefault("acts", []), "steps.acts")
    for act in step["acts"]:
        for name in ("actor", "kind"):
            _expect(act.get(name), str, f"acts.{name}")
        _texts(act.get("inferred", []), "acts.inferred")
    for name in ("marks", "extra"):
        _expect(step.get(name, {}), dict, f"steps.{name}")
    for name in ("cycles", "inferred"):
        _texts(step.get(name, []), f"steps.{name}")
    for cycle in step.get("cycles", []):
        _one_of(cycle, Cycle, "steps.cycles")


def _one_of(value: Any, names: type[StrEnum | TextChoices], name: str) -> None:
    """A name of the project, or nothing."""
    _expect(value, str, name)
    if value and value not in {member.value for member in names}:
        raise Unreadable(f"“{value[:40]}” pada isian “{name}” dalam JSON tidak dikenal.")


def _texts(value: Any, name: str) -> None:
    _expect(value, list, name)
    for item in value:
        _expect(item, str, name)


def _rows(value: Any, name: str) -> None:
    _expect(value, list, name)
    for item in value:
        _expect(item, dict, name)


def _expect(value: Any, kind: Any, name: str) -> None:
    if not isinstance(value, kind):
        raise Unreadable(f"Isian “{name}” dalam JSON tidak sesuai docs/formats/sop.schema.json.")
