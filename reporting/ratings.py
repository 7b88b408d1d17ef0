"""Rating scales as data: a lower bound opens each band, so no figure falls between two bands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kinerja.lib.numbers import format_number, read_number

JUST_ABOVE = Decimal("0.000001")  # the smallest step of a kept figure: a band "> 85" opens at 85,000001
LONGEST_LABEL = 40
_BAND = re.compile(r"(?P<sign>>|≥|>=)?\s*(?P<bound>[0-9][0-9.,]*)\s*%?\s+(?P<label>\D.*)")


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


def bound_words(bound: Decimal | None) -> str:
    """The lower bound of a band in a sign and a figure: "≥ 91", "> 85", "" for the lowest band."""
    if bound is None:
        return ""
    below = bound - JUST_ABOVE
    if below == round(below, 2):
        return f"> {format_number(below, trim=True)}"
    return f"≥ {format_number(bound, 6, trim=True)}"


def band_lines(bands: Iterable[Band]) -> str:
    """Bands as lines that `read_bands` reads back."""
    return "\n".join(f"{bound_words(band.lower_bound)} {band.label}".strip() for band in bands)


def read_bands(text: str) -> tuple[Band, ...]:
    """Bands from lines, the highest first: "91 Sangat Tinggi", "> 85 Memuaskan", last "Sangat Rendah".

    A line without a figure is the class below all others. ValueError names the line, or the hole.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bands = tuple(_band(number, line) for number, line in enumerate(lines, start=1))
    labels = [band.label.casefold() for band in bands]
    for number, label in enumerate(labels, start=1):
        if label in labels[: number - 1]:
            raise ValueError(f"Baris {number}: sebutan “{bands[number - 1].label}” sudah dipakai.")
    return RatingScale("", bands).bands


def _band(number: int, line: str) -> Band:
    """One line; its figure is read as offices write it."""
    match = _BAND.fullmatch(line)
    label = " ".join((match["label"] if match else line).split())
    if match is None and re.match(r"\W*[0-9]", line):
        raise ValueError(f"Baris {number}: tulis batas bawah lalu sebutannya, misalnya 91 Sangat Tinggi.")
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"Baris {number}: sebutan paling panjang {LONGEST_LABEL} huruf.")
    if match is None:
        return Band(None, label)
    reading = read_number(match["bound"], decimals=True)
    if reading.value is None:
        raise ValueError(f"Baris {number}: {reading.sentence or 'batas bawahnya bukan angka.'}")
    return Band(reading.value + (JUST_ABOVE if match["sign"] == ">" else 0), label)
