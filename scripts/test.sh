#!/usr/bin/env bash
# Everything: set-up, quick checks, tests on SQLite, tests on PostgreSQL and Redis, journeys in a browser.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bash scripts/setup.sh test || exit
export PATH="$PWD/.venv/bin:$PATH"
# The tests bring their own installation; the caller's is not theirs.
unset DATABASE_URL REDIS_URL CELERY_BROKER_URL EMAIL_URL SECRET_KEY
failed=()

step() {
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s\n' "$name"
    "$@" || failed+=("$name")
    printf '=== %s: %s s\n' "$name" "$((SECONDS - begin))"
}

step "Pemeriksaan" bash scripts/check.sh
step "Uji pada SQLite" pytest -n 3 -m "not journey and not services"
# Starts and set-up have no database of their own, and paper reads the same from each: once is enough.
step "Uji pada PostgreSQL dan Redis" python scripts/services.py pytest -n 3 --only-database -m "not journey" \
    --ignore tests/tooling/test_run.py --ignore tests/tooling/test_services.py \
    --ignore tests/tooling/test_start.py --ignore tests/tooling/test_vendor.py --ignore tests/look \
    --ignore=tests/reporting/test_{pdf,excel,word,same_everywhere,layout,own_key,wet_ink,verification}.py \
    --ignore=tests/reporting/test_{plan_forms,entry_workbook,sheet_import,deviation,letterhead}.py \
    --ignore=tests/reporting/test_{quarters_on_paper,long_paper,canary,text_stays_text,bsre}.py \
    --ignore tests/sop/test_sop_document.py
if compgen -G 'tests/journeys/test_*.py' >/dev/null; then
    step "Perjalanan di peramban" pytest -n 3 --dist loadfile -m journey tests/journeys
fi
((${#failed[@]} == 0)) || {
    printf '\nGagal: %s\n' "${failed[*]}" >&2
    exit 1
}
printf '\nSemua lulus dalam %s s.\n' "$SECONDS"
