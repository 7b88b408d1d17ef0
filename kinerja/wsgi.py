"""WSGI entry point for gunicorn."""

import os
from importlib import import_module
from typing import Any

from django.core.wsgi import get_wsgi_application

from kinerja.lib.roomy import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")

import_module("kinerja.lib.press")  # before the processes part, so that all share it
pages = get_wsgi_application()


def application(*call: Any) -> Any:
    """Every page with room for its calls."""
    return roomy(pages, *call)
