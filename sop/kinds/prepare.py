"""Getting ready: each holder sees to it that the material is at hand; nobody waits for the tick."""

from sop.registry import Kind


class Prepare(Kind):
    name = "prepare"
    title = "Siapkan data"
    fans_out = True
    gates = False
