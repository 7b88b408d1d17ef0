"""The tables of words: which verb asks for which kind of task, and which lane is which role.

The first line that fits a stretch of a sentence takes it, so the particular stands above the general. Kinds
are named as in the registry, which this package does not import. Confidence: how often the word means that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from organisation.roles import Role

KIND_NAMES = {
    "instruct": "disposisi/penugasan",
    "prepare": "penyiapan",
    "open": "pembukaan formulir isian",
    "distribute": "pembagian",
    "fill": "pengisian",
    "hand_over": "penyerahan",
    "compile": "penyusunan",
    "review": "peninjauan",
    "correct": "koreksi",
    "letter": "surat pengantar/nota dinas",
    "initial": "paraf",
    "sign": "tanda tangan",
    "circulate": "sosialisasi",
    "deliver": "pengiriman",
    "archive": "pengarsipan",
}
MAKING = frozenset({"fill", "compile", "letter", "correct", "prepare"})
CHECKING = frozenset({"review", "correct", "initial", "sign"})
_FEW = r"(?: \S+){0,3}?"
_FORM = r"(?:format|formulir|blangko|kuesioner|isian|instrumen|template|jadwal)"
_ABOVE = (
    r"(?:bagian organisasi|biro organisasi|inspektorat|bupati|wali ?kota|gubernur|bappe\w+|sekretaris daerah)"
)

# word(s) of the sentence, kind ("" = no task of its own), confidence
_KINDS = (
    (r"menerima(?: (?:dan|serta) memeriksa)? surat", "", 0.9),
    (r"(?:men|di)disposisi(?:kan)?", "instruct", 0.95),
    (r"memerintah(?:kan)?(?: (?:dan|serta) mengarahkan)?|diperintahkan", "instruct", 0.9),
    (r"menugas(?:kan|i)|ditugas(?:kan|i)|menginstruksikan|menunjuk", "instruct", 0.9),
    (r"mengarahkan|memberi(?:kan)? (?:arahan|petunjuk|perintah|disposisi|tugas)", "instruct", 0.75),
    (r"meneliti (?:dan|serta) mengoreksi", "correct", 0.9),
    (r"(?:mengoreksi|dikoreksi|memperbaiki|diperbaiki|merevisi|direvisi|menyempurnakan)", "correct", 0.8),
    (r"(?:membubuhkan |memberi(?:kan)? )?(?:memaraf|diparaf|paraf)", "initial", 0.95),
    (r"(?:me|di)nanda ?tangani|ditanda ?tangani|(?:membubuhkan )?tanda ?tangan", "sign", 0.95),
    (r"mengesahkan|disahkan|pengesahan", "sign", 0.8),
    (rf"(?:membuat|menyusun|menyiapkan|mengetik|mengonsep){_FEW} (?:surat|nota dinas)", "letter", 0.85),
    (r"menyiapkan (?:link|tautan|aplikasi|google)|membuka (?:periode|akses|aplikasi|pengisian)", "open", 0.7),
    (rf"(?:membuat|menyusun|merancang){_FEW} {_FORM}", "prepare", 0.85),
    (r"menyiapkan|mempersiapkan|disiapkan", "prepare", 0.85),
    (
        rf"(?:membagi(?:kan)?|dibagi(?:kan)?|mendistribusikan|menyebarkan)(?:{_FEW} {_FORM})?",
        "distribute",
        0.9,
    ),
    (rf"(?:menyampaikan|mengirim(?:kan)?){_FEW} {_FORM}", "distribute", 0.8),
    (r"(?:mengumpulkan|meminta) [^.,;]*?\bkepada", "distribute", 0.6),
    (rf"(?:meng-?entr[iy]|entr[iy]|menginput|input|memasukkan){_FEW} aplikasi", "deliver", 0.75),
    (r"mengisi|diisi", "fill", 0.95),
    (r"menginput|meng-?entr[iy]|memasukkan", "fill", 0.85),
    (r"input|entr[iy]", "fill", 0.7),
    (r"(?:meng|di)?upload|meng-upload|mengunggah|diunggah", "deliver", 0.9),
    (rf"(?:menyampaikan|melaporkan|meneruskan|disampaikan)[^.;]*? (?:ke|kepada) {_ABOVE}", "deliver", 0.75),
    (r"mengirim(?:kan)?|dikirim(?:kan)?", "deliver", 0.85),
    (r"di ?agenda(?:kan)?|mengagendakan", "deliver", 0.7),
    (r"mensosialisasikan|menyosialisasikan|sosialisasi|mengumumkan|mengedarkan", "circulate", 0.9),
    (r"mengarsip(?:kan)?|diarsip(?:kan)?|pengarsipan", "archive", 0.95),
    (r"menyimpan|disimpan|mendokumentasikan|didokumentasikan", "archive", 0.85),
    (r"meng?kompilasi|mengompilasi|merekap(?:itulasi)?|direkap|merangkum", "compile", 0.9),
    (r"menghimpun|dihimpun|mengolah|diolah|menggabungkan|menyusun|disusun", "compile", 0.85),
    (rf"membuat{_FEW} laporan|mengumpulkan", "compile", 0.7),
    (r"memverifikasi|diverifikasi|mereviu|mereview|menelaah|menganalis[ai]s?|mengevaluasi", "review", 0.9),
    (
        r"meneliti|memeriksa|diperiksa|mengecek|mencermati|memvalidasi|memonitor(?:ing)?|memantau",
        "review",
        0.8,
    ),
    (
        r"menyetujui|disetujui|menilai|melakukan (?:verifikasi|pemeriksaan|evaluasi|reviu|telaah)",
        "review",
        0.85,
    ),
    (r"melakukan validasi", "review", 0.5),
    (r"menyerahkan|diserahkan|meneruskan|diteruskan|mengajukan|diajukan", "hand_over", 0.85),
    (r"melaporkan|menyampaikan|disampaikan|mengembalikan|dikembalikan", "hand_over", 0.8),
    (r"membuat|melaksanakan|melakukan", "prepare", 0.4),
)

# the whole label of a lane, role, whether it lies outside the agency, confidence
_ROLES: tuple[tuple[str, str, bool, float], ...] = (
    (r"(?:bagian|biro) organisasi.*", Role.ORGANISATION_BUREAU, True, 0.9),
    (r"inspektorat.*|apip.*|auditor.*", Role.INSPECTORATE, True, 0.9),
    (
        r"bupati.*|wali ?kota.*|gubernur.*|sekda.*|sekretaris daerah.*|asisten.*|bappe\w+.*|dprd.*",
        "",
        True,
        0.7,
    ),
    (
        r"kasubbag .*(?:prog|perencanaan|sungram|keu|laporan|evaluasi|ren\b).*|kasubbag (?:pe|prc|ren).*",
        Role.PLANNING,
        False,
        0.9,
    ),
    (r"(?:sub ?)?koordinator.*|ketua tim.*", Role.SUBCOORDINATOR, False, 0.85),
    (r"pptk.*|pejabat pelaksana teknis.*|pengampu.*", Role.OFFICER, False, 0.95),
    (r".*\bpenyusun.*", Role.COMPILER, False, 0.8),
    (r"sekretaris.*|sekcam.*|sekdin.*", Role.SECRETARY, False, 0.95),
    (
        r"kabid.*|kepala bidang.*|kasi\b.*|kepala (?:sub ?)?seksi.*|kepala sub ?bid.*|kasubbid.*",
        Role.UNIT_HEAD,
        False,
        0.9,
    ),
    (r"kasubbag.*|kepala (?:upt|unit).*", Role.UNIT_HEAD, False, 0.5),
    (
        r"kepala(?: (?:opd|skpd|dinas|badan|kantor|bagian|perangkat|satuan|puskesmas)\b.*)?",
        Role.HEAD,
        False,
        0.9,
    ),
    (r"kabag.*|kaban\b.*|kadis\b.*|camat.*|lurah.*|direktur.*|inspektur.*|pimpinan.*", Role.HEAD, False, 0.9),
    (
        r"jf[ut]\b.*|staf\b.*|staff\b.*|pelaksana.*|fungsional.*|operator.*|pengadministrasi.*",
        Role.STAFF,
        False,
        0.85,
    ),
)

RANKS = {
    Role.HEAD: 5,
    Role.SECRETARY: 4,
    Role.UNIT_HEAD: 3,
    Role.PLANNING: 3,
    Role.SUBCOORDINATOR: 2,
    Role.OFFICER: 2,
    Role.COMPILER: 1,
    Role.STAFF: 1,
}

# Names that a sentence uses for a lane of this role, whatever its label.
ALIASES = {
    Role.HEAD: ("kepala opd", "kepala dinas", "kepala badan", "kepala skpd", "pimpinan"),
    Role.OFFICER: ("pptk", "pengampu"),
    Role.UNIT_HEAD: ("kabid", "kepala bidang", "bidang"),
    Role.STAFF: ("staf", "staff", "jfu"),
}
UNITS = (
    r"(?:kasi|kepala seksi|seksi|kabid|kepala bidang|bidang|kasubbag|subbag|opd|skpd|unit|"
    r"instansi(?: terkait)?)"
)
GROUP = re.compile(rf"\b{UNITS}\b(?:\s*(?:/|,|dan|serta|maupun)\s*{UNITS}\b)+")


@dataclass(frozen=True)
class Match:
    """A stretch of a sentence that asks for a kind of task."""

    at: int
    words: str
    kind: str
    confidence: float

    @property
    def reason(self) -> str:
        parts = self.words.split()
        shown = self.words if len(parts) <= 3 else f"{parts[0]} … {parts[-1]}"
        return f"Kata “{shown}” → {KIND_NAMES[self.kind]}."


@dataclass(frozen=True)
class RoleMatch:
    """The role that the label of a lane names."""

    role: str
    is_outside: bool
    confidence: float


_KIND_TABLE = tuple((re.compile(rf"\b(?:{words})\b"), kind, sure) for words, kind, sure in _KINDS)
_ROLE_TABLE = tuple((re.compile(label), role, outside, sure) for label, role, outside, sure in _ROLES)


def kinds_in(sentence: str) -> list[Match]:
    """What a sentence (folded) asks for, in its own order; neighbours of one kind count once."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern, kind, confidence in _KIND_TABLE:
        for match in pattern.finditer(sentence):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found.append(Match(match.start(), match[0], kind, confidence))
    return list(_once(sorted((match for match in found if match.kind), key=lambda match: match.at)))


def _once(matches: list[Match]) -> Iterator[Match]:
    """Of neighbours of one kind the surer."""
    held: Match | None = None
    for match in matches:
        if held and held.kind == match.kind:
            held = max(held, match, key=lambda one: one.confidence)
            continue
        if held:
            yield held
        held = match
    if held:
        yield held


def role_of_lane(label: str) -> RoleMatch | None:
    """The role that a label (folded) names."""
    for pattern, role, is_outside, confidence in _ROLE_TABLE:
        if pattern.fullmatch(label):
            return RoleMatch(role, is_outside, confidence)
    return None
