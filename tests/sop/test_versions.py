"""The life of a version: drafted as a copy, published and frozen, retired, compared with another one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person
from reporting.models import Plan
from sop.actions.document import Unfit, export_sop, load_sop
from sop.actions.edit import Edit, Stale, change, change_identity, move
from sop.actions.tick import tick
from sop.actions.versions import delete_draft, draft_from, publish_draft, retire
from sop.models import Act, Run, Sop, SopVersion
from sop.queries.difference import Changed, Entry, difference
from sop.rehearsal import play_on
from sop.workflow import Blocked, NotYours
from tests.cast import Cast, magelang_document, wib

NOW = wib("2026-02-20 08:00")
SLUG = "magelang-capaian-bulanan"


@pytest.fixture
def draft(cast: Cast, sop: SopVersion) -> SopVersion:
    """The next version of the printed SOP, a copy so far."""
    return draft_from(sop, by=cast.sop_admin, now=NOW)


def by_admin(cast: Cast, version: SopVersion) -> Edit:
    current = SopVersion.objects.get(pk=version.pk)
    return Edit(version=current, edition=current.edition, by=cast.sop_admin, now=NOW)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def verbs() -> list[str]:
    return list(HistoryEvent.objects.order_by("sequence").values_list("verb", flat=True))


def entries(old: SopVersion, new: SopVersion) -> dict[str, list[Entry]]:
    """The differences by the title of their section."""
    pair = (SopVersion.objects.get(pk=version.pk) for version in (old, new))
    return {section.title: section.entries for section in difference(*pair)}


# --- drafting -----------------------------------------------------------------------------------------


def test_a_draft_is_a_whole_copy_of_the_version_in_force(
    cast: Cast, sop: SopVersion, draft: SopVersion
) -> None:
    assert (draft.version, draft.status, draft.published_at, draft.published_by) == (2, "draft", None, None)
    assert export_sop(draft) == export_sop(sop)
    assert not set(Act.objects.filter(step__version=draft)) & set(Act.objects.filter(step__version=sop))
    returning = Act.objects.get(step__version=draft, kind="review")
    assert returning.returns_to is not None
    assert returning.returns_to.version == draft
    assert verbs()[-1] == "sop_drafted"


def test_there_is_one_draft_at_a_time(cast: Cast, sop: SopVersion, draft: SopVersion) -> None:
    with pytest.raises(Blocked, match="Versi 2 masih berupa draf"):
        draft_from(sop, by=cast.sop_admin, now=NOW)


@pytest.mark.parametrize("who", ["compiler", "head", "stranger", "overseer"])
def test_only_the_admin_of_sops_drafts_publishes_and_retires(
    cast: Cast, sop: SopVersion, draft: SopVersion, who: str
) -> None:
    person = getattr(cast, who)
    with pytest.raises(NotYours):
        draft_from(sop, by=person, now=NOW)
    with pytest.raises(NotYours):
        publish_draft(Edit(version=draft, edition=draft.edition, by=person, now=NOW))
    with pytest.raises(NotYours):
        retire(sop, by=person, now=NOW)


def test_a_draft_thrown_away_leaves_its_text_in_the_history(
    cast: Cast, sop: SopVersion, draft: SopVersion
) -> None:
    assert delete_draft(by_admin(cast, draft)) == sop.sop
    assert list(sop.sop.versions.all()) == [sop]
    last = HistoryEvent.objects.order_by("-sequence")[0]
    assert last.verb == "sop_draft_deleted"
    assert last.details["document"]["steps"][0]["text"].startswith("Penyusun Laporan menyiapkan")


def test_the_only_draft_takes_its_sop_with_it(cast: Cast) -> None:
    only = load_sop(magelang_document(), agency=cast.agency, by=None, now=NOW)
    assert delete_draft(by_admin(cast, only)) is None
    assert not Sop.objects.exists()


# --- publishing ---------------------------------------------------------------------------------------


def test_publishing_retires_the_version_before(cast: Cast, sop: SopVersion, draft: SopVersion) -> None:
    publish_draft(by_admin(cast, draft))
    sop.refresh_from_db()
    draft.refresh_from_db()
    assert (sop.status, draft.status, draft.published_by) == ("retired", "published", cast.sop_admin)
    assert verbs()[-1] == "sop_published"


def test_a_fault_blocks_publishing_and_leaves_the_draft_as_it_was(cast: Cast, draft: SopVersion) -> None:
    Act.objects.filter(step__version=draft, kind="review").update(returns_to=None)
    with pytest.raises(Unfit, match="langkah tujuannya belum disebut"):
        publish_draft(by_admin(cast, draft))
    draft.refresh_from_db()
    assert (draft.status, draft.edition) == ("draft", 1)


def test_nobody_publishes_what_changed_since_they_looked(cast: Cast, draft: SopVersion) -> None:
    seen = by_admin(cast, draft)
    change_identity(by_admin(cast, draft), {"title": "Judul lain"})
    with pytest.raises(Stale, match="Surya Rekaan"):
        publish_draft(seen)


def test_a_published_version_refuses_every_edit(cast: Cast, sop: SopVersion) -> None:
    step = sop.steps.get(order=1)
    attempts: list[Callable[[], object]] = [
        lambda: change_identity(by_admin(cast, sop), {"title": "Lain"}),
        lambda: change(by_admin(cast, sop), step, {"text": "Lain"}),
        lambda: move(by_admin(cast, sop), step, to=3),
        lambda: delete_draft(by_admin(cast, sop)),
    ]
    for attempt in attempts:
        with pytest.raises(Blocked, match="sudah diterbitkan"):
            attempt()
    assert export_sop(SopVersion.objects.get(pk=sop.pk)) == magelang_document()


def test_a_published_version_refuses_every_page_of_the_editor(cast: Cast, sop: SopVersion) -> None:
    client = signed_in(cast.sop_admin)
    step, actor = sop.steps.get(order=1), sop.actors.get(order=1)
    act = step.acts.get()
    here = [SLUG, 1]
    posted = {
        "edition": sop.edition,
        "part": "langkah",
        "pk": step.pk,
        "to": 2,
        "text": "Lain",
        "label": "Lain",
    }
    for address in (
        reverse("sop-identity", args=here),
        reverse("sop-new-actor", args=here),
        reverse("sop-actor", args=[*here, actor.pk]),
        reverse("sop-new-step", args=here),
        reverse("sop-step", args=[*here, step.pk]),
        reverse("sop-new-act", args=[*here, step.pk]),
        reverse("sop-act", args=[*here, act.pk]),
        reverse("sop-move", args=here),
        reverse("sop-confirm", args=here),
        reverse("sop-remove", args=[*here, "langkah", step.pk]),
        reverse("sop-delete-draft", args=here),
        reverse("sop-publish", args=here),
    ):
        assert client.post(address, posted).status_code == 409, address
    assert export_sop(SopVersion.objects.get(pk=sop.pk)) == magelang_document()


def test_running_runs_finish_on_their_version(cast: Cast, sop: SopVersion, plan: Plan) -> None:
    Sop.objects.update(runs_from="2026-01")
    tick(wib("2026-02-01 00:05"))
    draft = draft_from(sop, by=cast.sop_admin, now=NOW)
    publish_draft(by_admin(cast, draft))
    run = Run.objects.get()
    assert run.version == sop
    assert play_on(run, wib("2026-02-03 08:00")).is_closed
    run.refresh_from_db()
    assert {task.act.step.version_id for task in run.tasks.all()} == {sop.pk}
    tick(wib("2026-03-01 00:05"))
    assert Run.objects.get(period="2026-02").version == draft


# --- retiring -----------------------------------------------------------------------------------------


def test_a_retired_sop_opens_no_new_runs_and_the_open_one_goes_on(
    cast: Cast, sop: SopVersion, plan: Plan
) -> None:
    Sop.objects.update(runs_from="2026-01")
    tick(wib("2026-02-01 00:05"))
    retire(sop, by=cast.sop_admin, now=NOW)
    tick(wib("2026-03-01 00:05"))
    assert [str(run.period) for run in Run.objects.all()] == ["2026-01"]
    assert play_on(Run.objects.get(), wib("2026-03-01 08:00")).is_closed
    assert "sop_retired" in verbs()


def test_only_a_version_in_force_can_be_retired(cast: Cast, draft: SopVersion) -> None:
    with pytest.raises(Blocked, match="tidak sedang berlaku"):
        retire(draft, by=cast.sop_admin, now=NOW)


def test_an_sop_out_of_force_comes_back_by_a_new_draft(cast: Cast, sop: SopVersion) -> None:
    retire(sop, by=cast.sop_admin, now=NOW)
    sop.refresh_from_db()
    again = draft_from(sop, by=cast.sop_admin, now=NOW)
    assert publish_draft(by_admin(cast, again)).status == "published"


# --- difference ---------------------------------------------------------------------------------------


def test_a_copy_differs_in_nothing(sop: SopVersion, draft: SopVersion) -> None:
    assert difference(sop, draft) == []


def test_changed_identity_shows_old_and_new_and_tells_unprinted_from_empty(
    sop: SopVersion, draft: SopVersion
) -> None:
    SopVersion.objects.filter(pk=draft.pk).update(number=None, periodic=["Tahun 2025"])
    [entry] = entries(sop, draft)["Identitas"]
    assert entry.fields == [
        Changed("Nomor SOP", "PS.SET. /SOP/440/2024", "(tidak tercetak)"),
        Changed("Waktu periodik", "Tahun 2024", "Tahun 2025"),
    ]


def test_a_reworded_step_is_changed_and_not_replaced(sop: SopVersion, draft: SopVersion) -> None:
    step = draft.steps.get(order=2)
    step.text = step.text.replace("setiap awal bulan", "setiap tanggal 1")
    step.due_day = 4
    step.save()
    [entry] = entries(sop, draft)["Langkah"]
    assert (entry.word, entry.name) == ("Diubah", "Langkah 2")
    assert [field.label for field in entry.fields] == ["Kegiatan", "Jendela"]
    assert (entry.fields[1].old, entry.fields[1].new) == ("tanggal 1–5", "tanggal 1–4")


def test_lost_and_new_steps_come_with_their_acts(cast: Cast, sop: SopVersion, draft: SopVersion) -> None:
    document: dict[str, Any] = magelang_document()
    document["steps"].pop()
    document["steps"].insert(
        0, {"number": "0.", "text": "Rapat", "acts": [{"actor": "head", "kind": "instruct"}]}
    )
    changed = load_sop(document, agency=cast.agency, by=None, now=NOW)
    found = entries(sop, changed)
    assert [(entry.kind, entry.name) for entry in found["Langkah"]] == [
        ("added", "Langkah 0"), ("removed", "Langkah 7"),
    ]  # fmt: skip
    assert [entry.kind for entry in found["Tindakan"]] == ["added", "removed"]


def test_a_step_that_moved_is_told_once(cast: Cast, sop: SopVersion, draft: SopVersion) -> None:
    move(by_admin(cast, draft), draft.steps.get(order=6), to=0)
    [entry] = entries(sop, draft)["Langkah"]
    assert entry.fields == [Changed("Urutan", "baris ke-6", "baris ke-1")]


def test_changed_lanes_and_acts_are_told_in_the_words_of_the_office(
    sop: SopVersion, draft: SopVersion
) -> None:
    draft.actors.filter(label="Kepala OPD").update(label="Kepala Badan")
    Act.objects.filter(step__version=draft, kind="deliver").update(options={"destination": "E-Kinerja"})
    Act.objects.filter(step__version=draft, kind="review").update(returns_to=draft.steps.get(order=2))
    found = entries(sop, draft)
    assert found["Pelaksana"][0].fields == [Changed("Nama tercetak", "Kepala OPD", "Kepala Badan")]
    fields = {field.label: (field.old, field.new) for entry in found["Tindakan"] for field in entry.fields}
    assert fields["Kembali ke"] == ("Langkah 3", "Langkah 2")
    assert fields["Pengaturan"][1] == "dikirim ke: E-Kinerja"
    assert fields["Pelaksana"] == ("Kepala OPD", "Kepala Badan")


# --- pages --------------------------------------------------------------------------------------------


def test_the_admin_takes_a_version_from_copy_to_force_on_the_pages(cast: Cast, sop: SopVersion) -> None:
    client = signed_in(cast.sop_admin)
    page = client.get(reverse("sop-versions", args=[SLUG])).content.decode()
    assert "Buat draf dari versi 1" in page
    answer = client.post(reverse("sop-new-draft", args=[SLUG]), {"sumber": "1"})
    assert answer["Location"] == reverse("sop-editor", args=[SLUG, 2])
    question = client.get(reverse("sop-publish", args=[SLUG, 2])).content.decode()
    assert "Versi 1 tidak berlaku lagi" in " ".join(question.split())
    assert client.post(reverse("sop-publish", args=[SLUG, 2]), {"edition": "1"}).status_code == 302
    assert sop.sop.versions.get(status="published").version == 2
    assert client.post(reverse("sop-retire", args=[SLUG, 2])).status_code == 302
    assert not sop.sop.versions.filter(status="published").exists()


def test_a_faulty_draft_is_answered_with_what_to_mend(cast: Cast, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="review")
    Act.objects.filter(pk=act.pk).update(returns_to=None)
    answer = signed_in(cast.sop_admin).post(reverse("sop-publish", args=[SLUG, 2]), {"edition": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "langkah tujuannya belum disebut" in page
    assert f"/tindakan/{act.pk}/#id_returns_to" in page


def test_everybody_of_the_office_reads_versions_and_difference_but_gets_no_buttons(
    cast: Cast, sop: SopVersion, draft: SopVersion
) -> None:
    client = signed_in(cast.officer)
    for address in (
        reverse("sop-versions", args=[SLUG]),
        reverse("sop-difference", args=[SLUG]),
        reverse("sop-editor", args=[SLUG, 2]),
    ):
        page = client.get(address).content.decode()
        assert "Terbitkan" not in page
        assert "/pindah/" not in page
    assert client.get(reverse("sop-publish", args=[SLUG, 2])).status_code == 403
    assert client.post(reverse("sop-new-draft", args=[SLUG]), {"sumber": "1"}).status_code == 403


def test_a_stranger_finds_no_version(cast: Cast, sop: SopVersion) -> None:
    client = signed_in(cast.stranger)
    for name, args in (("sop-versions", [SLUG]), ("sop-difference", [SLUG]), ("sop-editor", [SLUG, 1])):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_version_pages_cost_few_queries(
    cast: Cast, sop: SopVersion, draft: SopVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.sop_admin)
    for name, args in (("sop-versions", [SLUG]), ("sop-difference", [SLUG]), ("sop-publish", [SLUG, 2])):
        with clock.at(NOW), django_assert_max_num_queries(15):
            client.get(reverse(name, args=args))
