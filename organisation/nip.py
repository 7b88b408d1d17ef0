"""The NIP: eighteen digits (birth date, start of service, sex, sequence), printed 8-6-1-3."""

import re

_SEPARATORS = re.compile(r"[\s.\-]+")


def normalise_nip(text: str) -> str:
    """The eighteen digits without separators; "" for a blank.

    The start of service of a PPPK has “21” where a PNS has a month, so that part is not checked (Perka BKN 22/2007).
    ValueError: an Indonesian sentence that says what to do.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()) or len(digits) != 18:
        raise ValueError(f"NIP “{text.strip()}” harus 18 angka, misalnya 19721101 199803 2 008.")
    month, day, sex = int(digits[4:6]), int(digits[6:8]), digits[14]
    if not (1 <= month <= 12 and 1 <= day <= 31) or sex not in "12":
        raise ValueError(
            f"NIP “{text.strip()}” tidak wajar: 8 angka pertama tanggal lahir (tttt-bb-hh), angka ke-15 1 atau 2."
        )
    return digits


def print_nip(nip: str) -> str:
    """Eighteen digits as printed: 19721101 199803 2 008; anything else is returned as it is."""
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
