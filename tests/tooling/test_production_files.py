"""The files for production name the same commands and variables as the code."""

import re
from pathlib import Path
from typing import Any

import yaml

from kinerja.lib import env

ROOT = Path(__file__).resolve().parent.parent.parent
# Read by compose and gunicorn, not by the settings.
BESIDE_SETTINGS = {"POSTGRES_PASSWORD", "PORT"}


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return document


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


def test_the_example_environment_names_exactly_what_is_read() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(named) == sorted({*env.KNOWN, *BESIDE_SETTINGS})


def test_the_example_environment_holds_no_secret() -> None:
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert line in {f"{line.partition('=')[0]}=", "PORT=8000"}


def test_compose_starts_the_commands_that_are_started_by_hand() -> None:
    services, by_hand = compose()["services"], procfile()
    in_compose = {"release": services["migrate"]["command"]}
    in_compose |= {name: services[name]["command"] for name in ("web", "worker", "beat")}
    assert in_compose == by_hand


def test_every_process_waits_for_the_migrations() -> None:
    for name in ("web", "worker", "beat"):
        waits = compose()["services"][name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}


def test_every_lasting_service_is_watched_and_restarted() -> None:
    for name, service in compose()["services"].items():
        if name != "migrate":
            assert service["healthcheck"]["test"]
            assert service["restart"] == "unless-stopped"


def test_compose_gives_the_processes_only_known_variables_and_no_default_secret() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert set(compose()["services"]["web"]["environment"]) <= set(env.KNOWN)
    assert not re.search(r"(SECRET_KEY|PASSWORD):-", text)
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "KINERJA_URL", "KINERJA_HOSTS"):
        assert f"${{{name}:?" in text


def test_redis_never_drops_a_nudge_and_survives_a_restart() -> None:
    command = compose()["services"]["redis"]["command"]
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes --appendfsync everysec" in command


def test_the_image_takes_the_pinned_packages_and_does_not_run_as_root() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "-r requirements.txt -c constraints.txt" in image
    assert "npm ci" in image
    assert image.index("USER kinerja") < image.index("CMD ")
