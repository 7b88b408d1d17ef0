"""What an agency promised and achieved, and how a period's report comes to be, is signed and travels."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Pelaporan"

    def ready(self) -> None:
        from reporting import kinds

        kinds.register()
