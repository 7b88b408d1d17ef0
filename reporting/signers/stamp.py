"""The visible stamp of an electronic signature: one of our own printed pages, as large as its room."""

import io

import pypdfium2
from django.template.loader import render_to_string

from kinerja.lib.printing import pdf_of
from kinerja.lib.qr import qr_svg
from reporting.signers.order import Order

MILLIMETRES = 25.4 / 72  # of a point
SHARP = 4.0  # times 72 dots per inch, for a stamp that is handed over as a picture

Box = tuple[int, int, int, int]


def stamp_pdf(order: Order, box: Box, label: str) -> bytes:
    """A page of exactly the size of the room."""
    left, bottom, right, top = box
    html = render_to_string(
        "documents/stamp.html", {"order": order, "label": label, "qr": qr_svg(order.address)}
    )
    width, height = (right - left) * MILLIMETRES, (top - bottom) * MILLIMETRES
    size = f"@page {{ size: {width:.3f}mm {height:.3f}mm; margin: 0 }}"
    return pdf_of(html, (_STYLE, size))


def stamp_png(order: Order, box: Box, label: str) -> bytes:
    """The same as a picture, for a service that draws the stamp itself."""
    document = pypdfium2.PdfDocument(stamp_pdf(order, box, label))
    try:
        picture = document[0].render(scale=SHARP).to_pil()
    finally:
        document.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


_STYLE = """
html { font: 6.2pt/1.25 "Liberation Sans", Arial, sans-serif; color: #000 }
body { margin: 0 }
p { margin: 0 } .label { font-weight: bold }
.stamp { padding: 0.6mm; display: flex; gap: 1.5mm; border: 0.2mm solid #667; box-sizing: border-box }
.stamp { height: 100vh } .whole .stamp { height: 24mm; margin: 1mm 0; text-align: left }
svg { width: 21.4mm; height: 21.4mm; flex: none }
.address { font-size: 5pt; overflow-wrap: anywhere }
.whole { font-size: 9pt; text-align: center } .whole .stamp { font-size: 6.2pt }
.name { font-weight: bold; text-decoration: underline }
"""
