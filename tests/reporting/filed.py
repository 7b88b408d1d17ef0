"""January in the archive without its story: a report, a small package, a stored document and a receipt."""

import io
import zipfile
from datetime import date

from kinerja.lib.files import sha256_of
from organisation.actions.files import store
from organisation.models import StoredFile
from reporting.actions.archive import archive, proposed_filing
from reporting.models import ArchiveRecord, Compilation, Delivery, Document
from sop.models import SopVersion, Task
from tests.cast import Cast
from tests.remembered import remembered
from tests.reporting.stories import NINTH, TENTH, open_january, report_in

PARTS = {"laporan.pdf": b"%PDF laporan", "bukti/1.1/foto.jpg": b"foto", "riwayat.txt": b"Dibuka."}


def zipped(parts: dict[str, bytes], *, manifest: bytes | None = None) -> bytes:
    """A package of these parts, with its own manifest or another."""
    lines = "".join(f"{sha256_of(content)}  {name}\n" for name, content in parts.items())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
        package.writestr("manifest.sha256", lines.encode() if manifest is None else manifest)
    return stream.getvalue()


@remembered
def file_january(cast: Cast, version: SopVersion, content: bytes = b"") -> ArchiveRecord:
    """Archived by the compiler on the tenth of February under the class in force."""
    open_january(version)
    report = report_in(cast)
    compilation = Compilation.objects.create(report=report, round=1, at=NINTH, digest="")
    document = kept(cast, "laporan.pdf", PARTS["laporan.pdf"])
    Document.objects.create(compilation=compilation, format="pdf", file=document, frozen_at=NINTH)
    first, second = Task.objects.filter(run=report.run)[:2]
    Delivery.objects.create(
        report=report, task=first, destination="Smart Magelang", sent_on=date(2026, 2, 9), recorded_at=NINTH,
        receipt_number="SM-1", receipt_on=date(2026, 2, 9),
        receipt_file=kept(cast, "terima.pdf", b"%PDF SM-1"),
    )  # fmt: skip
    filing = proposed_filing(report, now=TENTH)
    return archive(second, filing, content or zipped(PARTS), by=cast.compiler, now=TENTH)


def kept(cast: Cast, name: str, content: bytes) -> StoredFile:
    return store(
        content, name=name, content_type="application/pdf", agency=cast.agency, by=cast.compiler, at=NINTH
    )
