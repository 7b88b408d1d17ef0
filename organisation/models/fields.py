"""Model fields that speak the language of the office."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kinerja.lib.periods import Period


class PeriodField(models.Field[Period | str, Period]):
    """A reporting period, kept as its code: 2026-01, 2026-Q1, 2026-S1 or 2026."""

    description = "Periode pelaporan"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *_: object) -> Period | None:
        return None if value is None else Period.parse(value)

    def to_python(self, value: object) -> Period | None:
        if value is None or isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))
