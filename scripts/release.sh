#!/usr/bin/env bash
# Once for every new version, before web, worker and beat start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python manage.py migrate --noinput
python manage.py collectstatic --noinput --verbosity 0
