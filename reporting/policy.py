"""How an agency counts: the choices that regulations leave open, as plain values and as a kept record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.ratings import PERMENDAGRI_86_2017, Band, RatingScale


@dataclass(frozen=True)
class Policy:
    """The rules of counting that hold on a day; `cap` is in percent and yields to an indicator's own.

    `since` is the first day of the policy, None for the rules that hold where an agency never chose.
    """

    since: date | None = None
    zero_target: ZeroTarget = ZeroTarget.NOT_EVALUABLE
    cap: Decimal | None = None
    agency_mean: AgencyMean = AgencyMean.INDICATORS
    mean_skips_zero: bool = False
    efficiency: Efficiency = Efficiency.NONE
    scale: RatingScale = PERMENDAGRI_86_2017

    @property
    def record(self) -> dict[str, Any]:
        """All of it in plain values, to be kept with what it made; figures are text."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "zero_target": self.zero_target.value,
            "cap": _text(self.cap),
            "agency_mean": self.agency_mean.value,
            "mean_skips_zero": self.mean_skips_zero,
            "efficiency": self.efficiency.value,
            "scale": {
                "name": self.scale.name,
                "bands": [[_text(band.lower_bound), band.label] for band in self.scale.bands],
            },
        }


DEFAULT = Policy()


def policy_from(record: Mapping[str, Any]) -> Policy:
    """The policy that a record keeps."""
    scale = record["scale"]
    bands = (Band(_figure(bound), str(label)) for bound, label in scale["bands"])
    return Policy(
        since=date.fromisoformat(record["since"]) if record["since"] else None,
        zero_target=ZeroTarget(record["zero_target"]),
        cap=_figure(record["cap"]),
        agency_mean=AgencyMean(record["agency_mean"]),
        mean_skips_zero=bool(record["mean_skips_zero"]),
        efficiency=Efficiency(record["efficiency"]),
        scale=RatingScale(str(scale["name"]), tuple(bands)),
    )


def _text(value: Decimal | None) -> str | None:
    """One spelling for equal figures."""
    return None if value is None else f"{value.normalize():f}"


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
