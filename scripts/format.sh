#!/usr/bin/env bash
# Bring code and templates into the form that scripts/check.sh asks for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
.venv/bin/ruff format
.venv/bin/ruff check --fix
.venv/bin/djangofmt templates
