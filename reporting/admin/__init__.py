"""Pages for mending a plan by hand; realisations and reports are not changed here."""

from reporting.admin import archive, deliveries, plans, policy

__all__ = ["archive", "deliveries", "plans", "policy"]
