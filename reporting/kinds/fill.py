"""Entering realisations: one task for each PPTK."""

from sop.registry import Duty, Kind


class Fill(Kind):
    name = "fill"
    title = "Isi realisasi"
    fans_out = True
    duty = Duty.MAKE
