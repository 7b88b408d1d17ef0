"""WSGI entry point for gunicorn."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")

import_module("kinerja.lib.press")  # before the processes part, so that all share it
application = get_wsgi_application()
