"""The SOP as a document: nothing printed is lost, and only a sound draft comes into force."""

import copy
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kinerja.lib.dates import Zone
from organisation.models import Agency
from sop.actions.document import Unfit, export_sop, load_sop, publish
from sop.models import SopVersion

FILE = Path(__file__).parents[2] / "sop" / "fixtures" / "magelang-capaian-bulanan.json"
NOW = datetime(2026, 1, 2, 9, tzinfo=Zone.WIB.info)

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text())
    return loaded


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        code="bpkad-magelang", name="Badan", short_name="BPKAD", government="Pemerintah Kota Magelang"
    )


def test_the_document_comes_out_as_it_went_in(document: dict[str, Any], agency: Agency) -> None:
    version = load_sop(document, agency=agency, by=None, now=NOW)
    assert export_sop(SopVersion.objects.get(pk=version.pk)) == document


def test_every_printed_cell_of_the_table_is_kept_whole(document: dict[str, Any], agency: Agency) -> None:
    version = load_sop(document, agency=agency, by=None, now=NOW)
    rows = [line.split("\t") for line in version.source_text.split("\n") if line[:1].isdigit()]
    steps = list(version.steps.all())
    assert len(rows) == len(steps) == 7
    for row, step in zip(rows, steps, strict=True):
        kept = [step.printed_number, step.text, step.requirements, step.duration_text, step.output]
        assert kept == [row[0], row[1], *row[6:9]]


def test_every_item_of_the_identity_block_is_kept_whole(document: dict[str, Any], agency: Agency) -> None:
    version = load_sop(document, agency=agency, by=None, now=NOW)
    fields = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic")
    for field in fields:
        assert "".join(getattr(version, field)) in version.source_text
    for field in ("heading", "number", "created_on", "effective_on", "approved_by", "title"):
        assert getattr(version, field) in version.source_text
    assert version.revised_on == ""


def test_the_printed_durations_are_read(document: dict[str, Any], agency: Agency) -> None:
    version = load_sop(document, agency=agency, by=None, now=NOW)
    last = version.steps.get(order=7)
    assert (last.duration_amount, last.duration_unit) == (Decimal(15), "minute")


def test_loading_the_same_document_again_changes_nothing(document: dict[str, Any], agency: Agency) -> None:
    version = publish(load_sop(document, agency=agency, by=None, now=NOW), by=None, now=NOW)
    again = load_sop(document, agency=agency, by=None, now=NOW)
    assert again == version
    assert SopVersion.objects.count() == 1


def test_a_change_to_a_published_document_is_a_new_version(document: dict[str, Any], agency: Agency) -> None:
    first = publish(load_sop(document, agency=agency, by=None, now=NOW), by=None, now=NOW)
    changed = copy.deepcopy(document)
    changed["steps"][2]["due_day"] = 4
    second = load_sop(changed, agency=agency, by=None, now=NOW)
    assert (second.version, second.status) == (2, "draft")
    publish(second, by=None, now=NOW)
    first.refresh_from_db()
    assert first.status == "retired"
    assert export_sop(first) == document


def test_a_changed_draft_is_written_over(document: dict[str, Any], agency: Agency) -> None:
    first = load_sop(document, agency=agency, by=None, now=NOW)
    changed = copy.deepcopy(document)
    changed["steps"] = changed["steps"][:5]
    second = load_sop(changed, agency=agency, by=None, now=NOW)
    assert second == first
    assert export_sop(second) == changed


def test_a_faulty_draft_is_refused_with_every_reason(document: dict[str, Any], agency: Agency) -> None:
    document["steps"][0]["acts"][0]["kind"] = "teleport"
    del document["steps"][4]["acts"][0]["returns_to"]
    document["actors"][2]["role"] = ""
    version = load_sop(document, agency=agency, by=None, now=NOW)
    with pytest.raises(Unfit) as refusal:
        publish(version, by=None, now=NOW)
    said = "\n".join(refusal.value.problems)
    assert "Jenis tugas “teleport” tidak dikenal" in said
    assert "langkah tujuannya belum disebut" in said
    assert "“PPTK kegiatan/ Subkegiatan” belum dipasangkan dengan peran" in said
    version.refresh_from_db()
    assert version.status == "draft"


def test_a_document_that_does_not_hang_together_is_not_loaded(
    document: dict[str, Any], agency: Agency
) -> None:
    document["steps"][4]["acts"][0]["returns_to"] = "33."
    document["steps"][5]["acts"][0]["actor"] = "nobody"
    with pytest.raises(Unfit) as refusal:
        load_sop(document, agency=agency, by=None, now=NOW)
    assert len(refusal.value.problems) == 2
    assert not SopVersion.objects.exists()


def test_a_document_of_another_agency_is_not_loaded(document: dict[str, Any]) -> None:
    stranger = Agency.objects.create(
        code="kec-awayan", name="Kec", short_name="Awayan", government="Balangan"
    )
    with pytest.raises(Unfit, match="milik “bpkad-magelang”"):
        load_sop(document, agency=stranger, by=None, now=NOW)
