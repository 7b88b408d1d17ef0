"""Ranks of civil servants (pangkat dan golongan ruang) and grades of PPPK."""

PNS: dict[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
_ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)
PPPK: dict[str, str] = {f"P-{roman}": f"Golongan {roman}" for roman in _ROMAN}


def printed(code: str) -> str:
    """The rank as under a signature: “Pembina Tingkat I (IV/b)”; a PPPK grade has no rank name."""
    return f"{PNS[code]} ({code})" if code in PNS else PPPK.get(code, code)


CHOICES: list[tuple[str, str]] = [(code, printed(code)) for code in (*PNS, *PPPK)]
