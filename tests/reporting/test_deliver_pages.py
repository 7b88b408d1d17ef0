"""The pages of sending: keeping destinations, ordering, what was sent, and the sheet to re-key from."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import HistoryEvent, Person
from reporting.actions.destination import Wish, keep_destination, secret_of
from reporting.actions.layout import set_layout
from reporting.actions.send import Order, order_sending, send_due
from reporting.models import Destination, Plan, Sending
from reporting.queries.layout import Chosen, Layout, Table, layout_of
from reporting.renderers.columns import Cell, Form, usual_columns
from reporting.renderers.rekeying import Spelling, typed
from sop.models import Task
from sop.workflow import NotYours
from tests.cast import Cast
from tests.reporting.outbox import delivery_task
from tests.reporting.receiver import SECRET
from tests.reporting.stories import NINTH, report_in, spend, state

pytestmark = pytest.mark.usefixtures("blank_paper")

HTTP = {
    "name": "Smart Magelang",
    "channel": "http",
    "address": "https://smart.contoh.go.id/terima",
    "secret": SECRET,
    "spelling": "point",
    "active": "on",
}
EMAIL = Wish("Smart Magelang", "email", "smart@contoh.test")


@pytest.fixture
def task(cast: Cast, plan: Plan) -> Task:
    state("1.1", "1234.5")
    spend("5.02.02.2.01.0001", "12500000.50", "30")
    return delivery_task(cast, plan)


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def kept(cast: Cast, wish: Wish = EMAIL) -> Destination:
    return keep_destination(wish, agency=cast.agency, by=cast.compiler, now=NINTH)


def page(client: Client, name: str, *args: Any) -> str:
    with clock.at(NINTH):
        answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("compiler", 200), ("reviewer", 200), ("officer", 403), ("head", 403), ("sop_admin", 403),
        ("overseer", 403), ("stranger", 404),
    ],
)  # fmt: skip
def test_destinations_are_kept_by_planning_and_compiler(
    who: str, status: int, cast: Cast, client: Client
) -> None:
    destination = kept(cast)
    signed_in(client, getattr(cast, who))
    with clock.at(NINTH):
        new = reverse("destination-new", args=[cast.agency.code])
        assert client.get(new).status_code == status
        assert (
            client.get(reverse("destination", args=[cast.agency.code, destination.pk])).status_code == status
        )
        assert client.get(reverse("destinations")).status_code == min(status, 403)
        if status != 200:
            assert client.post(new, HTTP).status_code == status
            with pytest.raises(NotYours):
                keep_destination(EMAIL, agency=cast.agency, by=getattr(cast, who), now=NINTH)


def test_a_secret_is_sealed_and_shown_nowhere_again(cast: Cast, client: Client, admin_client: Client) -> None:
    signed_in(client, cast.compiler)
    with clock.at(NINTH):
        url = reverse("destination-new", args=[cast.agency.code])
        assert client.post(url, HTTP).status_code == 302
    destination = Destination.objects.get()
    assert SECRET not in destination.sealed_secret
    assert secret_of(destination) == SECRET
    form = page(client, "destination", cast.agency.code, destination.pk)
    assert "Sudah tersimpan" in form
    admin_page = admin_client.get(reverse("admin:reporting_destination_change", args=[destination.pk]))
    for shown in (form, admin_page.content.decode(), str(list(HistoryEvent.objects.values()))):
        assert SECRET not in shown
        assert destination.sealed_secret not in shown


def test_the_admin_page_moves_a_destination_only_to_an_address_that_can_be_used(
    cast: Cast, admin_client: Client
) -> None:
    destination = kept(cast)
    url = reverse("admin:reporting_destination_change", args=[destination.pk])
    values = {"spelling": "comma", "active": "on"}
    assert admin_client.post(url, {**values, "address": "bukan surel"}).status_code == 200
    assert admin_client.post(url, {**values, "address": "lain@contoh.test"}).status_code == 302
    destination.refresh_from_db()
    assert destination.address == "lain@contoh.test"
    assert HistoryEvent.objects.filter(verb="destination_changed").exists()


def test_a_change_without_a_secret_leaves_the_one_that_is_kept(cast: Cast, client: Client) -> None:
    destination = kept(cast, Wish("Smart Magelang", "http", HTTP["address"], secret=SECRET))
    signed_in(client, cast.reviewer)
    with clock.at(NINTH):
        url = reverse("destination", args=[cast.agency.code, destination.pk])
        assert client.post(url, {**HTTP, "secret": "", "name": "Smart"}).status_code == 302
    destination.refresh_from_db()
    assert (destination.name, secret_of(destination)) == ("Smart", SECRET)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"address": "http://smart.contoh.go.id/"}, "diawali https://"),
        ({"address": "https://127.0.0.1/"}, "jaringan dalam"),
        ({"secret": "pendek"}, "sedikitnya 32 karakter"),
        ({"secret": ""}, "Isi rahasia bersama"),
        ({"channel": "email"}, "alamat surel"),
        ({"name": ""}, "Tulis nama tujuan"),
        ({"name": "bappeda"}, "sudah ada"),
    ],
)
def test_a_destination_that_cannot_work_is_refused_and_nothing_typed_is_lost(
    change: dict[str, str], sentence: str, cast: Cast, client: Client
) -> None:
    kept(cast, Wish("Bappeda", "manual"))
    signed_in(client, cast.compiler)
    with clock.at(NINTH):
        answer = client.post(reverse("destination-new", args=[cast.agency.code]), {**HTTP, **change})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert f'value="{change.get("address", HTTP["address"])}"' in shown
    assert SECRET not in shown
    assert Destination.objects.count() == 1


def test_a_secret_sealed_with_another_key_fails_in_words(cast: Cast, task: Task, settings: Settings) -> None:
    destination = kept(cast, Wish("Smart Magelang", "http", HTTP["address"], secret=SECRET))
    order_sending(Order(task, destination), by=cast.compiler, now=NINTH)
    settings.SECRET_KEY = "kunci-lain-" * 6
    send_due(NINTH)
    assert "isi kembali" in Sending.objects.get().problem


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("reviewer", 403), ("head", 403), ("overseer", 403), ("stranger", 404)],
)
def test_only_whoever_has_the_task_orders_a_sending(
    who: str, status: int, cast: Cast, task: Task, client: Client
) -> None:
    url = reverse("send", args=[task.pk, kept(cast).pk])
    signed_in(client, getattr(cast, who))
    with clock.at(NINTH):
        assert client.post(url).status_code == status
        assert client.get(url).status_code == 405
    assert not Sending.objects.exists()


def test_the_task_page_sends_and_shows_what_was_sent(cast: Cast, task: Task, client: Client) -> None:
    destination = kept(cast)
    signed_in(client, cast.compiler)
    before = page(client, "task", task.pk)
    assert "Kirim sekarang" in before
    assert reverse("rekeying", args=[report_in(cast).pk, destination.pk]) in before
    with clock.at(NINTH):
        answer = client.post(reverse("send", args=[task.pk, destination.pk]))
    assert answer["Location"] == reverse("task", args=[task.pk])
    waiting = page(client, "task", task.pk)
    assert "Menunggu dikirim" in waiting
    assert "Kirim sekarang" not in waiting
    send_due(NINTH)
    assert "Kirim lagi" in page(client, "task", task.pk)


def test_where_the_sop_asks_for_an_agenda_number_it_is_asked_before_sending(
    cast: Cast, task: Task, client: Client
) -> None:
    task.act.options["agenda"] = True
    task.act.save()
    url = reverse("send", args=[task.pk, kept(cast).pk])
    signed_in(client, cast.compiler)
    with clock.at(NINTH):
        assert "nomor agenda" in client.post(url, follow=True).content.decode()
        client.post(url, {"agenda": "045/12"})
    assert Sending.objects.get().agenda == "045/12"


def test_every_sending_stays_on_the_page_of_the_report(
    cast: Cast, task: Task, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    destination = kept(cast)
    for _ in range(3):
        order_sending(Order(task, destination), by=cast.compiler, now=NINTH)
        send_due(NINTH)
    signed_in(client, cast.officer)
    with django_assert_max_num_queries(12):
        shown = page(client, "deliveries", report_in(cast).pk)
    sendings = list(Sending.objects.all())
    assert shown.count("Smart Magelang, ke-") == len(sendings) == 3
    assert all(one.package.sha256 in shown.replace("<wbr>", "") for one in sendings)
    with clock.at(NINTH):
        signed_in(client, cast.stranger)
        assert client.get(reverse("deliveries", args=[report_in(cast).pk])).status_code == 404


def test_the_sheet_to_re_key_from_has_the_columns_of_the_destination(
    cast: Cast, task: Task, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    destination = kept(cast, Wish("E-Kino", "manual", spelling="point"))
    only = {Table.PERFORMANCE: ["value", "name"], Table.BUDGET: ["name", "amount"]}
    parts = {table: only_these(table, keys) for table, keys in only.items()}
    wanted = Layout(parts[Table.PERFORMANCE], parts[Table.BUDGET])
    set_layout(cast.agency, "E-Kino", wanted, seen=0, by=cast.compiler, now=NINTH)
    place = [report_in(cast).pk, destination.pk]
    signed_in(client, cast.officer)
    with django_assert_max_num_queries(15):
        shown = page(client, "rekeying", *place)
    assert shown.index("Realisasi s.d. bulan ini</th>") < shown.index("Indikator kinerja</th>")
    assert "Satuan</th>" not in shown
    assert '<span class="rekey-text">1234.5</span>' in shown
    with clock.at(NINTH):
        book = load_workbook(io.BytesIO(client.get(reverse("rekeying-file", args=place)).content))
        signed_in(client, cast.stranger)
        assert client.get(reverse("rekeying", args=place)).status_code == 404
    sheet = book["Capaian kinerja"]
    headings = [cell.value for cell in sheet[1]]
    assert headings == ["Baris", "Realisasi s.d. bulan ini", "Indikator kinerja"]
    assert sheet["B2"].value == pytest.approx(1234.5)
    assert book["Realisasi anggaran"]["C2"].value == pytest.approx(12500000.5)


def only_these(table: Table, keys: list[str]) -> tuple[Chosen, ...]:
    """These columns in this order, and no others."""
    others = [
        column.key for column in usual_columns(table, Period.parse("2026-01")) if column.key not in keys
    ]
    return tuple(Chosen(key, shown=key in keys) for key in [*keys, *others])


def test_a_layout_follows_its_destination_to_another_name(cast: Cast) -> None:
    destination = kept(cast, Wish("E-Kino", "manual"))
    wanted = Layout(only_these(Table.PERFORMANCE, ["name"]), only_these(Table.BUDGET, ["name"]))
    set_layout(cast.agency, "E-Kino", wanted, seen=0, by=cast.compiler, now=NINTH)
    wish = Wish("E-Kinerja", "manual")
    keep_destination(wish, agency=cast.agency, destination=destination, by=cast.reviewer, now=NINTH)
    assert layout_of(cast.agency, "E-Kinerja").performance == wanted.performance
    assert layout_of(cast.agency, "E-Kino").edition == 0


@pytest.mark.parametrize(
    ("figure", "spelling", "text"),
    [
        ("1234567.5", Spelling.COMMA, "1234567,50"),
        ("1234567.5", Spelling.POINT, "1234567.50"),
        ("1234567.5", Spelling.PRINTED, "1.234.567,50"),
        ("-3.25", Spelling.POINT, "-3.25"),
        ("99.99999999", Spelling.COMMA, "99,99"),
    ],
)
def test_figures_are_spelt_as_the_other_system_takes_them(figure: str, spelling: Spelling, text: str) -> None:
    assert typed(Cell(Decimal(figure), "", Form.PERCENT), spelling).text == text


def test_nothing_is_typed_for_nothing() -> None:
    assert typed(Cell(None, "", Form.PERCENT), Spelling.COMMA).text == ""
    assert typed(Cell(None, "Nihil", Form.COUNT), Spelling.COMMA).text == "Nihil"
