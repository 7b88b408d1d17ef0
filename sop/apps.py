"""The procedure: documents as data, and the engine that runs them."""

from django.apps import AppConfig


class SopConfig(AppConfig):
    name = "sop"
    verbose_name = "SOP"

    def ready(self) -> None:
        from sop import kinds

        kinds.register()
