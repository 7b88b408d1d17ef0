"""Signing the approved report: file, checksum, who, when and in which capacity are frozen."""

from sop.registry import Duty, Kind


class Sign(Kind):
    name = "sign"
    title = "Tanda tangani laporan"
    final = True
    duty = Duty.SIGN
