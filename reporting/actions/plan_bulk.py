"""Rows of a plan written many at a time, whatever their table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models


def filled(row: Any, columns: Mapping[str, Any]) -> Any:
    """The row with these columns set."""
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def write_rows(added: Sequence[Any], changed: Sequence[Any]) -> None:
    """New rows and changed ones, in batches that every database takes."""
    for rows in (added, changed):
        if not rows:
            continue
        manager = type(rows[0])._default_manager
        if rows is added:
            manager.bulk_create(rows, batch_size=200)
        else:
            names = [f.name for f in type(rows[0])._meta.concrete_fields if not f.primary_key]
            manager.bulk_update(rows, names, batch_size=100)


def shown(value: Any) -> Any:
    """A value as the history keeps it."""
    return str(value) if isinstance(value, models.Model) else value
