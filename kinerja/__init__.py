"""The project: settings, addresses, background work, timetable."""

from kinerja.celery import app as celery_app

__all__ = ["celery_app"]
