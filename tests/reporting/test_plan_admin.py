"""Mending a plan by hand leaves its trace in the agency's history."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from organisation.models import HistoryEvent, Person
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode
from tests.cast import Cast


@pytest.fixture
def desk(cast: Cast) -> Client:
    keeper = Person.objects.create_superuser(
        username="pengelola", password="rahasia-panjang-1", name="Pengelola"
    )
    client = Client()
    client.force_login(keeper)
    return client


def form_of(desk: Client, url: str) -> dict[str, object]:
    """The values that the page would send if nothing were changed."""
    page = desk.get(url)
    forms = [
        page.context["adminform"].form,
        *[f for s in page.context["inline_admin_formsets"] for f in s.formset],
    ]
    forms += [s.formset.management_form for s in page.context["inline_admin_formsets"]]
    values = {}
    for form in forms:
        for field in form:
            value = field.value()
            values[field.html_name] = "" if value is None else value
    return values


def test_a_changed_weight_is_recorded_in_the_chain_of_the_agency(
    cast: Cast, plan: Plan, desk: Client
) -> None:
    indicator = Indicator.objects.get(code="1.1")
    url = reverse("admin:reporting_indicator_change", args=[indicator.pk])
    values = form_of(desk, url) | {"weight": "2.5", "scale": "[]", "measured_months": "[]"}
    assert desk.post(url, values).status_code == 302
    indicator.refresh_from_db()
    assert indicator.weight == Decimal("2.5")
    event = HistoryEvent.objects.get(verb="indicator_changed")
    assert event.agency == cast.agency
    assert event.details["after"] == {"weight": "2.5"}


def test_a_handover_is_recorded(cast: Cast, plan: Plan, desk: Client) -> None:
    node = PlanNode.objects.get(code="5.02.02.2.01.0001")
    url = reverse("admin:reporting_plannode_change", args=[node.pk])
    values = form_of(desk, url) | {"assignments-0-officer": cast.second_officer.pk}
    assert desk.post(url, values).status_code == 302
    assert Assignment.objects.get(node=node).officer == cast.second_officer
    assert HistoryEvent.objects.get(verb="assignment_changed").agency == cast.agency


def test_lists_open_and_a_plan_cannot_be_deleted(cast: Cast, plan: Plan, desk: Client) -> None:
    for name in ("plan", "plannode", "indicator"):
        assert desk.get(reverse(f"admin:reporting_{name}_changelist")).status_code == 200
    assert desk.get(reverse("admin:reporting_plan_delete", args=[plan.pk])).status_code == 403
    assert Budget.objects.exists()
