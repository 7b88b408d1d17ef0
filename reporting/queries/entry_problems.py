"""What a row of a sheet lacks before it can be submitted, and the reasons given for its warnings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reporting.entry_rules import Warned
from reporting.models import Realisation, Spending


@dataclass(frozen=True)
class Problem:
    """What a row lacks, and the id of the input where it is mended."""

    anchor: str
    sentence: str


class Explained(Protocol):
    """A row whose warnings ask for reasons."""

    @property
    def key(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def row(self) -> Realisation | Spending: ...

    @property
    def warnings(self) -> list[Warned]: ...


def take_columns(row: Realisation | Spending, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def standing_reasons(place: Explained) -> dict[str, str]:
    """The reasons given for warnings that still stand."""
    standing = [warned.rule.value for warned in place.warnings]
    return {
        rule: place.row.reasons[rule] for rule in standing if str(place.row.reasons.get(rule, "")).strip()
    }


def unreasoned(place: Explained) -> list[Problem]:
    """A warning that nobody has explained yet."""
    given = standing_reasons(place)
    missing = [warned for warned in place.warnings if warned.rule.value not in given]
    return [
        Problem(
            f"id_{place.key}-reason_{warned.rule.value}",
            f"{place.subject}: {warned.sentence} Tulis alasannya bila memang demikian.",
        )
        for warned in missing
    ]
