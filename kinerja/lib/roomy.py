"""Room for deep calls.

CPython keeps the frames of its calls in pieces of 16 KB. Where a loop happens to call across the end of a
piece, each of its calls takes a piece from the system and gives it back (python/cpython#142183, mended in
3.13 and later). The same page took 0.5 s or 2.2 s of work, depending on how deep it was drawn, and a PDF up
to a third more. A first frame that claims much makes the interpreter take one large piece for all below it.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Eight bytes each, a little above half a MB: so a piece of 1 MB is taken, and what is not claimed is free for
# the frames below. Memory that nobody touches costs nothing.
_CLAIM = (1 << 16) + 1_000


def roomy(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of the call, with room for a few thousand frames below it."""
    return call(*args, **kwargs)


roomy.__code__ = roomy.__code__.replace(co_stacksize=_CLAIM)
