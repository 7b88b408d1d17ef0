"""The project's settings on a throwaway installation: temporary folder, demonstration mode, no server.

DATABASE_URL and REDIS_URL are kept, so that the same tests run on PostgreSQL and Redis.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

INSTALLATION = (
    "EMAIL_URL",
    "CELERY_BROKER_URL",
    "SECRET_KEY",
    "KINERJA_HISTORY_KEY",
    "KINERJA_HOSTS",
    "KINERJA_URL",
)


def throwaway_folder() -> Path:
    """A folder of this process; workers of xdist live inside their controller's, which removes it."""
    if "pytest" not in sys.modules:
        # mypy reads the settings too, and leaves without the farewell below.
        return Path(__file__).resolve().parent.parent / ".mypy_cache" / "installation"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        return Path(os.environ["KINERJA_DATA"]) / worker
    folder = Path(tempfile.mkdtemp(prefix="kinerja-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# A process that a test starts keeps the installation that the test gave it.
if "pytest" in sys.modules or "PYTEST_VERSION" not in os.environ:
    for _name in INSTALLATION:
        os.environ.pop(_name, None)
    os.environ |= {"KINERJA_DATA": str(throwaway_folder()), "KINERJA_DEMO": "1", "KINERJA_DEBUG": "0"}

from kinerja.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Argon2 is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every test client would read all static files.
WHITENOISE_USE_FINDERS = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
