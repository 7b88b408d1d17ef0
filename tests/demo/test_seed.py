"""The demonstration: what stands there after seeding, and what of it is published fact."""

import time
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import CommandError, call_command

from kinerja.lib.dates import Zone
from organisation.models import Agency, Appointment, HistoryEvent, Notice, OutgoingMail, Person, StoredFile
from organisation.queries.verify_history import verify_history
from organisation.roles import Role
from reporting import demo
from reporting.demo import NOW, Seeded, seed
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.models import (
    ArchiveRecord,
    Document,
    Indicator,
    Initial,
    Realisation,
    Report,
    Signature,
    Spending,
)
from sop.actions.tick import tick
from sop.models import Extension, Run, SopVersion, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

AGENCIES = {"bpkad-magelang", "setda-madiun", "kec-awayan", "bakesbangpol-malang", "bpkpad-balangan"}


def test_seeding_again_changes_nothing_and_is_quick(seeded: Seeded) -> None:
    before = (Person.objects.count(), Realisation.objects.count(), HistoryEvent.objects.count())
    started = time.monotonic()
    again = seed()
    assert time.monotonic() - started < 1
    assert seeded.is_new
    assert not again.is_new
    assert (Person.objects.count(), Realisation.objects.count(), HistoryEvent.objects.count()) == before


def test_every_agency_of_the_demonstration_is_staffed() -> None:
    assert set(Agency.objects.values_list("code", flat=True)) >= AGENCIES
    for agency in Agency.objects.filter(code__in=AGENCIES):
        roles = set(
            Appointment.objects.in_force(NOW.date()).filter(agency=agency).values_list("role", flat=True)
        )
        assert roles >= {Role.HEAD, Role.PLANNING, Role.COMPILER, Role.OFFICER}
    assert Agency.objects.get(code="bpkpad-balangan").zone == "WITA"


def test_nobody_of_the_demonstration_is_a_person_of_the_printed_document() -> None:
    printed = "".join(SopVersion.objects.values_list("source_text", flat=True))
    for person in Person.objects.all():
        assert person.name not in printed
        assert person.printed_nip not in printed
        assert not person.has_usable_password()


def test_the_plan_has_indicators_of_every_kind() -> None:
    indicators = list(Indicator.objects.all())
    assert len(indicators) >= 12
    assert {i.direction for i in indicators} == set(Direction)
    assert {i.rollup for i in indicators} == set(Rollup)
    assert {i.target_style for i in indicators} == set(TargetStyle)
    assert {i.lower_form for i in indicators if i.direction == Direction.LOWER} == set(LowerForm)
    assert any(i.measured_months for i in indicators)
    assert {i.node.level for i in indicators} >= {"goal", "objective", "activity", "subactivity"}


def test_published_amounts_come_back_as_sums() -> None:
    def spent(code: str, months: list[str]) -> Decimal:
        rows = Spending.objects.filter(
            node__code=code, node__plan__agency__code="bpkad-magelang", period__in=months
        )
        return sum((row.amount or Decimal(0) for row in rows), Decimal(0))

    first = ["2026-01", "2026-02", "2026-03"]
    second = ["2026-04", "2026-05", "2026-06"]
    assert spent("5.02.02.2.01.0007", first) == Decimal(177776900)
    assert spent("5.02.02.2.01.0007", second) == Decimal(139800500)


@pytest.mark.parametrize("period", ["2026-08", "2026-09", "2026-10"])
def test_three_months_went_the_whole_way(period: str) -> None:
    run = Run.objects.get(period=period)
    report = Report.objects.get(run=run)
    assert run.status == Run.Status.CLOSED
    initial, signature = Initial.objects.get(task__run=run), Signature.objects.get(task__run=run)
    assert (initial.method, signature.method) == ("own_key", "own_key")
    assert initial.person != signature.person
    assert initial.paper is not None
    signed = Document.objects.get(compilation__report=report, format="pdf").file.path.read_bytes()
    assert signed.startswith(initial.paper.path.read_bytes())
    assert report.deliveries.count() == 1
    assert ArchiveRecord.objects.filter(report=report).count() == 1


def test_files_of_the_archive_are_on_disk() -> None:
    assert StoredFile.objects.exists()
    assert all(Path(file.path).exists() for file in StoredFile.objects.all())


def test_the_package_of_a_month_holds_its_proof() -> None:
    record = ArchiveRecord.objects.get(report__period="2026-09")
    with zipfile.ZipFile(record.package.path) as package:
        assert any("berita-acara-2026-09.xlsx" in name for name in package.namelist())


def test_no_mail_about_closed_months_waits_to_be_sent() -> None:
    assert not OutgoingMail.objects.filter(
        next_try_at__lt=datetime(2026, 12, 1, tzinfo=Zone.WIB.info)
    ).exists()
    assert not Notice.objects.filter(
        at__lt=datetime(2026, 12, 1, tzinfo=Zone.WIB.info), read_at=None
    ).exists()


def test_a_seeding_that_fails_leaves_no_anchor_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    Agency.objects.filter(code="bpkad-magelang").update(code="stands-aside")
    anchors = Path(settings.ANCHOR_FILE)
    anchors.touch()
    before = anchors.read_bytes()

    def fail() -> None:
        tick(NOW + timedelta(days=30))
        raise RuntimeError("gagal")

    monkeypatch.setattr(demo, "write_ground", fail)
    with pytest.raises(RuntimeError, match="gagal"):
        seed()
    assert anchors.read_bytes() == before


def test_a_slip_was_sent_back_and_corrected() -> None:
    report = Report.objects.get(period="2026-09")
    rounds = report.compilations.order_by("round")
    values = [c.lines.get(indicator__code="IK-14").month_value for c in rounds]
    assert values == [Decimal(980), Decimal(98)]


def test_a_latecomer_got_an_extension_with_a_reason() -> None:
    extension = Extension.objects.get()
    assert extension.task.run.period.code == "2026-10"
    assert extension.given_by.username == "kasubbag.bpkad"
    assert extension.reason


def test_november_is_in_the_middle_of_entry() -> None:
    tasks = Task.objects.filter(run__period="2026-11", act__kind="fill").select_related("assignee")
    done = {str(t.assignee.username) for t in tasks if t.assignee and t.status == Task.Status.DONE}
    waiting = {str(t.assignee.username) for t in tasks if t.assignee and t.status == Task.Status.OPEN}
    assert done == {"pptk1.bpkad", "pptk2.bpkad"}
    assert waiting == {"pptk3.bpkad", "pptk4.bpkad"}
    rows = Realisation.objects.filter(period="2026-11", submitted_at=None, entered_by__isnull=False)
    assert {row.entered_by.username for row in rows if row.entered_by} == {"pptk3.bpkad"}


def test_every_agency_has_its_sop_in_force() -> None:
    published = SopVersion.objects.filter(status=SopVersion.Status.PUBLISHED)
    assert sorted(published.values_list("sop__slug", "sop__agency__code")) == [
        ("awayan-pengukuran-kinerja", "kec-awayan"),
        ("awayan-pengumpulan-data", "kec-awayan"),
        ("balangan-pengumpulan-data", "bpkpad-balangan"),
        ("madiun-capaian-kinerja", "setda-madiun"),
        ("magelang-capaian-bulanan", "bpkad-magelang"),
        ("malang-pengukuran-kinerja", "bakesbangpol-malang"),
    ]


def test_the_third_quarter_is_under_way_in_four_agencies() -> None:
    runs = {run.agency.code: run for run in Run.objects.filter(period="2026-Q3").select_related("agency")}
    assert set(runs) == AGENCIES - {"bpkad-magelang"}
    assert runs["bpkpad-balangan"].status == Run.Status.CLOSED
    waiting = Task.objects.active().filter(run__period="2026-Q3")
    assert {(task.run.agency.code, task.act.kind) for task in waiting} == {
        ("setda-madiun", "fill"),
        ("kec-awayan", "fill"),
        ("bakesbangpol-malang", "fill"),
    }


def test_published_entries_are_the_quarters_of_balangan() -> None:
    rows = Spending.objects.filter(node__plan__agency__code="bpkpad-balangan", node__code="5.02.02.2.01.0007")
    amounts = {row.period.code: row.amount for row in rows}
    assert amounts == {
        "2026-03": Decimal(177776900),
        "2026-06": Decimal(139800500),
        "2026-09": Decimal(156653392),
    }


def test_the_history_holds() -> None:
    assert not verify_history().problems


def test_nothing_happened_after_the_present() -> None:
    assert not HistoryEvent.objects.filter(at__gt=NOW).exists()


def test_seeding_is_refused_outside_the_demonstration(settings: LazySettings) -> None:
    settings.KINERJA_DEMO = False
    with pytest.raises(CommandError, match="KINERJA_DEMO=1"):
        call_command("seed_demo")
