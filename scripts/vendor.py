"""Copy from node_modules what pages load, and nothing else, to static/vendor."""

import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONT = "@fontsource-variable/plus-jakarta-sans"
UPRIGHT, ITALIC = (f"plus-jakarta-sans-latin-wght-{style}.woff2" for style in ("normal", "italic"))

# Name in static/vendor ← file of the npm package.
FILES = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    f"fonts/{UPRIGHT}": f"{FONT}/files/{UPRIGHT}",
    f"fonts/{ITALIC}": f"{FONT}/files/{ITALIC}",
    "licenses/bootstrap.txt": "bootstrap/LICENSE",
    "licenses/bootstrap-icons.txt": "bootstrap-icons/LICENSE",
    "licenses/htmx.txt": "htmx.org/LICENSE",
    "licenses/plus-jakarta-sans.txt": f"{FONT}/LICENSE",
}

# Hashed static names look every reference up, and the map is not shipped.
SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=[^*]*\*/")


def icon_names(listing: Path) -> list[str]:
    """Names in the list, without blank lines and comments."""
    lines = (line.partition("#")[0].strip() for line in listing.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def sources(packages: Path, listing: Path) -> dict[str, Path]:
    """Every wanted file by its name in static/vendor; stops with one sentence if one is not there."""
    wanted = {name: packages / path for name, path in FILES.items()}
    for icon in icon_names(listing):
        wanted[f"icons/{icon}.svg"] = packages / "bootstrap-icons" / "icons" / f"{icon}.svg"
    absent = [name for name, path in wanted.items() if not path.is_file()]
    if absent:
        icons = [Path(name).stem for name in absent if name.startswith("icons/")]
        if icons and (packages / "bootstrap-icons").is_dir():
            sys.exit(f"Ikon tidak dikenal di {listing.name}: {', '.join(icons)}. Periksa ejaannya.")
        sys.exit(f"Berkas npm belum ada: {', '.join(absent)}. Jalankan `make setup`.")
    return wanted


def copy(wanted: dict[str, Path], target: Path) -> None:
    """Build the folder beside its place and put it there whole, so that no start finds half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".vendor-", dir=target.parent))
    try:
        for name, source in wanted.items():
            place = fresh / name
            place.parent.mkdir(parents=True, exist_ok=True)
            content = source.read_bytes()
            place.write_bytes(SOURCE_MAP.sub(b"", content) if name.endswith(".css") else content)
        fresh.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


if __name__ == "__main__":
    copy(sources(ROOT / "node_modules", ROOT / "static" / "icons.txt"), ROOT / "static" / "vendor")
