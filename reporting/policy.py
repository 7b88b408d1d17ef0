"""How an agency counts: the choices that regulations leave open, as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.ratings import PERMENDAGRI_86_2017, RatingScale


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


DEFAULT = Policy()
