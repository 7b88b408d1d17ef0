"""Delivering the signed report to another system or office; the receipt closes the task."""

from sop.registry import Kind


class Deliver(Kind):
    name = "deliver"
    title = "Kirim laporan"
