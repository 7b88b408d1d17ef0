"""How long a draft is, and who waits before whom for a large file."""

from reporting.models import Compilation, Rendering

LONG = 150  # rows; shorter reports are printed while somebody waits for the page


def length_of(compilation: Compilation) -> int:
    """How many rows the draft has in both of its tables."""
    return int(compilation.lines.count() + compilation.budget_lines.count())


def is_long(compilation: Compilation) -> bool:
    """Whether any of its files is made beforehand."""
    return length_of(compilation) > LONG


def ahead_of(rendering: Rendering) -> int:
    """How many files are made before this one."""
    before = Rendering.objects.unfinished().filter(pk__lt=rendering.pk)
    return int(before.count())
