"""Numbers before and after they are given: what comes next, how a pattern prints, and what a series gave."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from organisation.models import Agency
from reporting.models import IssuedNumber, NumberSeries, Report
from reporting.placeholders import fill

CLASSIFICATION = "000.8.6.3"  # Akuntabilitas Kinerja Instansi Pemerintah
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

Paper = NumberSeries.Paper
AGENDAS = frozenset({Paper.AGENDA_IN, Paper.AGENDA_OUT})
# Each paper by a code of its own, so that two papers of an office never bear the same number.
PATTERNS = {
    Paper.REPORT: "{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}",
    Paper.COVER: "{klasifikasi}/SP-{urut}/{unit}/{bulan_romawi}/{tahun}",
    Paper.MEMO: "{klasifikasi}/ND-{urut}/{unit}/{bulan_romawi}/{tahun}",
    Paper.OFFICIAL: "{klasifikasi}/SD-{urut}/{unit}/{bulan_romawi}/{tahun}",
    Paper.MINUTES: "{klasifikasi}/BA-{urut}/{unit}/{bulan_romawi}/{tahun}",
    Paper.AGENDA_IN: "{urut}/{tahun}",
    Paper.AGENDA_OUT: "{urut}/{tahun}",
}


@dataclass(frozen=True)
class Wanted:
    """A number that somebody wants: of which agency, for which paper, under which class, on which day."""

    agency: Agency
    paper: str
    on: date
    classification: str = CLASSIFICATION


def series_for(wanted: Wanted) -> NumberSeries:
    """The series of the year as it is kept, else as it would begin: like the year before, from one on."""
    kept = NumberSeries.objects.filter(agency=wanted.agency, paper=wanted.paper)
    return _begun(wanted, kept.filter(year__lte=wanted.on.year).order_by("-year").first())


def series_of_year(agency: Agency, year: int) -> list[NumberSeries]:
    """Every paper of the year, those that never gave a number too."""
    kept = NumberSeries.objects.filter(agency=agency, year__lte=year).select_related("agency")
    last = {series.paper: series for series in kept.order_by("year")}
    on = date(year, 1, 1)
    return [_begun(Wanted(agency, paper, on), last.get(paper)) for paper in Paper.values]


def _begun(wanted: Wanted, before: NumberSeries | None) -> NumberSeries:
    if before is not None and before.year == wanted.on.year:
        return before
    first = _first_free(wanted)
    return NumberSeries(
        agency=wanted.agency,
        paper=wanted.paper,
        year=wanted.on.year,
        pattern=before.pattern if before else PATTERNS[Paper(wanted.paper)],
        unit=before.unit if before else "",
        first_number=first,
        next_number=first,
    )


def next_text(wanted: Wanted) -> str:
    """The number that would be given now; nobody has it before it is claimed."""
    series = series_for(wanted)
    return printed(series, series.next_number, wanted)


def printed(series: NumberSeries, sequence: int, wanted: Wanted) -> str:
    """A number as the series writes it."""
    short = series.unit or re.sub(r"[\s/]+", "-", wanted.agency.short_name.strip()).upper()
    return fill(
        series.pattern,
        {
            "klasifikasi": wanted.classification,
            "urut": sequence,
            "unit": short,
            "bulan": f"{wanted.on.month:02}",
            "bulan_romawi": ROMAN_MONTHS[wanted.on.month - 1],
            "tahun": wanted.on.year,
        },
    )


def alike(wanted: Wanted, pattern: str, unit: str) -> NumberSeries | None:
    """Another paper of the office that would bear the same number; agendas are books of their own."""
    if wanted.paper in AGENDAS:
        return None

    def sample(pattern: str, unit: str) -> str:
        plain = NumberSeries(pattern=re.sub(r"\{urut:[1-9]\}", "{urut}", pattern), unit=unit)
        return printed(plain, 1, wanted)

    mine = sample(pattern, unit)
    others = (series_for(replace(wanted, paper=paper)) for paper in Paper if paper not in AGENDAS)
    return next(
        (one for one in others if one.paper != wanted.paper and sample(one.pattern, one.unit) == mine), None
    )


def gaps(series: NumberSeries, numbers: Iterable[IssuedNumber]) -> list[int]:
    """Which running numbers are missing between the first one and the next one; there should be none."""
    given = {one.sequence for one in numbers}
    return [number for number in range(series.first_number, series.next_number) if number not in given]


def _first_free(wanted: Wanted) -> int:
    """One; for reports one more than was given before numbers were kept in series."""
    if wanted.paper != Paper.REPORT:
        return 1
    used = Report.objects.filter(agency=wanted.agency, number__endswith=f"/{wanted.on.year}")
    pattern = re.compile(rf"{re.escape(CLASSIFICATION)}/([0-9]+)/")
    found = (pattern.match(number) for number in used.values_list("number", flat=True))
    return max((int(match[1]) for match in found if match), default=0) + 1
