"""Health: is the process alive, and can it do its work."""

import tempfile
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(_: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(_: HttpRequest) -> JsonResponse:
    """Database, migrations and data folder are as the process needs them; 503 otherwise."""
    database, migrations = _database()
    checks = {"database": database, "migrations": migrations, "data": _writable()}
    ready = all(checks.values())
    return JsonResponse({"status": "ok" if ready else "degraded", **checks}, status=200 if ready else 503)


def _database() -> tuple[bool, bool]:
    """Whether the database answers, and has every migration of this version."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return False, False
    return True, _wanted() <= applied.keys()


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """The migrations on disk; a running process does not get new ones."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations)


def _writable() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.KINERJA_DATA) as probe:
            probe.write(b"1")
    except OSError:
        return False
    return True
