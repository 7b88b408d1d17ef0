"""The text of a section: plain paragraphs and lists, read from lines; nothing in it is ever markup.

An empty line ends a paragraph; "- " begins an item of a list, "1. " or "a. " one of a numbered list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST_TEXT = 40_000
_ITEM = re.compile(r"(?P<sign>[-•*–]|[0-9]{1,2}[.)]|[a-z][.)])\s+(?P<words>\S.*)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Piece:
    """A paragraph (one line), or a list with its items."""

    lines: Sequence[str]
    is_list: bool = False
    is_numbered: bool = False


@dataclass(frozen=True)
class Change:
    """A line that both texts have, or that only one of them has."""

    mark: str  # "=", "-" for the earlier text only, "+" for the later one only
    words: str


def clean(text: str) -> str:
    """The text as it is kept: one kind of line end, nothing invisible, no spaces at the ends."""
    lines = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def pieces_of(text: str) -> list[Piece]:
    """The paragraphs and lists of a text, in order."""
    found: list[Piece] = []
    for line in [*clean(text).split("\n"), ""]:
        words = " ".join(line.split())
        item = _ITEM.fullmatch(words)
        if not words:
            found.append(Piece([]))
        elif item:
            _add_item(found, item["words"], is_numbered=item["sign"][0].isalnum())
        elif found and found[-1].lines and (line[0].isspace() or not found[-1].is_list):
            last = found.pop()
            found.append(
                Piece([*last.lines[:-1], f"{last.lines[-1]} {words}"], last.is_list, last.is_numbered)
            )
        else:
            found.append(Piece([words]))
    return [piece for piece in found if piece.lines]


def _add_item(found: list[Piece], words: str, *, is_numbered: bool) -> None:
    """The item joins the list above it if that is of its kind."""
    last = found[-1] if found else Piece([])
    if last.is_list and last.is_numbered == is_numbered:
        found[-1] = Piece([*last.lines, words], is_list=True, is_numbered=is_numbered)
    else:
        found.append(Piece([words], is_list=True, is_numbered=is_numbered))


def differences(earlier: str, later: str) -> list[Change]:
    """Line by line what was taken out and what came in."""
    before, after = clean(earlier).split("\n"), clean(later).split("\n")
    changes: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            changes += [Change("=", words) for words in before[a:b]]
        else:
            changes += [Change("-", words) for words in before[a:b]]
            changes += [Change("+", words) for words in after[c:d]]
    return changes
