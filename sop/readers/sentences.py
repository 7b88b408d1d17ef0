"""What one printed sentence says beside its verbs: branches, delegated work, calendar windows, cycles."""

import re
from dataclasses import dataclass

from kinerja.lib.periods import Cycle

_IF = r"(?:apabila|jika|jikalau|bila|kalau)"
_NO = r"(?:tidak|belum|tdk|kurang|masih|salah|ditolak|ada|terdapat|ditemukan)"
_CONDITION = re.compile(rf"\b{_IF}\b")
_NEGATIVE = re.compile(rf"\b{_IF}\s+{_NO}\b|\btidak\s*(?:maka|:)")
_RETURN = re.compile(
    r"\b(?:di|me\w*)?kembali(?:kan)?\b|\bdiperbaiki\b|\bdilengkapi\b|\bdirevisi\b|\bdiulang\w*"
)
_MEND = re.compile(r"\bdikembalikan\b.*\b(?:diperbaiki|dilengkapi|direvisi|perbaikan|koreksi)\b")
_STEP = re.compile(r"\b(?:langkah|nomor|no\.?|tahap(?:an)?|butir|poin)\s*(?:ke-?\s*)?(\d{1,3})\b")
_PURPOSE = re.compile(
    r"\b(?:untuk|guna|agar)\b.*?(?=,?\s*\b(?:kemudian|selanjutnya|lalu|setelah itu)\b|[.;](?:\s|$)|$)"
)

_DATE = r"(?:tanggal|tgl\.?)\s*"
_MONTH = r"(?!\d|\s*(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)\w*)"
_TO = r"\s*(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|hingga)\s*"
_WINDOW = re.compile(rf"\b{_DATE}(\d{{1,2}}){_TO}(?:{_DATE})?(\d{{1,2}})\b{_MONTH}")
_LATEST = re.compile(
    rf"\b(?:maksimal|maks\.?|paling lambat|paling lama|selambat-lambatnya|sampai(?: dengan)?|hingga)\s*"
    rf"(?:pada\s*|setiap\s*)?{_DATE}(\d{{1,2}})\b{_MONTH}"
)
_FROM = re.compile(rf"\bmulai\s*(?:pada\s*)?{_DATE}(\d{{1,2}})\b{_MONTH}")
_EVERY = re.compile(rf"\b(?:setiap|tiap|pada)\s*{_DATE}(\d{{1,2}})\b{_MONTH}")
_MIDDLE = re.compile(r"\b(?:sampai|hingga|s\.?/?d\.?)\s*(?:dengan\s*)?pertengahan bulan\b")

CYCLES = {
    Cycle.MONTH: re.compile(r"\b(?:bulanan|per bulan|setiap bulan|tiap bulan)\b"),
    Cycle.QUARTER: re.compile(r"\b(?:tri ?wulan(?:an)?|tw)\b"),
    Cycle.SEMESTER: re.compile(r"\bsemester(?:an)?\b"),
    Cycle.YEAR: re.compile(r"\b(?:tahunan|per tahun|setiap tahun|akhir tahun)\b"),
}
LENGTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.SEMESTER: 6, Cycle.YEAR: 12}
_BECOMES = re.compile(r"\b(?:menjadi|untuk menyusun|untuk membuat|ke dalam)\b")


@dataclass(frozen=True)
class Parts:
    """A sentence (folded) taken apart. Parts that were cut out of `main` are blanks there."""

    main: str
    delegated: str  # what the addressee shall do in the same step: "kepada Camat, untuk disetujui"
    positive: str
    negative: str


@dataclass(frozen=True)
class Window:
    """Days of the month after the period, how sure, and the words that say so."""

    opens_day: int | None
    due_day: int | None
    confidence: float
    words: str


def parts_of(sentence: str) -> Parts:
    """Take a sentence apart at its conditions and purposes."""
    condition = _CONDITION.search(sentence)
    main, tail = (sentence, "") if not condition else _cut(sentence, condition.start())
    negative = _NEGATIVE.search(tail)
    positive, negated = (tail, "") if not negative else _cut(tail, negative.start())
    if not main.strip():
        main, positive = _CONDITION.sub(" ", positive), ""
    if not negated and (mend := _MEND.search(main)):
        main, negated = _cut(main, mend.start())
    delegated = " ".join(match[0] for match in _PURPOSE.finditer(main) if _is_passive(match[0]))
    return Parts(_PURPOSE.sub(lambda match: " " * len(match[0]), main), delegated, positive, negated)


def _cut(text: str, at: int) -> tuple[str, str]:
    return text[:at], text[at:]


def _is_passive(purpose: str) -> bool:
    """“untuk disetujui” is the addressee's work in this step, “untuk menyusun” that of the next."""
    return re.match(r"(?:untuk|guna|agar)\s+di\s?[a-z]{3,}", purpose) is not None


def returns(parts: Parts) -> bool:
    """Whether the no branch sends the work back."""
    return bool(_RETURN.search(parts.negative))


def step_named(branch: str) -> str:
    """The number of the step that a branch names; empty where it names none."""
    match = _STEP.search(branch)
    return match[1] if match else ""


def window_in(sentence: str) -> Window | None:
    """The calendar window that a sentence (folded) prints."""
    if match := _WINDOW.search(sentence):
        return Window(int(match[1]), int(match[2]), 0.95, match[0])
    latest, start = _LATEST.search(sentence), _FROM.search(sentence)
    if latest and start and latest.start() > start.start():
        return Window(int(start[1]), int(latest[1]), 0.95, f"{start[0]} … {latest[0]}")
    if latest:
        return Window(None, int(latest[1]), 0.95, latest[0])
    if start and (middle := _MIDDLE.search(sentence)):
        return Window(int(start[1]), 15, 0.6, f"{start[0]} … {middle[0]}")
    if start:
        return Window(int(start[1]), None, 0.9, start[0])
    if every := _EVERY.search(sentence):
        return Window(None, int(every[1]), 0.8, every[0])
    return None


def is_possible(window: Window) -> bool:
    """Whether the days exist and stand in order."""
    days = [day for day in (window.opens_day, window.due_day) if day is not None]
    return all(1 <= day <= 31 for day in days) and days == sorted(days)


def cycles_in(sentence: str) -> list[Cycle]:
    """The cycles that a sentence (folded) names, the shortest first."""
    return [cycle for cycle, pattern in CYCLES.items() if pattern.search(sentence)]


def result_of(sentence: str) -> str:
    """The part that says what becomes of the work: “… menjadi laporan tahunan”; else the whole."""
    match = _BECOMES.search(sentence)
    return sentence[match.end() :] if match and cycles_in(sentence[match.end() :]) else sentence
