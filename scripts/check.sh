#!/usr/bin/env bash
# The quick checks: form, lint, types, walls between the apps, templates, migrations, production settings.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH" PYTHONWARNINGS=error::RuntimeWarning
failed=()
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

step() {
    local name=$1
    shift
    echo "· $name"
    "$@" || failed+=("$name")
}

# A production start in a throwaway folder: nothing of the caller's installation is read or written.
production() {
    env -u DATABASE_URL -u REDIS_URL -u CELERY_BROKER_URL -u EMAIL_URL -u KINERJA_HISTORY_KEY -u KINERJA_DEMO -u KINERJA_DEBUG \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
        KINERJA_DATA="$folder" KINERJA_HOSTS=kinerja.example.go.id KINERJA_URL=https://kinerja.example.go.id "$@"
}

# By far the longest: it works while the others do.
mypy >"$folder/types" 2>&1 &
types=$!
step "ruff format" ruff format --check --quiet
step "ruff check" ruff check --quiet
step "lint-imports" lint-imports --no-logo
step "djangofmt" djangofmt --check templates
step "makemigrations --check" production python manage.py makemigrations --check --dry-run --verbosity 1
step "check --deploy" production python manage.py check --deploy --fail-level WARNING
told_types() {
    wait "$types"
    local code=$?
    cat "$folder/types"
    return "$code"
}
step "mypy" told_types
((${#failed[@]} == 0)) || {
    printf 'Gagal: %s\n' "${failed[*]}" >&2
    exit 1
}
