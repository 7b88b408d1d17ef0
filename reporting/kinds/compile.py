"""Compiling the draft of the report from what was submitted."""

from sop.registry import Kind


class Compile(Kind):
    name = "compile"
    title = "Susun laporan"
