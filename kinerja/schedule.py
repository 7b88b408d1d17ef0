"""The timetable of beat: ticks often and carries no dates (they are in the database)."""

from datetime import timedelta
from typing import Any

TIMETABLE: dict[str, dict[str, Any]] = {
    "tick": {"task": "sop.tick", "schedule": timedelta(minutes=5), "options": {"expires": 240}},
    "sweep mail": {
        "task": "organisation.send_mail",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "sweep deliveries": {
        "task": "reporting.send",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "prepare long papers": {
        "task": "reporting.prepare_papers",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "sweep renderings": {
        "task": "reporting.render",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "tell what the archive has due": {
        "task": "reporting.tell_archive_due",
        "schedule": timedelta(hours=1),
        "options": {"expires": 3000},
    },
    "sweep rehearsals": {
        "task": "sop.rehearse",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
}
