"""The six SOPs as printed: nothing of them is lost, and each runs from its first step to its last."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kinerja.lib.periods import Period
from organisation.models import HistoryEvent, Notice, Person
from reporting.models import (
    ArchiveRecord,
    Compilation,
    Delivery,
    Document,
    Report,
    ReportLine,
    Review,
    Signature,
)
from sop.actions.document import export_sop, load_sop
from sop.models import Run, Task
from sop.queries.problems import errors_of
from sop.registry import Played
from sop.rehearsal import StandIns, rehearse
from tests.cast import make_agency
from tests.remembered import remembered
from tests.sop.six import AT, document, published, staffed

PRINTED = Path(__file__).parents[2] / "sop" / "fixtures" / "printed"
SEEDS = {
    "000": ["magelang-capaian-bulanan"],
    "001": ["madiun-capaian-kinerja"],
    "002": ["awayan-pengumpulan-data", "awayan-pengukuran-kinerja"],
    "003": ["malang-pengukuran-kinerja"],
    "004": ["balangan-pengumpulan-data"],
}
SLUGS = [slug for slugs in SEEDS.values() for slug in slugs]
RUNS = [
    ("magelang-capaian-bulanan", "2026-01"),
    ("madiun-capaian-kinerja", "2026-Q1"),
    ("madiun-capaian-kinerja", "2026"),
    ("awayan-pengumpulan-data", "2026-Q1"),
    ("awayan-pengukuran-kinerja", "2026-Q1"),
    ("malang-pengukuran-kinerja", "2026-Q1"),
    ("balangan-pengumpulan-data", "2026-Q1"),
    ("balangan-pengumpulan-data", "2026-S1"),
    ("balangan-pengumpulan-data", "2026"),
]
IDENTITY = ("heading", "number", "created_on", "revised_on", "effective_on", "approved_by", "title", "footer")
LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]


def printed(seed: str) -> str:
    [file] = PRINTED.glob(f"{seed}_*.txt")
    return file.read_bytes().decode()


def rows_of(text: str) -> list[list[str]]:
    """The rows of the table, each with its words; cells of lanes are blank or hold a drawing."""
    rows = [line.split("\t") for line in text.split("\n") if re.match(r"\d+\.?\t", line)]
    return [
        [row[0], row[1], *[cell for cell in row[2:] if cell and not cell.startswith("<pre")]] for row in rows
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_printed_document_is_kept_byte_for_byte(seed: str) -> None:
    assert "".join(document(slug)["source_text"] for slug in SEEDS[seed]) == printed(seed)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_row_stands_in_the_document(slug: str) -> None:
    paper = document(slug)
    rows = rows_of(paper["source_text"])
    assert [step["number"] for step in paper["steps"]] == [row[0] for row in rows]
    for step, row in zip(paper["steps"], rows, strict=True):
        cells = [step[name] for name in ("text", "requirements", "duration", "output", "remark")]
        assert [cell.strip() for cell in cells if cell] == [cell.strip() for cell in row[1:] if cell.strip()]


@pytest.mark.parametrize("slug", SLUGS)
def test_identity_and_lists_are_words_of_the_document(slug: str) -> None:
    paper = document(slug)
    words = [line for name in IDENTITY for line in (paper.get(name) or "").split("\n")]
    words += [item for name in LISTS for item in paper[name]]
    words += [lane["label"] for lane in paper["actors"]]
    source = re.sub(r"</?\w+[^>]*>", "", paper["source_text"])
    assert [word for word in words if word not in source] == []


def test_there_are_fifty_steps() -> None:
    assert sum(len(document(slug)["steps"]) for slug in SLUGS) == 50


def test_blank_fields_differ_from_fields_that_are_not_there() -> None:
    assert document("awayan-pengumpulan-data")["approved_by"] == ""
    assert document("balangan-pengumpulan-data")["revised_on"] == ""
    assert document("madiun-capaian-kinerja")["revised_on"] == "-"


def test_numbers_are_printed_numbers() -> None:
    numbers = [step["number"] for step in document("awayan-pengukuran-kinerja")["steps"]]
    assert numbers == ["1", "2", "3", "4", "5", "8", "9"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_document_is_published_and_exported_without_loss(slug: str) -> None:
    paper = document(slug)
    agency = make_agency(code=paper["agency"])
    version = load_sop(paper, agency=agency, by=None, now=AT)
    assert errors_of(version) == []
    exported = export_sop(version)
    assert load_sop(exported, agency=agency, by=None, now=AT) == version
    for name in ("source_text", "steps", *LISTS):
        without_keys = [_without_keys(part[name]) for part in (exported, paper)]
        assert without_keys[0] == without_keys[1]


def _without_keys(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_keys(value) for name, value in part.items() if name != "actor" and value}
    return [_without_keys(value) for value in part] if isinstance(part, list) else part


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "magelang-capaian-bulanan"])
def test_what_the_text_does_not_say_is_marked_as_inferred(slug: str) -> None:
    """The drawn lanes were lost, so hardly any performer is printed."""
    acts = [act for step in document(slug)["steps"] for act in step["acts"]]
    said = [act for act in acts if "actor" not in act.get("inferred", [])]
    assert len(said) <= 4
    assert all("return" in act["inferred"] for act in acts if "returns_to" in act)


@pytest.mark.parametrize(("slug", "period"), RUNS)
def test_a_rehearsal_closes_and_every_step_of_the_cycle_has_its_task(slug: str, period: str) -> None:
    version = staffed(slug)
    played = rehearse(version, Period.parse(period))
    assert played.problem == ""
    assert played.is_closed
    expected = {step.printed_number for step in version.steps.all() if step.applies_to(Period.parse(period))}
    tasks = played.run.tasks.select_related("act__step")
    assert {task.act.step.printed_number for task in tasks} == expected
    assert {task.status for task in tasks} == {Task.Status.DONE}


def test_the_runs_of_balangan_show_all_nine_steps_together() -> None:
    version = published("balangan-pengumpulan-data", make_agency(code="bpkpad-balangan"))
    shown = {
        step.printed_number
        for period in ("2026-Q1", "2026-S1", "2026")
        for step in version.steps.all()
        if step.applies_to(Period.parse(period))
    }
    assert shown == {str(number) for number in range(1, 10)}
    assert version.totals == "122 Hari 3 jam"


@remembered
def run_of(slug: str, period: str, people: StandIns | None = None) -> Run:
    played = rehearse(staffed(slug), Period.parse(period), people)
    assert played.is_closed, played.problem
    return played.run


def task_in(run: Run, number: str, kind: str, *, round_: int = 1) -> Task:
    return run.tasks.get(act__step__printed_number=number, act__kind=kind, round=round_)


def test_madiun_ends_with_paraf_signature_letter_and_agenda_number() -> None:
    run = run_of("madiun-capaian-kinerja", "2026-Q1")
    assert task_in(run, "5.", "letter").details["recipient"] == "Kepala Bagian Organisasi"
    assert task_in(run, "6.", "initial").done_by != task_in(run, "7.", "initial").done_by
    signature = Signature.objects.get()
    assert signature.task == task_in(run, "7.", "sign")
    delivery = Delivery.objects.get()
    assert delivery.destination == "Bagian Organisasi"
    assert task_in(run, "8.", "deliver").details["agenda"]
    assert delivery.sha256 == signature.sha256


class Strict(StandIns):
    """Somebody who sends the first row back once, with a direction."""

    def __init__(self, kind: str) -> None:
        self.kind, self.returned = kind, False

    def play(self, task: Task, person: Person, at: Any) -> Played:
        if task.act.kind != self.kind or self.returned:
            return super().play(task, person, at)
        self.returned = True
        if self.kind != "review":
            return Played("returned", "Mohon diperbaiki.", {"note": "Mohon diperbaiki."})
        line = ReportLine.objects.get(indicator__code="I-1")
        return Played("returned", values={"lines": {line.pk: "Lengkapi sesuai arahan."}})


def test_malang_returns_with_direction_to_the_bidang_concerned_only() -> None:
    run = run_of("malang-pengukuran-kinerja", "2026-Q1", Strict("review"))
    assert run.round == 2
    second = run.tasks.filter(round=2, assignee__isnull=False).values_list("act__kind", "assignee__username")
    assert sorted(second) == [("fill", "unit_head1"), ("hand_over", "unit_head1")]
    assert [review.decision for review in Review.objects.order_by("at")] == ["returned", "approved"]
    assert task_in(run, "10.", "initial", round_=2).done_by == task_in(run, "10.", "review", round_=2).done_by


def test_malang_archives_what_nobody_signs() -> None:
    run = run_of("malang-pengukuran-kinerja", "2026-Q1")
    assert not Signature.objects.exists()
    assert {document.format for document in Document.objects.all()} == {"pdf", "xlsx"}
    with zipfile.ZipFile(ArchiveRecord.objects.get(report__run=run).package.path) as package:
        assert {"laporan.pdf", "laporan.xlsx", "tanda-terima.pdf"} <= set(package.namelist())


def test_a_letter_that_goes_back_leaves_the_compiled_report_as_it_is() -> None:
    run = run_of("madiun-capaian-kinerja", "2026-Q1", Strict("initial"))
    assert run.round == 2
    assert [compilation.round for compilation in Compilation.objects.all()] == [1]
    assert Signature.objects.get().compilation == Compilation.objects.get()


def test_the_camat_may_send_the_report_back_to_the_sekretaris() -> None:
    run = run_of("awayan-pengumpulan-data", "2026-Q1", Strict("sign"))
    assert run.round == 2
    assert [review.decision for review in Review.objects.all()] == ["approved", "approved"]
    assert Signature.objects.get().compilation.round == 1


def test_the_disposisi_of_madiun_names_the_letter_that_came_in() -> None:
    run = run_of("madiun-capaian-kinerja", "2026-Q1")
    assert task_in(run, "1.", "instruct").details["letter"]


class Away(StandIns):
    """One of the officials never sends the form back."""

    def finish(self, task: Task, begin: Any, calendar: Any) -> Any:
        if task.act.kind == "fill" and task.assignee and task.assignee.username == "unit_head2":
            return None
        return super().finish(task, begin, calendar)


def test_gathering_in_awayan_ends_with_its_time_and_names_who_is_missing() -> None:
    run = run_of("awayan-pengumpulan-data", "2026-Q1", Away())
    missed = run.tasks.get(status=Task.Status.MISSED)
    assert missed.act.step.printed_number == "4"
    assert Compilation.objects.get().late == ["Unit_Head 2"]


def test_awayan_enters_both_applications_and_archives_in_one_step() -> None:
    run = run_of("awayan-pengukuran-kinerja", "2026-Q1")
    acts = run.tasks.filter(act__step__printed_number="9").values_list("act__kind", flat=True)
    assert list(acts) == ["deliver", "deliver", "archive"]
    assert [delivery.destination for delivery in Delivery.objects.all()] == ["E-Kino", "E-Monev"]
    assert str(Report.objects.get()) == "Laporan Pengukuran Kinerja — Triwulan I 2026"


def test_circulation_in_balangan_is_known_by_who_has_read_it() -> None:
    run = run_of("balangan-pengumpulan-data", "2026-S1")
    key = f"task:{task_in(run, '8', 'circulate').pk}:distributed"
    reached = Notice.objects.filter(key=key).values_list("person__username", flat=True)
    assert {"secretary1", "unit_head1", "unit_head2"} <= set(reached)


def test_every_act_of_a_run_leaves_its_trace() -> None:
    run = run_of("malang-pengukuran-kinerja", "2026-Q1")
    subjects = {f"sop.task:{task.pk}" for task in run.tasks.all()}
    assert subjects <= set(HistoryEvent.objects.filter(verb="task_done").values_list("subject", flat=True))
