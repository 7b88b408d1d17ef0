"""The looks of our workbooks' cells, and the number format that shows a figure as the page does."""

from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from reporting.renderers.columns import Form, written

_FONT = "Arial"
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_INDONESIAN = "[$-421]"
_MOST_PLACES = 6  # what a figure below 1 is shown with


def style_of(value: Decimal, form: Form) -> str:
    """The style that shows the figure with as many decimals, and with the same "<", as the page."""
    shown = written(value, form)
    places = len(shown.partition(",")[2])
    return f"kurang_{places}" if shown.startswith("<") else f"angka_{places}"


def add_styles(book: Workbook) -> None:
    for style in [*_words(), *_figures()]:
        book.add_named_style(style)


def _figures() -> list[NamedStyle]:
    right = _aligned("right")
    codes = {f"angka_{places}": _code(places) for places in range(_MOST_PLACES + 1)}
    for places in (0, 2):  # a figure that more decimals do not tell from the round one above it
        code = _code(places)
        codes[f"kurang_{places}"] = f'"< "{code};{_INDONESIAN}"< -"{code}'
    return [
        NamedStyle(name, font=_plain(), alignment=right, border=_FRAME, number_format=f"{_INDONESIAN}{code}")
        for name, code in codes.items()
    ]


def _code(places: int) -> str:
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _words() -> list[NamedStyle]:
    left, centre, right = _aligned("left"), _aligned("center"), _aligned("right")
    plain, bold = _plain(), Font(name=_FONT, size=9, bold=True)
    grey, light = PatternFill("solid", fgColor="D9E2E4"), PatternFill("solid", fgColor="F1F4F5")
    signed = Font(name=_FONT, size=10, bold=True, underline="single")
    return [
        NamedStyle("kop", font=Font(name=_FONT, size=10), alignment=centre),
        NamedStyle("kop_nama", font=Font(name=_FONT, size=13, bold=True), alignment=centre),
        NamedStyle("judul", font=Font(name=_FONT, size=11, bold=True), alignment=centre),
        NamedStyle("draf", font=Font(name=_FONT, size=9, bold=True, color="9C2B1B"), alignment=centre),
        NamedStyle("kepala", font=bold, alignment=centre, border=_FRAME, fill=grey),
        NamedStyle("cabang", font=bold, alignment=left, border=_FRAME, fill=light),
        NamedStyle("kata", font=plain, alignment=left, border=_FRAME),
        NamedStyle("kata_kanan", font=plain, alignment=right, border=_FRAME),
        NamedStyle("jumlah", font=bold, alignment=left, border=_FRAME, fill=light),
        NamedStyle("catatan", font=plain, alignment=left),
        NamedStyle("tanda", font=Font(name=_FONT, size=10), alignment=centre),
        NamedStyle("tanda_nama", font=signed, alignment=centre),
    ]


def _plain() -> Font:
    return Font(name=_FONT, size=9)


def _aligned(side: str) -> Alignment:
    return Alignment(horizontal=side, vertical="center" if side == "center" else "top", wrap_text=True)
