"""What axe finds on a page against WCAG 2.2 A and AA."""

from django.conf import settings
from playwright.sync_api import Page

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# What passes is neither described nor sent; of the assets, only the recordings are asked for by these rules.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`))"""


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, OPTIONS)
    return found
