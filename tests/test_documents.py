"""The documents tell the truth: what they name exists in the code, and what they link to is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class

from kinerja.lib import env

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("kinerja", "organisation", "sop", "reporting")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OURS = {name: app for name, app in get_commands().items() if app in PARTS}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def names_in(part: str) -> Iterator[str]:
    """Every class, function and assigned name of a part of the house; attributes also as Class.attribute."""
    for path in (ROOT / part).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name
            if isinstance(node, ast.ClassDef):
                yield from (f"{node.name}.{name}" for name in assigned(node.body))
            if isinstance(node, ast.Module):
                yield from assigned(node.body)


def assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def glossary() -> list[str]:
    rows = [line.split("|") for line in read("docs/glossary.md").splitlines() if line.startswith("| ")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row[2])]


def test_every_code_name_of_the_glossary_exists() -> None:
    known = {name for part in PARTS for name in names_in(part)}
    known |= {name.rpartition(".")[2] for name in known}
    named = glossary()
    assert len(named) > 50
    assert [name for name in named if name not in known] == []


def test_every_command_is_told_with_all_its_options() -> None:
    readme = read("README.md")
    for name, app in OURS.items():
        parser = load_command_class(app, name).create_parser("manage.py", name)
        standard = BaseCommand().create_parser("manage.py", name)
        usual = {option for action in standard._actions for option in action.option_strings}
        own = [action for action in parser._actions if action.help != "==SUPPRESS=="]
        options = {option for action in own for option in action.option_strings} - usual
        told = [line for line in readme.splitlines() if f"`{name}" in line]
        assert told, name
        assert [option for option in options if option not in "".join(told)] == [], name


def test_no_command_is_told_that_does_not_exist() -> None:
    told = set(
        re.findall(r"manage\.py ([a-z_]+)", "".join(page.read_text(encoding="utf-8") for page in PAGES))
    )
    assert told - set(get_commands()) == set()


@pytest.mark.parametrize("name", sorted(env.KNOWN))
def test_every_variable_is_told(name: str) -> None:
    assert f"`{name}`" in read("README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
