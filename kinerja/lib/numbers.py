"""Indonesian numbers: a reader that asks instead of guessing, and writers for figures, money and percent."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

PERCENT_SPACE = " "  # what stands between figure and percent sign
MAX_WHOLE_DIGITS = 18  # columns hold no more; a longer number is a slip of the hand
MAX_PLACES = 10
MOST_SHOWN_PLACES = 4  # how far a figure is followed to keep it from reading as the round one above it

_BLANKS = {"", "-", "--", "—"}
_CHOICES = {"n/a", "na", "nihil", "tidak ada", "tidak diukur", "belum", "belum ada", "belum diukur"}
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-"})
_SEPARATORS = str.maketrans({"٫": ",", "٬": ".", "’": "'", "،": ",", "．": ".", "，": ","})
_SIGNS = str.maketrans({"％": "%", "٪": "%", "＋": "+", "（": "(", "）": ")"})
_BETWEEN_CELLS = {"Cc", "Zl", "Zp"}  # a tab or a line end parts two cells that were pasted into one
_LONE_CURRENCY = re.compile(r"(?:rp\.?|idr)[\s\-,.]*", re.IGNORECASE)
_CURRENCY = re.compile(r"(?:rp\.?|idr)\s*", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|persen)", re.IGNORECASE)
_RUPIAH_TAIL = re.compile(r",-+$")  # "Rp 1.000,-"

_PLAIN = re.compile(r"([0-9]*)(?:([.,])([0-9]*))?")
_SPACED = re.compile(r"([0-9]{1,3}(?:([ '])[0-9]{3})(?:\2[0-9]{3})*)(?:[.,]([0-9]+))?")
_DOTTED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_SMALL = re.compile(r"0+[.,][0-9]{3}")
_COMMAED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_SEVERAL = re.compile(r"[0-9]\s*(?:[-:/]|s\.?d\.?|sampai|hingga|dari)\s*[0-9]", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[0-9.,]+e[+-]?[0-9]+", re.IGNORECASE)
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,' ]*\s*[^\W\d_]", re.IGNORECASE)


class ReadingKind(StrEnum):
    """What came of reading a cell."""

    VALUE = "value"
    BLANK = "blank"
    QUESTION = "question"
    ERROR = "error"


@dataclass(frozen=True)
class Reading:
    """Outcome of reading one text; `raw` is kept, `sentence` says what to do where there is no value."""

    kind: ReadingKind
    raw: str
    value: Decimal | None = None
    sentence: str = ""
    choices: tuple[Decimal, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the text can be stored as it is: a value or a blank."""
        return self.kind in {ReadingKind.VALUE, ReadingKind.BLANK}


@dataclass(frozen=True)
class _Ambiguous:
    """A body with two sensible readings: thousands first, then fraction."""

    thousands: Decimal
    fraction: Decimal


class _UnreadableError(Exception):
    """Carries the sentence for the person who typed."""


def read_number(text: str, *, decimals: bool) -> Reading:
    """Read a number as people type and paste it; never raises.

    `decimals` tells what the field holds: true for units with fractions (percent, index), where "1.234"
    is a question; false for counts and money, where "1.234" is 1234 and "1,234" is the question. A fraction
    that is plain to see ("1.234,50") is accepted in both; `read_whole` refuses it. The percent sign and "Rp"
    are dropped, the value is not divided by 100. Why it asks: public e-SAKIP code reads "1.234" as 1,234 in
    one module and as 1234 in another.
    """
    cleaned = _clean(text)
    if cleaned in _BLANKS:
        return Reading(ReadingKind.BLANK, text)
    try:
        if _spans_cells(text):
            raise _UnreadableError
        negative, body = _split_sign(_strip_marks(cleaned))
        found = _read_body(body, decimals=decimals)
    except _UnreadableError:
        return Reading(ReadingKind.ERROR, text, sentence=_complaint(text.strip(), cleaned))
    if isinstance(found, _Ambiguous):
        return _ask(text, found, negative=negative)
    if not _fits(found):
        sentence = (
            f"Angka “{text.strip()}” terlalu panjang: paling banyak {MAX_WHOLE_DIGITS} angka di depan koma "
            f"dan {MAX_PLACES} di belakangnya."
        )
        return Reading(ReadingKind.ERROR, text, sentence=sentence)
    return Reading(ReadingKind.VALUE, text, value=_signed(found, negative=negative))


def read_whole(text: str) -> Reading:
    """Read a count: as `read_number` without decimals, but a fraction other than zero is an error."""
    reading = read_number(text, decimals=False)
    if reading.value is None:
        return reading
    if reading.value != reading.value.to_integral_value():
        sentence = f"“{text.strip()}” bukan bilangan bulat. Isi tanpa angka di belakang koma."
        return Reading(ReadingKind.ERROR, text, sentence=sentence)
    return Reading(ReadingKind.VALUE, text, value=reading.value.to_integral_value())


def _clean(text: str) -> str:
    """One spelling for digits, minus signs, separators and spaces; invisible marks removed."""
    visible = "".join(_plain_character(character) for character in text)
    return " ".join(visible.translate(_MINUS_SIGNS).translate(_SEPARATORS).translate(_SIGNS).split())


def _spans_cells(text: str) -> bool:
    """Whether a tab or a line end stands inside: "1⇥234" is two cells and not 1.234."""
    return any(unicodedata.category(character) in _BETWEEN_CELLS for character in text.strip())


def _plain_character(character: str) -> str:
    """Decimal digits of any script as 0–9; format marks (direction, zero width) vanish."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "" if category == "Cf" else character


def _strip_marks(text: str) -> str:
    """Remove one currency mark and one percent mark."""
    without_tail = _RUPIAH_TAIL.sub("", text)
    bare = _CURRENCY.sub("", without_tail, count=1)
    match = _PERCENT.search(bare)
    if match is None:
        return bare.strip()
    rest = bare[match.end() :].strip()
    if rest not in {"", ")"}:
        raise _UnreadableError
    return (bare[: match.start()] + rest).strip()


def _split_sign(text: str) -> tuple[bool, str]:
    """Sign and body; brackets are the bookkeeper's minus."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text[:1] in {"-", "+"}:
        return text[0] == "-", text[1:].strip()
    return False, text


def _read_body(body: str, *, decimals: bool) -> Decimal | _Ambiguous:
    """The unsigned figure, or both readings where the separator says too little."""
    grouped = _SPACED.fullmatch(body) or _DOTTED.fullmatch(body) or _COMMAED.fullmatch(body)
    if grouped and body.startswith("0") and not _SMALL.fullmatch(body):
        raise _UnreadableError  # "0.123.456" and "01.234" are codes, not thousands
    if match := _SPACED.fullmatch(body):
        if match[3] and len(match[3]) == 3 and not decimals:
            return _Ambiguous(_decimal(match[1] + match[3], None), _decimal(match[1], match[3]))
        return _decimal(match[1], match[3])
    if match := _DOTTED.fullmatch(body):
        if match[2] is not None or body.count(".") > 1:
            return _decimal(match[1], match[2])
        return _read_lone_separator(body, ".", wants_fraction=decimals, asks=decimals)
    if match := _COMMAED.fullmatch(body):
        if match[2] is not None or body.count(",") > 1:
            return _decimal(match[1], match[2])
        return _read_lone_separator(body, ",", wants_fraction=True, asks=not decimals)
    match = _PLAIN.fullmatch(body)
    if match is None or not (match[1] or match[3]):
        raise _UnreadableError
    if match[2] and len(match[3]) == 3 and len(match[1]) > 3 and not decimals:
        return _Ambiguous(_decimal(match[1] + match[3], None), _decimal(match[1], match[3]))
    return _decimal(match[1], match[3])


def _read_lone_separator(
    body: str, separator: str, *, wants_fraction: bool, asks: bool
) -> Decimal | _Ambiguous:
    """ "1.234" and "1,234": one separator followed by exactly three digits."""
    before, after = body.split(separator)
    fraction, thousands = _decimal(before, after), _decimal(before + after, None)
    if before.startswith("0"):  # nobody writes thousands as 0.123
        return fraction
    if asks:
        return _Ambiguous(thousands, fraction)
    return fraction if wants_fraction else thousands


def _decimal(whole: str, fraction: str | None) -> Decimal:
    """Digits, with their separators, as an exact number."""
    digits = re.sub(r"[^0-9]", "", whole) or "0"
    return Decimal(f"{digits}.{fraction}") if fraction else Decimal(digits)


def _signed(value: Decimal, *, negative: bool) -> Decimal:
    """The value with its sign; there is no minus zero."""
    return value.copy_negate() if negative and value else value


def _fits(value: Decimal) -> bool:
    """Whether the columns can hold the value."""
    exponent = value.as_tuple().exponent
    return value.adjusted() < MAX_WHOLE_DIGITS and isinstance(exponent, int) and exponent >= -MAX_PLACES


def _ask(text: str, found: _Ambiguous, *, negative: bool) -> Reading:
    """The question that names both readings as the person may type them."""
    thousands, fraction = (_signed(value, negative=negative) for value in (found.thousands, found.fraction))
    sentence = (
        f"“{text.strip()}” dapat berarti dua hal. Tulis “{_typed(thousands)}” bila maksudnya "
        f"{format_number(thousands, 0)}, atau “{_typed(fraction)}” bila maksudnya pecahan."
    )
    return Reading(ReadingKind.QUESTION, text, sentence=sentence, choices=(thousands, fraction))


def _typed(value: Decimal) -> str:
    """A spelling with decimal comma and without thousands."""
    return f"{value:f}".replace(".", ",")


def _complaint(shown: str, cleaned: str) -> str:
    """What to do about a text that is no number."""
    short = shown if len(shown) <= 40 else f"{shown[:39]}…"
    if _LONE_CURRENCY.fullmatch(cleaned):
        return f"“{short}” tidak memuat angka. Tulis 0 bila memang nol, atau kosongkan isian ini."
    if cleaned.lower() in _CHOICES:
        return f"“{short}” bukan angka. Kosongkan isian ini, atau pilih “nihil” atau “tidak diukur”."
    if _SCIENTIFIC.fullmatch(cleaned):
        return f"“{short}” adalah singkatan lembar kerja. Tulis angkanya lengkap, misalnya 120000."
    if _SEVERAL.search(cleaned) or _spans_cells(shown):
        return f"“{short}” berisi lebih dari satu angka. Isi satu angka saja."
    if _WITH_UNIT.match(cleaned):
        return f"“{short}” memuat kata. Tulis angkanya saja tanpa satuan, misalnya 34,49."
    return f"“{short}” bukan angka. Tulis misalnya 34,49 atau 1.234.567."


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """Round for display, half away from zero; ValueError for a value that is not finite."""
    if not value.is_finite():
        raise ValueError("Nilai tak hingga tidak dapat ditulis.")
    with localcontext() as context:
        context.prec = max(28, value.adjusted() + places + 2)
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_number(value: Decimal, places: int = 2, *, trim: bool = False) -> str:
    """ "1.234.567,89", half-up; `trim` drops zeros at the end of the fraction ("12,50" → "12,5")."""
    rounded = round_half_up(value, places)
    text = f"{rounded.copy_abs():,.{places}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    swapped = text.translate(str.maketrans(",.", ".,"))
    return f"-{swapped}" if rounded < 0 else swapped


def format_money(value: Decimal) -> str:
    """Rupiah as "Rp1.234.567"; cents are shown only where there are any ("Rp1.234,50")."""
    rounded = round_half_up(value, 2)
    places = 0 if rounded == rounded.to_integral_value() else 2
    return f"{'-' if rounded < 0 else ''}Rp{format_number(rounded.copy_abs(), places)}"


def honest_places(value: Decimal, places: int = 2) -> int | None:
    """The decimals to show so that a value just under a whole number does not read as that number.

    `places` for most figures; more, up to four, where rounding reaches a whole number that the value is below
    (99.996 needs three); None where even four say the whole number. ValueError for a value not finite.
    """
    whole = round_half_up(value, places)
    if whole != whole.to_integral_value() or value >= whole:
        return places
    return next(
        (p for p in range(places + 1, MOST_SHOWN_PLACES + 1) if round_half_up(value, p) < whole), None
    )


def format_figure(value: Decimal, places: int = 2, *, trim: bool = False) -> str:
    """As `format_number`, but "99,996" or "< 100,00" for a value just under the 100,00 it rounds to."""
    enough = honest_places(value, places)
    shown = format_number(value, places if enough is None else enough, trim=trim)
    return f"< {shown}" if enough is None else shown


def format_percent(value: Decimal, places: int = 2, *, trim: bool = False) -> str:
    """ "87,56 %" for a value that is already in percent; just under a whole number as `format_figure`."""
    return f"{format_figure(value, places, trim=trim)}{PERCENT_SPACE}%"
