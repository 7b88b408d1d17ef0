"""Pages for mending a plan by hand; realisations and reports are not changed here."""

from reporting.admin import archive, deliveries, esign, plans, policy

__all__ = ["archive", "deliveries", "esign", "plans", "policy"]
