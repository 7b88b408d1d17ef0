"""WSGI entry point for gunicorn."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

import kinerja.lib.press  # noqa: F401 - before the processes part, so that all share it
from kinerja.lib.roomy import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")

pages = get_wsgi_application()


def application(environ: Any, start_response: Any) -> Any:
    """Every page with room for its calls."""
    return roomy(pages, environ, start_response)
