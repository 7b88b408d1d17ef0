"""The inspectorate's statement on an LKjIP and its checklist, in words and as a PDF of their own."""

from collections.abc import Mapping, Sequence
from datetime import date

from organisation.models import Agency
from reporting.models import PerformanceReport, ReviewAnswer, ReviewStatement
from reporting.renderers import pdf
from reporting.review_points import POINTS, Group, Point

Answers = Mapping[str, ReviewAnswer]
_SIZES = {Agency.Paper.A4: "210mm 297mm", Agency.Paper.F4: "215mm 330mm"}


def statement_words(report: PerformanceReport, note: str) -> Sequence[str]:
    """The paragraphs, as PDF and Word print them."""
    agency = report.agency
    first = (
        f"Kami telah mereviu Laporan Kinerja Instansi Pemerintah {agency.name} {agency.government} untuk "
        f"{report.period.label} sesuai Pedoman Reviu atas Laporan Kinerja. Substansi informasi yang dimuat "
        f"dalam Laporan Kinerja menjadi tanggung jawab manajemen {agency.name}."
    )
    second = (
        "Reviu bertujuan untuk memberikan keyakinan terbatas bahwa laporan kinerja telah disajikan secara "
        "akurat, andal, dan valid."
    )
    third = (
        "Berdasarkan reviu kami, tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan dalam "
        "meyakini keandalan informasi yang disajikan di dalam laporan kinerja ini."
    )
    return [first, second, third, *([f"Catatan: {note}"] if note else [])]


def day_of(statement: ReviewStatement | None) -> date | None:
    """The day under the statement, on the clock of the agency."""
    return statement.report.agency.time_zone.local(statement.at).date() if statement else None


def answered(answers: Answers) -> list[tuple[Group, list[tuple[Point, ReviewAnswer | None]]]]:
    """The checklist by group, each point with its answer."""
    return [
        (group, [(point, answers.get(point.key)) for point in POINTS if point.group is group])
        for group in Group
    ]


def render(report: PerformanceReport, statement: ReviewStatement | None, answers: Answers) -> bytes:
    """The statement where there is one, and the checklist of the round."""
    passed = statement is not None and statement.verdict == ReviewStatement.Verdict.REVIEWED
    words = statement_words(report, statement.note) if statement and passed else []
    context: dict[str, object] = {
        "report": report,
        "agency": report.agency,
        "statement": statement,
        "passed": passed,
        "statement_words": words,
        "statement_on": day_of(statement),
        "groups": answered(answers),
    }
    size = f"@page {{ size: {_SIZES[Agency.Paper(report.agency.paper)]} }}"
    return pdf.document("documents/review.html", context, styles=(size,), sheet="book")
