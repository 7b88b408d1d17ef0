"""What the readers propose can be loaded as a draft, and comes out again with every printed word."""

from datetime import datetime

import pytest

from kinerja.lib.dates import Zone
from organisation.models import Agency
from sop.actions.document import export_sop, load_sop
from sop.readers.proposals import propose
from tests.sop.readers.printed import NAMES, readings

NOW = datetime(2026, 1, 2, 9, tzinfo=Zone.WIB.info)
IDENTITY = ("heading", "number", "created_on", "revised_on", "effective_on", "approved_by", "title")
LISTS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records", "periodic")
STEP = ("number", "text", "requirements", "duration", "output", "remark")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_printed_sop_becomes_a_draft_of_its_agency(name: str) -> None:
    agency = Agency.objects.create(code="opd", name="Badan", short_name="OPD", government="Pemerintah Kota")
    document = {"cycle": "quarter", **propose(readings()[name]).document, "agency": agency.code}
    version = load_sop(document, agency=agency, by=None, now=NOW)
    written = export_sop(version)
    for field in (*IDENTITY, *LISTS, "source_text", "columns"):
        assert written[field] == document[field]
    assert written.get("totals", "") == document.get("totals", "")
    assert [{f: s[f] for f in STEP} for s in written["steps"]] == [
        {f: s[f] for f in STEP} for s in document["steps"]
    ]
    assert [[act["kind"] for act in s["acts"]] for s in written["steps"]] == [
        [act["kind"] for act in s["acts"]] for s in document["steps"]
    ]
