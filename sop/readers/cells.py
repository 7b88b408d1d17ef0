"""Text of cells: crumbs of markup go, every printed word stays; lists come apart into their items."""

import re
from html import unescape

_BLOCK = re.compile(r"</?(?:ol|ul|li|p|div|br|tr|table|tbody|h[1-6])\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|sup|sub|small|a|td|th|pre|code)\b[^<>]*>", re.IGNORECASE
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\u200c\u200d\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[\xa0\u2007\u202f\t\r\f]")
_BREAK = "\n"

# Items that lost what stood between them: "…komputerMemahami", "…Daerah;Undang-Undang".
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z)][;.])(?=[A-Z][a-z])|(?<=;)(?=[A-Z])")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s;.,)a-z]))(\d{1,2})[.)]\s*(?=[^\W\d_])")
_BULLET = re.compile(r"^(?:\d{1,2}[.)]|[a-z][.)](?=\s)|[-–•▪●*])\s*(?=\S)")


def visible(text: str) -> str:
    """Without what no page shows: control characters, byte order marks, lone surrogates."""
    return _UNSEEN.sub("", text)


def clean(text: str) -> str:
    """The printed words of a cell. Its own lines stay lines, runs of spaces stay as printed."""
    words = _INLINE.sub("", _BLOCK.sub(_BREAK, visible(text)))
    words = _SPACES.sub(" ", unescape(words).replace("**", "").replace("\x0b", _BREAK))
    lines = (line.strip() for line in visible(words).split(_BREAK))
    return _BREAK.join(line for line in lines if line)


def one_line(text: str) -> str:
    """A cell whose line breaks came from the width of its column."""
    return " ".join(text.split(_BREAK))


def items(text: str, *, is_list: bool = False) -> list[str]:
    """The items of a list; their printed numbers go. `is_list`: the source marks it as one (<ol>, <ul>)."""
    lines = text.split(_BREAK)
    found: list[str] = []
    for line in lines:
        found += _numbered(line) or (_GLUED.split(line) if is_list and len(lines) == 1 else [line])
    plain = (_BULLET.sub("", item.strip()).strip() for item in found)
    return [item for item in plain if item]


def is_list(raw: str) -> bool:
    """Whether the source marks a cell as a list."""
    return re.search(r"<(?:ol|ul)\b", raw, re.IGNORECASE) is not None


def _numbered(line: str) -> list[str]:
    """The items of "1. … 2. … 3. …" in one line; nothing where the numbers do not count up from 1."""
    starts: list[int] = []
    for match in _NUMBERED.finditer(line):
        if int(match[1]) == len(starts) + 1 and (starts or not line[: match.start()].strip()):
            starts.append(match.start())
    if len(starts) < 2:
        return []
    return [line[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def folded(text: str) -> str:
    """For comparing: lower case, single spaces, one spelling of sub bagian."""
    plain = " ".join(text.lower().split())
    plain = re.sub(r"\b(?:ka\.?|kepala)\s?sub\.?\s?b?ag(?:ian)?\b\.?", "kasubbag", plain)
    return re.sub(r"\bsub\.?\s?b?ag(?:ian)?\b\.?", "subbag", plain)


def key_of(label: str) -> str:
    """A name for use inside one file: “Kasubag. Prog & Keu” → “kasubag-prog-keu”."""
    return "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:60].strip("-")
