"""NIP: the 18 digits that identify a civil servant, accepted as written and printed 8-6-1-3."""

import re
from datetime import date

_SEPARATORS = re.compile(r"[\s.\-]+")
_LENGTH = 18
_CONTRACT_MONTH = 21  # NI PPPK has 21 where the NIP has the month of appointment
_EXAMPLE = "Contoh: 19780601 200501 1 016."


def normalise_nip(text: str) -> str:
    """The 18 digits of a NIP or NI PPPK, "" for a blank; ValueError says what is wrong.

    Digits 1–8 birth date, 9–14 year and month of appointment (PPPK: year and 21), 15 sex (1 or 2), 16–18
    sequence; since Peraturan Kepala BKN 22/2007. Spaces, dots and dashes between them are accepted.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"NIP hanya berisi angka. {_EXAMPLE}")
    if len(digits) != _LENGTH:
        raise ValueError(f"NIP harus {_LENGTH} angka, yang diisi {len(digits)} angka. {_EXAMPLE}")
    _check_parts(digits)
    return digits


def _check_parts(digits: str) -> None:
    """Refuse digits that no authority would have given out."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise ValueError(f"Delapan angka pertama NIP bukan tanggal lahir. {_EXAMPLE}") from error
    if int(digits[12:14]) not in {*range(1, 13), _CONTRACT_MONTH}:
        raise ValueError(f"Angka ke-13 dan ke-14 NIP bukan bulan pengangkatan (01–12, PPPK 21). {_EXAMPLE}")
    if int(digits[8:12]) <= int(digits[:4]):
        raise ValueError(f"Tahun pengangkatan dalam NIP harus setelah tahun lahir. {_EXAMPLE}")
    if digits[14] not in "12":
        raise ValueError(f"Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan). {_EXAMPLE}")


def print_nip(digits: str) -> str:
    """ "19780601 200501 1 016"; anything but 18 digits is given back as it is."""
    if len(digits) != _LENGTH:
        return digits
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
