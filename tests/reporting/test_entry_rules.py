"""Rules that warn: a table of facts and what is said, and what an agency may choose."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reporting.entry_rules import (
    DEFAULTS,
    EntryRules,
    LineFacts,
    MoneyFacts,
    Rule,
    line_warnings,
    money_warnings,
    rules_from,
)

NEGATIVE = "Isian negatif mengurangi realisasi keuangan s.d. bulan ini."


def d(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def said(warnings: Any) -> dict[str, str]:
    return {warned.rule.value: warned.sentence for warned in warnings}


CALM = LineFacts(
    Decimal(90), before=Decimal(80), before_label="Januari 2026", achievement=Decimal(90), proofs=1
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {}),
        ({"value": None}, {}),
        ({"value": Decimal("NaN")}, {}),
        ({"value": Decimal(79), "is_position": True}, {"falls": "Turun dari 80 (Januari 2026) menjadi 79."}),
        ({"value": Decimal(79)}, {}),  # an index may fall
        ({"value": Decimal(80), "is_position": True}, {}),
        ({"value": Decimal(79), "is_position": True, "before": None}, {}),
        (
            {"value": Decimal(-1), "adds_up": True, "before": None},
            {"falls": "Isian negatif mengurangi jumlah s.d. bulan ini."},
        ),
        ({"achievement": Decimal("100.004")}, {}),  # shown as 100,00
        ({"achievement": Decimal("100.005")}, {"over_100": "Capaian 100,01 % lebih dari 100 %."}),
        ({"achievement": None}, {}),
        (
            {"value": Decimal(104), "is_share": True, "achievement": Decimal(120)},
            {"over_100": "Nilai 104,00 % lebih dari 100 %."},
        ),
        ({"value": Decimal(120)}, {}),  # exactly half as much again
        (
            {"value": Decimal("120.1")},
            {"jump": "Naik 50,13 % dibanding Januari 2026 (80 → 120,1)."},
        ),
        ({"value": Decimal("39.9")}, {"jump": "Turun 50,13 % dibanding Januari 2026 (80 → 39,9)."}),
        ({"value": Decimal(0)}, {"jump": "Turun 100 % dibanding Januari 2026 (80 → 0)."}),
        ({"value": Decimal(500), "before": Decimal(0)}, {}),  # nothing can be said of a share of nothing
        ({"value": Decimal(4), "before": Decimal(1), "is_word": True}, {}),
        (
            {"achievement": Decimal(100), "proofs": 0},
            {"no_evidence": "Target tercapai, tetapi belum ada bukti dukung."},
        ),
        ({"achievement": Decimal("99.99"), "proofs": 0}, {}),
        ({"achievement": None, "proofs": 0}, {}),
    ],
)
def test_what_is_said_of_an_indicator(facts: dict[str, Any], expected: dict[str, str]) -> None:
    assert said(line_warnings(replace(CALM, **facts))) == expected


@pytest.mark.parametrize(
    ("amount", "total", "ceiling", "physical", "before", "expected"),
    [
        ("5", "100", "100", "50", "50", {}),
        ("5", "101", "100", "50", "50", {"over_ceiling": "Realisasi s.d. bulan ini melebihi pagu Rp100."}),
        ("5", "101", None, "50", None, {}),
        (None, None, "100", None, "50", {}),
        ("5", "5", "100", "49.5", "50", {"falls": "Realisasi fisik turun dari 50,00 % menjadi 49,50 %."}),
        ("-5", "5", "100", "50", "50", {"falls": NEGATIVE}),
        (
            "-5", "500", "100", "1", "50",
            {
                "over_ceiling": "Realisasi s.d. bulan ini melebihi pagu Rp100.",
                "falls": "Realisasi fisik turun dari 50,00 % menjadi 1,00 %.",
            },
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_money(
    amount: str | None,
    total: str | None,
    ceiling: str | None,
    physical: str | None,
    before: str | None,
    expected: dict[str, str],
) -> None:
    facts = MoneyFacts(d(amount), d(total), d(ceiling), d(physical), d(before))
    assert said(money_warnings(facts)) == expected


@pytest.mark.parametrize(
    ("stored", "rule", "expected"),
    [
        ({}, Rule.JUMP, (True, 50)),
        ({"jump": {"on": False}}, Rule.JUMP, (False, 50)),
        ({"jump": {"limit": 20}}, Rule.JUMP, (True, 20)),
        ({"jump": {"limit": "12.5"}}, Rule.JUMP, (True, Decimal("12.5"))),
        ({"jump": {"limit": "banyak"}}, Rule.JUMP, (True, 50)),
        ({"jump": {"limit": -5}}, Rule.JUMP, (True, 50)),
        ({"jump": {"limit": "NaN"}}, Rule.JUMP, (True, 50)),
        ({"jump": "ya"}, Rule.JUMP, (True, 50)),
        ({"over_100": {"on": True, "limit": 120}}, Rule.OVER_100, (True, 120)),
        ({"falls": {"on": True, "limit": 7}}, Rule.FALLS, (True, 0)),
        ({"unknown": {"on": True}}, Rule.WORDS_OFF_TARGET, (True, 0)),
    ],
)
def test_an_agency_chooses_and_what_is_missing_is_the_default(
    stored: dict[str, Any], rule: Rule, expected: tuple[bool, Any]
) -> None:
    rules = rules_from(stored)
    assert (rules.is_on(rule), rules.limit(rule)) == expected


def test_a_rule_that_is_off_says_nothing() -> None:
    facts = replace(CALM, value=Decimal(500), achievement=Decimal(500), proofs=0)
    assert set(said(line_warnings(facts))) == {"jump", "over_100", "no_evidence"}
    off = rules_from({"jump": {"on": False}, "over_100": {"limit": 600}, "no_evidence": {"on": False}})
    assert line_warnings(facts, off) == []


def test_every_rule_has_a_default_and_a_name() -> None:
    assert set(DEFAULTS) == set(Rule)
    assert EntryRules() == rules_from({})
    assert all(rule.label for rule in Rule)
