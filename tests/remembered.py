"""Stories that many tests begin with are told once in a process; then their rows are put down as they were.

A story counts as told where the tables, what it is given, the settings and the renderers are what they were
when it was told; anything else is told anew. Only rows, stored files and the anchor of a story are kept.
"""

import functools
import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from organisation.models import StoredFile
from reporting.renderers import excel, pdf

P = ParamSpec("P")
R = TypeVar("R")
Row = tuple[Any, ...]
Tables = dict[str, dict[str, Row]]  # rows by their words, because a row may hold what cannot be hashed
RENDERERS = ((pdf, "pdf_of"), (pdf, "pdf_with_places"), (excel, "render"))  # tests blank them


@dataclass(frozen=True)
class Told:
    """What a story left behind."""

    gone: dict[str, list[Any]]  # keys of the rows that it changed or took away
    come: dict[str, list[Row]]
    anchor: bytes | None
    files: dict[Path, bytes]
    answer: bytes


_told: dict[bytes, Told] = {}


def remembered(story: Callable[P, R]) -> Callable[P, R]:
    """The story, told once for each beginning."""

    @functools.wraps(story)
    def tell(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _tables()
        beginning = _beginning(f"{story.__module__}.{story.__qualname__}", (args, kwargs), before)
        if beginning not in _told:
            answer = story(*args, **kwargs)
            _told[beginning] = _left_behind(before, answer)
            return answer
        _put_down(_told[beginning])
        again: R = pickle.loads(_told[beginning].answer)  # noqa: S301 - pickled by this process
        return again

    return tell


def _tables() -> Tables:
    tables = {}
    with connection.cursor() as cursor:
        for name in _names():
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            tables[name] = {repr(row): row for row in cursor.fetchall()}
    return tables


@functools.cache
def _names() -> list[str]:
    return sorted(set(connection.introspection.django_table_names(only_existing=True)))


def _beginning(name: str, given: object, tables: Tables) -> bytes:
    settings_now = vars(vars(settings)["_wrapped"]).items()
    chosen = sorted(
        (key, repr(value)) for key, value in settings_now if key.isupper() and key != "ANCHOR_FILE"
    )
    renderers = [vars(module)[name].__qualname__ for module, name in RENDERERS]
    digest = hashlib.sha256(pickle.dumps((name, given, _anchor(), chosen, renderers)))
    for table, rows in tables.items():
        digest.update(repr((table, sorted(rows))).encode())
    return digest.digest()


def _anchor() -> bytes | None:
    path = Path(settings.ANCHOR_FILE)
    return path.read_bytes() if path.exists() else None


def _left_behind(before: Tables, answer: object) -> Told:
    after = _tables()
    come = {name: _beyond(after[name], before[name]) for name in after}
    gone = {name: [row[0] for row in _beyond(before[name], after[name])] for name in before}
    keys = [row[0] for row in come[StoredFile._meta.db_table]]
    files = {file.path: file.path.read_bytes() for file in StoredFile.objects.filter(pk__in=keys)}
    return Told(gone, come, _anchor(), files, pickle.dumps(answer))


def _beyond(rows: dict[str, Row], others: dict[str, Row]) -> list[Row]:
    return [row for words, row in rows.items() if words not in others]


@transaction.atomic
def _put_down(told: Told) -> None:
    with connection.cursor() as cursor:
        for name, keys in told.gone.items():
            statement = f'DELETE FROM "{name}" WHERE "{_key_of(name)}" = %s'  # noqa: S608
            cursor.executemany(statement, [(key,) for key in keys])
        for name, rows in told.come.items():
            if rows:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608
    if told.anchor is not None:
        Path(settings.ANCHOR_FILE).write_bytes(told.anchor)
    for path, content in told.files.items():
        if not path.exists() or path.read_bytes() != content:  # another test may have damaged it
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@functools.cache
def _key_of(table: str) -> str:
    """The first column: the key of every table of ours."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608
        return str(cursor.description[0][0])
