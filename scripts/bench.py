"""How long a report takes with ten times as many rows: `make bench` prints ratios, which hold on any machine.

Rows are made in memory, so no database is touched; every file is made in a process of its own, as in service.
"""

import atexit
import os
import resource
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.mkdtemp(prefix="kinerja-bench-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ |= {
    "KINERJA_DATA": FOLDER,
    "KINERJA_DEMO": "1",
    "DJANGO_SETTINGS_MODULE": "kinerja.settings",
}

import django  # noqa: E402

django.setup()

from kinerja.lib.apart import Limits, Stopped, run_apart  # noqa: E402
from kinerja.lib.periods import Period  # noqa: E402
from organisation.models import Agency  # noqa: E402
from reporting.models import BudgetLine, Compilation, Indicator, Report, ReportLine  # noqa: E402
from reporting.queries.report import Sheet, Signatory  # noqa: E402
from reporting.renderers import prints  # noqa: E402

FEW, MANY = 300, 3000
LIMITS = Limits(seconds=600, megabytes=4096)
WORDS = "Pencairan menunggu petunjuk teknis sehingga pekerjaan bergeser ke bulan berikutnya."


def sheet(rows: int) -> Sheet:
    """A report of so many rows, half of them indicators and half of them sub kegiatan with their money."""
    agency = Agency(pk=1, code="uji", name="Badan Uji", short_name="UJI", government="Pemerintah Kota Uji")
    report = Report(pk=1, agency=agency, period=Period.parse("2026-01"), title="Laporan capaian kinerja")
    made = Compilation(pk=1, report=report, round=1, at=datetime(2026, 2, 6, tzinfo=UTC), means={}, policy={})
    lines = [line(made, number) for number in range(rows // 2)]
    money = [budget_line(made, number) for number in range(rows // 2)]
    signatory = Signatory("Uji", "Kepala Badan", "Seorang Kepala", "Pembina (IV/a)")
    return Sheet(report, made, lines, money, signatory, "1/UJI/2026", is_approved=True)


def path(number: int) -> list[list[str]]:
    activity = f"5.{number // 300:02}.{number // 15:03}"
    return [
        ["goal", "T1", "Tata kelola yang baik"],
        ["objective", f"S{number // 300}", "Meningkatnya kualitas penganggaran"],
        ["activity", activity, "Penyusunan rencana"],
        ["subactivity", f"{activity}.{number:04}", f"Penyusunan dokumen {number}"],
    ]


def line(made: Compilation, number: int) -> ReportLine:
    """Every third row says what hinders it."""
    return ReportLine(
        compilation=made,
        order=number + 1,
        indicator=Indicator(pk=number + 1),
        path=path(number),
        name=f"Jumlah dokumen penganggaran yang tersusun tepat waktu {number}",
        unit="Dokumen",
        direction="higher",
        officer="Pejabat Pelaksana, S.E.",
        annual_target=Decimal(12),
        target=Decimal(1),
        state="value",
        month_value=Decimal("0.85"),
        value=Decimal("0.85"),
        achievement=Decimal(85),
        achievement_status="evaluated",
        annual_achievement=Decimal("7.083333"),
        annual_status="evaluated",
        rating="Tinggi",
        obstacle="" if number % 3 else WORDS,
    )


def budget_line(made: Compilation, number: int) -> BudgetLine:
    way = path(number)
    return BudgetLine(
        compilation=made, order=number + 1, path=way, code=way[-1][1], name=way[-1][2], officer="Pejabat",
        ceiling=Decimal(120_000_000), month_amount=Decimal(9_000_000), amount=Decimal(9_000_000),
        percent=Decimal("7.5"), physical=Decimal(8), obstacle="" if number % 3 else WORDS,
    )  # fmt: skip


def seconds(format_: str, rows: int) -> float:
    """What the processor needed: the clock on the wall also measures the neighbours."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wanted = prints.Print(format_, sheet(rows))
    run_apart(prints.make_apart, wanted, limits=LIMITS, tell=lambda _percent, _words: None)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Print a line for each format; 1 where time grows much faster than rows."""
    print(f"{'':6}{FEW:>9}{MANY:>9}   kali (baris {MANY // FEW} kali)")
    worst = 0.0
    for format_ in sys.argv[1:] or prints.RENDERERS:
        try:
            few, many = seconds(format_, FEW), seconds(format_, MANY)
        except Stopped as stopped:
            print(f"{format_:6}{stopped}")
            return 1
        worst = max(worst, many / few)
        print(f"{format_:6}{few:>8.1f}s{many:>8.1f}s{many / few:>7.1f}")
    return int(worst > 1.5 * MANY / FEW)


if __name__ == "__main__":
    sys.exit(main())
