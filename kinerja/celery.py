"""The Celery application: transport for nudges; what is due is decided from the database."""

import os

from celery import Celery

from kinerja.schedule import TIMETABLE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")

app = Celery("kinerja")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMETABLE
app.autodiscover_tasks()
