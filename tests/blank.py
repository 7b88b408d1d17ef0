"""Papers as empty files: for stories that sign and send them and never look into one."""

from collections.abc import Iterable, Sequence

from kinerja.lib.printing import Place


def pdf(html: str, styles: Sequence[str]) -> bytes:
    return b"%PDF-1.7\n%%EOF\n"


def pdf_with_places(
    html: str, styles: Sequence[str], wanted: Iterable[str]
) -> tuple[bytes, dict[str, Place]]:
    return pdf(html, styles), {name: Place(0, (0, 0, 10, 10)) for name in wanted}


def workbook(sheet: object) -> bytes:
    return b"PK\x05\x06" + bytes(18)
