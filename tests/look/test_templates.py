"""Rules that hold for every template: icons exist, nothing inline, error pages stand alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Documents are printed by our own renderer, never served under the page's content policy.
PAGES = [page for page in TEMPLATES if "documents" not in page.parts]
ICON = re.compile(r"{% icon \"([a-z0-9-]+)\"|icon_name=\"([a-z0-9-]+)\"")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_has_no_inline_style_script_or_foreign_address(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son[a-z]+=", source)
    assert "<style" not in source
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", source)


def test_every_icon_named_in_a_template_is_in_the_list() -> None:
    listed = set((ROOT / "static" / "icons.txt").read_text(encoding="utf-8").split())
    named = {
        first or second
        for page in TEMPLATES
        for first, second in ICON.findall(page.read_text(encoding="utf-8"))
    }
    assert named <= listed


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "500", "503"])
def test_an_error_page_needs_neither_context_nor_database(code: str) -> None:
    page = render_to_string(f"{code}.html")
    assert f"K-{code[:3]}" in page
    assert 'href="/"' in page


def test_a_conflict_says_what_happened_and_leads_to_the_present_state() -> None:
    page = render_to_string("409.html", {"message": "Sudah disetujui Sutrisno.", "back_url": "/laporan/7/"})
    assert "Sudah disetujui Sutrisno." in page
    assert 'href="/laporan/7/"' in page
