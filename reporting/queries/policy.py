"""The rules of counting of an agency on a day."""

from datetime import date
from decimal import Decimal

from organisation.models import Agency
from reporting.entry_rules import EntryRules, rules_from
from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.models import AgencyPolicy, Scale
from reporting.policy import DEFAULT, Policy
from reporting.ratings import Band, RatingScale


def policy_of(agency: Agency, on: date) -> Policy:
    """What the agency chose last before or on the day; the default where it never chose."""
    return _policy(AgencyPolicy.objects.in_force(agency, on))


def rules_of_entry(agency: Agency, on: date) -> tuple[Policy, EntryRules]:
    """The policy and the rules of the entry page in one query."""
    chosen = AgencyPolicy.objects.in_force(agency, on)
    return _policy(chosen), rules_from(chosen.entry_rules if chosen else {})


def _policy(chosen: AgencyPolicy | None) -> Policy:
    if chosen is None:
        return DEFAULT
    return Policy(
        since=chosen.from_on,
        zero_target=ZeroTarget(chosen.zero_target),
        cap=chosen.cap,
        agency_mean=AgencyMean(chosen.agency_mean),
        mean_skips_zero=chosen.mean_skips_zero,
        efficiency=Efficiency(chosen.efficiency),
        scale=rating_scale(chosen.scale) if chosen.scale else DEFAULT.scale,
    )


def rating_scale(scale: Scale) -> RatingScale:
    """The stored bands as a scale; ValueError where they have holes."""
    bands = (Band(None if bound is None else Decimal(bound), label) for bound, label in scale.bands)
    return RatingScale(scale.name, tuple(bands))
