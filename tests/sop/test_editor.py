"""The editor of a draft: every printed field, lanes, steps and acts, and two admins at once."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.forms import BoundField
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import HistoryEvent
from organisation.roles import Role
from sop.actions.document import export_sop, load_sop
from sop.actions.versions import draft_from
from sop.models import Act, Actor, SopVersion, Step
from sop.queries.problems import errors_of
from tests.cast import FIXTURES, Cast, appoint, magelang_document, make_person, wib

NOW = wib("2026-02-20 08:00")
SLUG = "magelang-capaian-bulanan"


@pytest.fixture
def draft(cast: Cast, sop: SopVersion) -> SopVersion:
    return draft_from(sop, by=cast.sop_admin, now=NOW)


@pytest.fixture
def client(cast: Cast) -> Client:
    """The admin of SOPs at a browser."""
    browser = Client()
    browser.force_login(cast.sop_admin)
    return browser


def at(name: str, *args: object) -> str:
    return reverse(name, args=[SLUG, 2, *args])


def filled(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send if nothing were changed."""
    context = client.get(address).context
    sent: dict[str, Any] = {"edition": context["here"].edition}
    for field in context["form"]:
        sent |= _sent(field)
    return sent


def _sent(field: BoundField) -> dict[str, Any]:
    value = field.value()
    if isinstance(value, bool):
        return {field.html_name: "on"} if value else {}
    return {} if value is None else {field.html_name: value}


def change(client: Client, address: str, **changes: Any) -> Any:
    """Open a page, change some fields, save."""
    sent = filled(client, address) | changes
    return client.post(address, {name: value for name, value in sent.items() if value is not None})


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def last_event() -> HistoryEvent:
    return HistoryEvent.objects.order_by("-sequence")[0]


# --- nothing is lost -----------------------------------------------------------------------------------


def test_saving_every_page_unchanged_changes_nothing(cast: Cast, client: Client, draft: SopVersion) -> None:
    before = export_sop(draft)
    addresses = [at("sop-identity")]
    addresses += [at("sop-actor", actor.pk) for actor in draft.actors.all()]
    addresses += [at("sop-step", step.pk) for step in draft.steps.all()]
    addresses += [at("sop-act", act.pk) for act in Act.objects.filter(step__version=draft)]
    for address in addresses:
        assert change(client, address).status_code == 302, address
    assert export_sop(SopVersion.objects.get(pk=draft.pk)) == before
    assert not HistoryEvent.objects.filter(verb="sop_edited").exists()


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.json")), ids=lambda file: file.stem)
def test_each_printed_sop_goes_through_the_editor_unharmed(cast: Cast, client: Client, file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8")) | {"agency": cast.agency.code}
    version = load_sop(document, agency=cast.agency, by=cast.sop_admin, now=NOW)
    before = export_sop(version)
    place = [version.sop.slug, 1]
    addresses = [reverse("sop-identity", args=place)]
    addresses += [reverse("sop-step", args=[*place, step.pk]) for step in version.steps.all()]
    acts = Act.objects.filter(step__version=version)
    addresses += [reverse("sop-act", args=[*place, act.pk]) for act in acts]
    for address in addresses:
        assert change(client, address).status_code == 302, address
    assert export_sop(SopVersion.objects.get(pk=version.pk)) == before
    assert errors_of(version) == []


def test_odd_print_survives_the_forms(cast: Cast, client: Client, draft: SopVersion) -> None:
    odd = {
        "number": " 440 / \n 2024 ",
        "legal_basis": ["Pasal 1\nayat (2);", " Pasal 2 "],
        "created_on": None,
        "columns": {"duration": "Waktu\n(Menit)", "cost": "Biaya"},
    }
    SopVersion.objects.filter(pk=draft.pk).update(**odd)
    step = draft.steps.get(order=1)
    step.text, step.extra, step.phase = "  a\nb  ", {"Biaya": "Rp 0,-"}, "I. Persiapan"
    step.save()
    assert change(client, at("sop-identity"), footer="Tembusan").status_code == 302
    assert change(client, at("sop-step", step.pk), remark="x").status_code == 302
    draft.refresh_from_db()
    step.refresh_from_db()
    assert {name: getattr(draft, name) for name in odd} == odd
    assert (step.text, step.extra, step.phase) == ("  a\nb  ", {"Biaya": "Rp 0,-"}, "I. Persiapan")


# --- identity ------------------------------------------------------------------------------------------


def test_a_field_can_be_unprinted_empty_or_filled(client: Client, draft: SopVersion) -> None:
    change(
        client, at("sop-identity"), number=None, number_absent="on", created_on="", revised_on="1 Mei 2026"
    )
    draft.refresh_from_db()
    assert (draft.number, draft.created_on, draft.revised_on) == (None, "", "1 Mei 2026")
    assert last_event().details["before"]["number"] == "PS.SET. /SOP/440/2024"


def test_unprinted_and_filled_at_once_is_asked_about(client: Client, draft: SopVersion) -> None:
    answer = change(client, at("sop-identity"), number_absent="on")
    assert answer.status_code == 422
    page = page_of(answer)
    assert "Kosongkan isian ini, atau hapus centang “tidak tercetak”" in page
    assert "PS.SET. /SOP/440/2024" in page


def test_lists_are_written_line_by_line(client: Client, draft: SopVersion) -> None:
    change(
        client, at("sop-identity"), equipment="Komputer\r\nPrinter\r\n", warnings="Satu\r\ndua\r\n\r\nTiga"
    )
    draft.refresh_from_db()
    assert draft.equipment == ["Komputer", "Printer"]
    assert draft.warnings == ["Satu\ndua", "Tiga"]


# --- lanes ---------------------------------------------------------------------------------------------


def test_a_lane_is_added_changed_and_taken_out_again(client: Client, draft: SopVersion) -> None:
    sent = {"edition": 1, "label": "Sekretaris", "role": "secretary"}
    assert client.post(at("sop-new-actor"), sent).status_code == 302
    lane = draft.actors.get(label="Sekretaris")
    assert (lane.order, lane.role) == (5, "secretary")
    change(client, at("sop-actor", lane.pk), label="Bagian Organisasi", is_outside="on")
    lane.refresh_from_db()
    assert (lane.label, lane.is_outside) == ("Bagian Organisasi", True)
    client.post(at("sop-remove", "pelaksana", lane.pk), {"edition": 3})
    assert not draft.actors.filter(pk=lane.pk).exists()
    assert last_event().sentence == "Pelaksana “Bagian Organisasi” dihapus."


def test_a_lane_with_work_is_not_taken_out(client: Client, draft: SopVersion) -> None:
    lane = draft.actors.get(label="Kepala OPD")
    address = at("sop-remove", "pelaksana", lane.pk)
    assert "Langkah 5 masih dikerjakan pelaksana ini" in page_of(client.get(address))
    assert client.post(address, {"edition": 1}).status_code == 409
    assert draft.actors.filter(pk=lane.pk).exists()


# --- steps ---------------------------------------------------------------------------------------------


def test_a_step_is_put_behind_another_one(client: Client, draft: SopVersion) -> None:
    second = draft.steps.get(order=2)
    address = f"{at('sop-new-step')}?sesudah={second.pk}"
    sent = {"edition": 1, "printed_number": "2a", "text": "Memeriksa data", "duration_text": "1-2 hari"}
    assert client.post(address, sent).status_code == 302
    assert list(draft.steps.values_list("printed_number", flat=True))[:4] == ["1.", "2.", "2a", "3."]
    step = draft.steps.get(printed_number="2a")
    assert (step.order, step.duration_text, step.duration_amount, step.duration_unit) == (
        3,
        "1-2 hari",
        Decimal(2),
        "day",
    )


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("15 menit", "Terbaca: 15 menit."),
        ("1-2 hari", "Terbaca: 1 sampai 2 hari."),
        ("30", "Terbaca: 30 menit."),
        ("menyesuaikan", "Disimpan apa adanya; tidak terbaca sebagai lama waktu."),
        ("", "Kosong: tenggat hanya dari tanggal."),
    ],
)
def test_the_reading_of_a_printed_duration_is_said_back(
    client: Client, draft: SopVersion, printed: str, said: str
) -> None:
    SopVersion.objects.filter(pk=draft.pk).update(columns={"duration": "Waktu (Menit)"})
    step = draft.steps.get(order=1)
    change(client, at("sop-step", step.pk), duration_text=printed)
    assert said in page_of(client.get(at("sop-step", step.pk)))
    step.refresh_from_db()
    assert step.duration_text == printed
    assert (step.duration_amount is None) == ("Terbaca" not in said)


def test_a_bad_step_is_answered_in_words_and_nothing_typed_is_lost(client: Client, draft: SopVersion) -> None:
    step = draft.steps.get(order=1)
    answer = change(
        client, at("sop-step", step.pk), text="", output="Naskah baru", opens_day="9", due_day="3"
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert "Tulis kegiatan seperti tercetak." in page
    assert "Tenggat (tanggal 3) sebelum tanggal mulai (9)." in page
    assert "Naskah baru" in page
    answer = change(client, at("sop-step", step.pk), due_day="tanggal 40")
    assert "Isi tanggal 1 sampai 31, atau kosongkan." in page_of(answer)
    assert "tanggal 40" in page_of(answer)


def test_cycles_phase_and_further_columns_are_kept(client: Client, draft: SopVersion) -> None:
    step = draft.steps.get(order=7)
    change(
        client, at("sop-step", step.pk), cycles=["year"], phase="Akhir", extra_name="Biaya", extra_text="Rp 0"
    )
    step.refresh_from_db()
    assert (step.cycles, step.phase, step.extra) == (["year"], "Akhir", {"Biaya": "Rp 0"})
    assert "Biaya" in page_of(client.get(at("sop-step", draft.steps.get(order=1).pk)))


def test_a_step_that_others_lead_to_is_not_taken_out(client: Client, draft: SopVersion) -> None:
    third = draft.steps.get(order=3)
    address = at("sop-remove", "langkah", third.pk)
    assert "masih menuju langkah ini; ubah dahulu tujuannya" in page_of(client.get(address))
    assert client.post(address, {"edition": 1}).status_code == 409
    second = draft.steps.get(order=2)
    assert client.post(at("sop-remove", "langkah", second.pk), {"edition": 1}).status_code == 302
    assert list(draft.steps.values_list("order", "printed_number"))[:2] == [(1, "1."), (2, "3.")]


# --- order ---------------------------------------------------------------------------------------------


def test_steps_move_by_buttons_and_by_dropping(client: Client, draft: SopVersion) -> None:
    first = draft.steps.get(order=1)
    move = {"part": "langkah", "pk": first.pk}
    assert client.post(at("sop-move"), move | {"edition": 1, "to": 1}).status_code == 302
    assert list(draft.steps.values_list("printed_number", flat=True))[:3] == ["2.", "1.", "3."]
    client.post(at("sop-move"), move | {"edition": 2, "to": 6})
    assert list(draft.steps.values_list("printed_number", flat=True))[-2:] == ["7.", "1."]
    assert last_event().details == {"before": {"order": 2}, "after": {"order": 7}}


def test_the_buttons_stand_on_the_page_and_end_at_the_ends(client: Client, draft: SopVersion) -> None:
    page = client.get(at("sop-editor")).content.decode()
    assert page.count("Naikkan langkah") == page.count("Turunkan langkah") == 7
    first = page[page.index(f'id="naik-langkah-{draft.steps.get(order=1).pk}"') :][:300]
    assert "disabled" in first


def test_acts_and_lanes_move_too(client: Client, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="sign")
    client.post(at("sop-move"), {"part": "tindakan", "pk": act.pk, "edition": 1, "to": 0})
    assert list(act.step.acts.values_list("kind", flat=True)) == ["sign", "review"]
    lane = draft.actors.get(order=4)
    client.post(at("sop-move"), {"part": "pelaksana", "pk": lane.pk, "edition": 2, "to": 0})
    assert Actor.objects.get(version=draft, order=1) == lane


# --- acts ----------------------------------------------------------------------------------------------


def test_an_act_is_added_with_all_it_can_say(client: Client, draft: SopVersion) -> None:
    step = draft.steps.get(order=6)
    sent = {
        "edition": 1, "actor": draft.actors.get(order=4).pk, "kind": "correct",
        "opens_day": "7", "due_day": "8",
        "returns_to": draft.steps.get(order=4).pk, "proceeds_to": draft.steps.get(order=7).pk,
        "closes_by_clock": "on", "each": "on", "recipient": "Sekretaris", "to": ["head", "officer"],
    }  # fmt: skip
    assert client.post(at("sop-new-act", step.pk), sent).status_code == 302
    act = step.acts.get(order=2)
    assert (act.kind, act.actor.label, act.window_days) == ("correct", "Kasubag. Prog & Keu", (7, 8))
    assert act.returns_to == draft.steps.get(order=4)
    assert act.proceeds_to == draft.steps.get(order=7)
    assert (act.closes_by_clock, act.automatic) == (True, False)
    assert act.options == {"each": True, "recipient": "Sekretaris", "to": ["head", "officer"]}


def test_branches_and_windows_of_an_act_are_checked_at_the_field(client: Client, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="review")
    later, earlier = draft.steps.get(order=6), draft.steps.get(order=2)
    answer = change(
        client,
        at("sop-act", act.pk),
        returns_to=later.pk,
        proceeds_to=earlier.pk,
        opens_day="11",
        due_day="10",
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert "Pilih langkah ini atau langkah sebelumnya." in page
    assert "Pilih langkah sesudah langkah ini." in page
    assert "Jendela tanggal 11 sampai 10 berakhir sebelum mulai." in page


def test_options_that_the_form_does_not_know_stay(client: Client, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="deliver")
    Act.objects.filter(pk=act.pk).update(options={"destination": "Smart", "courier": "portal"})
    change(client, at("sop-act", act.pk), destination="E-Kinerja")
    act.refresh_from_db()
    assert act.options == {"destination": "E-Kinerja", "courier": "portal"}


# --- what was inferred ---------------------------------------------------------------------------------


def test_inferred_parts_are_marked_and_confirmed_one_by_one(client: Client, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="review")
    Act.objects.filter(pk=act.pk).update(inferred=["actor", "return"])
    Actor.objects.filter(version=draft, order=1).update(inferred=True)
    page = page_of(client.get(at("sop-editor")))
    assert page.count("Disimpulkan") == 2
    assert "Disimpulkan dari naskah (tujuan kembali)" in page_of(client.get(at("sop-act", act.pk)))
    client.post(at("sop-confirm"), {"edition": 1, "part": "tindakan", "pk": act.pk})
    act.refresh_from_db()
    assert act.inferred == []
    assert Actor.objects.get(version=draft, order=1).inferred
    client.post(at("sop-confirm"), {"edition": 2})
    assert not Actor.objects.get(version=draft, order=1).inferred


def test_what_is_changed_by_hand_is_no_longer_inferred(client: Client, draft: SopVersion) -> None:
    act = Act.objects.get(step__version=draft, kind="review")
    Act.objects.filter(pk=act.pk).update(inferred=["actor", "return"])
    change(client, at("sop-act", act.pk), returns_to=draft.steps.get(order=2).pk)
    act.refresh_from_db()
    assert act.inferred == ["actor"]
    change(client, at("sop-act", act.pk), sure="1")
    act.refresh_from_db()
    assert act.inferred == []


# --- two admins ----------------------------------------------------------------------------------------


def test_of_two_admins_the_second_learns_who_was_faster_and_keeps_what_was_typed(
    cast: Cast, client: Client, draft: SopVersion
) -> None:
    other = make_person("susi", name="Susi Rekaan")
    appoint(other, cast.agency, Role.SOP_ADMIN, title="Admin SOP")
    second = Client()
    second.force_login(other)
    step = draft.steps.get(order=1)
    address = at("sop-step", step.pk)
    mine, theirs = filled(client, address), filled(second, address)
    assert client.post(address, mine | {"output": "Milik Surya"}).status_code == 302
    answer = second.post(address, theirs | {"output": "Milik Susi"})
    page = page_of(answer)
    assert answer.status_code == 409
    assert "baru saja diubah oleh Surya Rekaan" in page
    assert "Langkah 1 diubah: output." in page
    assert "Milik Susi" in page
    step.refresh_from_db()
    assert step.output == "Milik Surya"
    again = theirs | {"output": "Milik Susi", "edition": answer.context["here"].edition}
    assert second.post(address, again).status_code == 302
    step.refresh_from_db()
    assert step.output == "Milik Susi"


def test_a_move_on_an_old_page_is_refused(client: Client, draft: SopVersion) -> None:
    move = {"part": "langkah", "pk": draft.steps.get(order=1).pk, "edition": 1, "to": 1}
    client.post(at("sop-move"), move)
    assert client.post(at("sop-move"), move).status_code == 409
    assert list(draft.steps.values_list("printed_number", flat=True))[:2] == ["2.", "1."]


def test_loading_a_document_over_the_draft_makes_open_pages_old(
    cast: Cast, client: Client, draft: SopVersion
) -> None:
    document = magelang_document() | {"title": "Dari naskah"}
    loaded = load_sop(document, agency=cast.agency, by=cast.sop_admin, now=NOW)
    assert (loaded.pk, loaded.edition) == (draft.pk, 2)
    move = {"part": "langkah", "pk": loaded.steps.get(order=1).pk, "edition": 1, "to": 1}
    assert client.post(at("sop-move"), move).status_code == 409


# --- ways in ------------------------------------------------------------------------------------------


def test_the_printed_sop_leads_the_admin_to_its_draft_and_others_to_its_versions(
    cast: Cast, client: Client, sop: SopVersion
) -> None:
    document = reverse("sop", args=[SLUG])
    versions = reverse("sop-versions", args=[SLUG])
    assert page_of(client.get(document)).count(f'href="{versions}"') == 2
    draft_from(sop, by=cast.sop_admin, now=NOW)
    assert f'href="{at("sop-editor")}"' in page_of(client.get(document))
    client.force_login(cast.officer)
    page = page_of(client.get(document))
    assert versions in page
    assert at("sop-editor") not in page


# --- who, and what it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "head", "overseer"])
def test_others_read_the_draft_and_edit_nothing(cast: Cast, draft: SopVersion, who: str) -> None:
    reader = Client()
    reader.force_login(getattr(cast, who))
    assert reader.get(at("sop-editor")).status_code == 200
    step: Step = draft.steps.get(order=1)
    for address in (at("sop-identity"), at("sop-step", step.pk), at("sop-new-actor")):
        assert reader.get(address).status_code == 403
        assert (
            reader.post(address, {"edition": 1, "title": "x", "text": "x", "label": "x"}).status_code == 403
        )


def test_parts_of_another_version_are_not_found(client: Client, sop: SopVersion, draft: SopVersion) -> None:
    step = sop.steps.get(order=1)
    assert client.get(at("sop-step", step.pk)).status_code == 404
    assert client.get(at("sop-act", step.acts.get().pk)).status_code == 404
    sent = {"part": "langkah", "pk": step.pk, "edition": 1, "to": 1}
    assert client.post(at("sop-move"), sent).status_code == 404


def test_every_page_of_the_editor_costs_at_most_fifteen_queries(
    client: Client, draft: SopVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    step = draft.steps.get(order=5)
    act, lane = step.acts.all()[0], draft.actors.all()[0]
    for address in (
        at("sop-editor"),
        at("sop-chart"),
        at("sop-identity"),
        at("sop-actor", lane.pk),
        at("sop-step", step.pk),
        at("sop-act", act.pk),
        at("sop-remove", "langkah", step.pk),
    ):
        with clock.at(NOW), django_assert_max_num_queries(15):
            client.get(address)


def test_the_drawing_stands_beside_the_draft_and_can_be_fetched_alone(
    client: Client, draft: SopVersion
) -> None:
    assert "flow-drawing" in client.get(at("sop-editor")).content.decode()
    alone = client.get(at("sop-chart")).content.decode()
    assert "flow-drawing" in alone
    assert "<html" not in alone
    assert f'hx-get="{at("sop-chart")}"' in client.get(at("sop-identity")).content.decode()


def test_the_drawing_follows_the_form_of_an_act_before_anything_is_saved(
    client: Client, draft: SopVersion
) -> None:
    act = Act.objects.get(step__version=draft, kind="deliver")
    address = at("sop-act", act.pk)
    assert at("sop-act-chart", act.pk) in client.get(address).content.decode()
    sent = filled(client, address)
    plain = page_of(client.post(at("sop-act-chart", act.pk), sent))
    returning = sent | {"returns_to": draft.steps.get(order=4).pk}
    decided = page_of(client.post(at("sop-act-chart", act.pk), returning))
    assert decided.count("Tidak") > plain.count("Tidak")
    more = page_of(client.post(at("sop-new-act-chart", act.step_id), sent))
    assert more != plain
    assert export_sop(SopVersion.objects.get(pk=draft.pk)) == export_sop(SopVersion.objects.get(version=1))
    assert SopVersion.objects.get(pk=draft.pk).edition == 1


def test_a_draft_without_steps_or_lanes_can_still_be_opened(client: Client, draft: SopVersion) -> None:
    Act.objects.filter(step__version=draft).delete()
    assert client.get(at("sop-editor")).status_code == 200
    draft.steps.all().delete()
    draft.actors.all().delete()
    page = page_of(client.get(at("sop-editor")))
    assert "Belum ada langkah." in page
    assert "Bagan tampil setelah ada pelaksana dan langkah." in page
