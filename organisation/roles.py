"""The roles of an office, as the SOPs name them."""

from django.db.models import TextChoices


class Role(TextChoices):
    HEAD = "head", "Kepala perangkat daerah"
    SECRETARY = "secretary", "Sekretaris"
    PLANNING = "planning", "Kasubbag program/keuangan"
    SUBCOORDINATOR = "subcoordinator", "Subkoordinator"
    UNIT_HEAD = "unit_head", "Kepala bidang/seksi"
    COMPILER = "compiler", "Penyusun laporan"
    OFFICER = "officer", "PPTK"
    STAFF = "staff", "Pelaksana"
    SOP_ADMIN = "sop_admin", "Admin SOP"
    ORGANISATION_BUREAU = "organisation_bureau", "Bagian Organisasi"
    INSPECTORATE = "inspectorate", "Inspektorat"


# Roles that look over every agency of their local government without acting in its runs.
OVERSIGHT = frozenset({Role.ORGANISATION_BUREAU, Role.INSPECTORATE})


class Tenure(TextChoices):
    """In which capacity an office is held; printed before the title where it is not definitive."""

    DEFINITIVE = "definitive", "Definitif"
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."

    @property
    def prefix(self) -> str:
        return "" if self is Tenure.DEFINITIVE else f"{self.label} "
