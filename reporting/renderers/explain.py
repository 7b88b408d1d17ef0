"""One line of a report told in words: target, realisation, achievement, class, and the rules behind them."""

from collections.abc import Iterator

from kinerja.lib.dates import moment
from kinerja.lib.numbers import PERCENT_SPACE, format_percent
from reporting.queries.explain import Explained
from reporting.queries.rules import policy_words, rule_on, rule_words
from reporting.renderers.columns import THIS, Column, line_columns

_WIDTH = 26


def render(told: Explained) -> str:
    """The whole explanation, one fact a line."""
    return "\n".join(f"{f'{label}:':<{_WIDTH}} {words}" for label, words in _facts(told) if words)


def _facts(told: Explained) -> Iterator[tuple[str, str]]:
    line, this = told.line, THIS[told.period.cycle]
    columns = {column.key: column for column in line_columns(told.period)}
    yield "Indikator", f"{line.indicator.code} {line.name} ({line.unit})"
    yield "Perangkat daerah", str(told.agency)
    yield "Periode", told.period.label
    yield "Sumber angka", _source(told)
    yield "Baris rencana", " › ".join(f"{code} {name}" for _, code, name in line.path)
    yield f"Target s.d. {this}", _cell(columns["target"], told)
    yield f"Target {told.period.year}", _cell(columns["annual_target"], told)
    yield f"Realisasi {this}", _cell(columns["month_value"], told)
    yield f"Realisasi s.d. {this}", _cell(columns["value"], told)
    yield "Cara gabung", str(rule_on(line).get("rollup_working", ""))
    yield f"Capaian s.d. {this}", _achieved(columns["achievement"], told, line.achievement_working)
    yield (
        f"Capaian tahun {told.period.year}",
        _achieved(columns["annual_achievement"], told, line.annual_working),
    )
    if line.raw_achievement is not None and line.raw_achievement != line.achievement:
        yield "Sebelum dibatasi", format_percent(line.raw_achievement)
    yield "Predikat", line.rating
    yield "Aturan indikator", rule_words(rule_on(line)).removeprefix("Aturan ")
    chosen = policy_words(told.policy) if told.policy else "bawaan (belum disimpan saat itu)"
    yield "Aturan hitung", chosen.removeprefix("Aturan hitung ")


def _source(told: Explained) -> str:
    if told.compilation is None:
        return "dihitung sekarang dari isian yang sudah disampaikan; draf periode ini belum disusun"
    at = moment(told.compilation.at, told.agency.time_zone)
    return f"beku pada draf putaran {told.compilation.round}, disusun {at}"


def _cell(column: Column, told: Explained) -> str:
    return column.cell(told.line).text


def _achieved(column: Column, told: Explained, working: str) -> str:
    cell = column.cell(told.line)
    return f"{cell.text}{f'{PERCENT_SPACE}%' if cell.is_figure else ''} — {working}"
