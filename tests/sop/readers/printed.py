"""The printed SOPs of the tests: five files, six SOPs, and a check against the documented format."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sop.readers.reading import Reading
from sop.readers.text import read_text

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "sop" / "fixtures" / "printed").glob("*.txt"))
NAMES = ("magelang", "madiun", "awayan-data", "awayan-pengukuran", "malang", "balangan")


def text_of(number: int) -> str:
    return FILES[number].read_bytes().decode()


@cache
def readings() -> dict[str, Reading]:
    """All six, by a short name."""
    found = [reading for number in range(len(FILES)) for reading in read_text(text_of(number))]
    return dict(zip(NAMES, found, strict=True))


def steps_of(name: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = readings()[name].document["steps"]
    return steps


def strangers(document: dict[str, Any]) -> list[str]:
    """Entries that docs/formats/sop.schema.json does not know."""
    schema = json.loads((ROOT / "docs" / "formats" / "sop.schema.json").read_text())
    defs = schema["$defs"]
    found = sorted(document.keys() - schema["properties"].keys())
    for actor in document["actors"]:
        found += sorted(actor.keys() - defs["actor"]["properties"].keys())
    for step in document["steps"]:
        found += sorted(step.keys() - defs["step"]["properties"].keys())
        for act in step["acts"]:
            found += sorted(act.keys() - defs["act"]["properties"].keys())
    return found
