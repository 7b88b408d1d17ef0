"""Rating scales as data: a lower bound opens each band, so no figure falls between two bands."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True)
class Band:
    """A class from its lower bound (percent, included) upwards; None is the class below all others."""

    lower_bound: Decimal | None
    label: str


@dataclass(frozen=True)
class RatingScale:
    """Bands from the highest down; the last has no lower bound, so every figure has a class."""

    name: str
    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        """Refuse a scale with holes or out of order; the sentence is for the person who edits it."""
        bounds = [band.lower_bound for band in self.bands]
        if not bounds or bounds[-1] is not None or None in bounds[:-1]:
            raise ValueError("Skala harus diakhiri tepat satu kelas tanpa batas bawah.")
        numbers = [bound for bound in bounds if bound is not None]
        if any(not number.is_finite() for number in numbers):
            raise ValueError("Batas bawah skala harus berupa angka.")
        if any(higher <= lower for higher, lower in pairwise(numbers)):
            raise ValueError("Batas bawah skala harus menurun dari kelas tertinggi.")

    def band_of(self, value: Decimal | None) -> Band | None:
        """The band of an unrounded figure in percent; None stays None.

        90.5 lies below 91 and so in the band from 76: printed tables leave that hole, this rule closes it.
        """
        if value is None or value.is_nan():
            return None
        return next(band for band in self.bands if band.lower_bound is None or value >= band.lower_bound)

    def label_of(self, value: Decimal | None) -> str:
        """The label of an unrounded figure, "" for none."""
        band = self.band_of(value)
        return band.label if band else ""


PERMENDAGRI_86_2017 = RatingScale(
    "Permendagri 86/2017",
    (
        Band(Decimal(91), "Sangat Tinggi"),
        Band(Decimal(76), "Tinggi"),
        Band(Decimal(66), "Sedang"),
        Band(Decimal(51), "Rendah"),
        Band(None, "Sangat Rendah"),
    ),
)
