"""Walking the history chains: finds edited, inserted and deleted events, a cut-off tail and a forged end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from organisation import history_chain
from organisation.history_anchors import Anchor, DamagedAnchor, read_anchors
from organisation.models import HistoryEvent, HistoryHead

LISTED = 20  # problems of one chain that are told one by one


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in a sentence; `sequence` 0 stands for the chain as a whole."""

    chain: str
    sequence: int
    sentence: str


@dataclass
class Verdict:
    """What the walk over all chains found."""

    chains: int = 0
    events: int = 0
    anchors: int = 0
    problems: list[Problem] = field(default_factory=list)


def verify_history(only: str = "") -> Verdict:
    """Check events against their hashes, ends against their seals, and all against the anchors.

    All chains, or the one that is named: then the number of queries does not grow with the offices.
    """
    verdict = Verdict()
    try:
        anchors = list(read_anchors(Path(settings.ANCHOR_FILE)))
    except DamagedAnchor as damaged:
        anchors = []
        verdict.problems.append(Problem("", 0, f"{damaged} Pulihkan berkas itu dari salinannya."))
    verdict.anchors = len(anchors)
    by_chain: dict[str, dict[int, Anchor]] = defaultdict(dict)
    for anchor in anchors:
        by_chain[anchor.chain][anchor.sequence] = anchor
    for chain in [only] if only else _chains(by_chain):
        verdict.chains += 1
        found = list(islice(problems := _walk(chain, by_chain[chain], verdict), LISTED))
        if more := sum(1 for _ in problems):
            found.append(Problem(chain, 0, f"Rantai {chain}: dan {more} temuan lain."))
        verdict.problems += found
    return verdict


def _chains(anchored: Iterable[str]) -> list[str]:
    """Every chain that has, had or claims events."""
    written = HistoryEvent.objects.order_by("chain").values_list("chain", flat=True).distinct()
    ended = HistoryHead.objects.values_list("chain", flat=True)
    return sorted({*written, *ended, *anchored})


def _walk(chain: str, anchors: dict[int, Anchor], verdict: Verdict) -> Iterator[Problem]:
    """The problems of one chain, in order. The walk goes on from what is stored, so a fault is told once.

    The end is read first and the events only up to it, so that what is written meanwhile is no false alarm.
    """
    head = HistoryHead.objects.filter(chain=chain).first()
    rows = HistoryEvent.objects.filter(chain=chain).order_by("sequence")
    last, last_hash = 0, ""
    for row in (rows.filter(sequence__lte=head.sequence) if head else rows).iterator(chunk_size=5000):
        verdict.events += 1
        yield from _row_problems(row, last, last_hash)
        if row.sequence in anchors and anchors[row.sequence].hash != row.hash:
            yield _problem(row.chain, row.sequence, "berbeda dari jangkar di luar basis data")
        last, last_hash = row.sequence, row.hash
    yield from _end_problems(chain, head, last, last_hash)
    promised = max(anchors, default=0)
    if promised > last:
        what = f"tercatat pada jangkar, tetapi riwayat berakhir pada nomor {last} (ekor hilang)"
        yield _problem(chain, promised, what)


def _row_problems(row: HistoryEvent, last: int, last_hash: str) -> Iterator[Problem]:
    if row.sequence != last + 1:
        gap = (
            f"nomor {last + 1}" if row.sequence == last + 2 else f"nomor {last + 1} sampai {row.sequence - 1}"
        )
        yield Problem(row.chain, last + 1, f"Rantai {row.chain}: {gap} hilang.")
    elif row.previous_hash != last_hash:
        yield _problem(
            row.chain, row.sequence, "tidak menyambung pada catatan sebelumnya (disisipkan atau diganti)"
        )
    if history_chain.link(settings.HISTORY_KEY, row.previous_hash, row.content) != row.hash:
        yield _problem(row.chain, row.sequence, "isinya diubah atau tidak ditulis oleh aplikasi")


def _end_problems(chain: str, head: HistoryHead | None, last: int, last_hash: str) -> Iterator[Problem]:
    if head is None:
        yield Problem(chain, 0, f"Rantai {chain}: penutup rantai hilang.")
        return
    if history_chain.seal(settings.HISTORY_KEY, chain, head.sequence, head.hash) != head.seal:
        yield _problem(chain, head.sequence, "penutup rantai dipalsukan")
    if last < head.sequence:
        yield _problem(chain, head.sequence, f"ekor riwayat hilang, berakhir pada nomor {last}")
    elif head.hash != last_hash:
        yield _problem(chain, last, "catatan terakhir bukan yang dikunci penutup rantai")
    written = HistoryEvent.objects.filter(chain=chain).aggregate(last=Max("sequence"))["last"] or 0
    ended = HistoryHead.objects.filter(chain=chain).aggregate(last=Max("sequence"))["last"] or 0
    if written > ended:
        yield _problem(chain, written, f"ditambahkan sesudah penutup rantai (nomor {ended})")


def _problem(chain: str, sequence: int, what: str) -> Problem:
    return Problem(chain, sequence, f"Rantai {chain}, nomor {sequence}: {what}.")
