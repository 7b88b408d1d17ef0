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
# Forty at a time: long tests stand first and would all fall to one process.
step "Uji pada SQLite" pytest -n 3 --maxschedchunk 40 -m "not journey and not services" --ignore tests/demo/test_seed.py
# What a database can change: locks, constraints, dates, searches, money; the demonstration plays all SOPs there.
on_postgresql=(
    tests/faults tests/organisation tests/demo tests/tooling/test_production_start.py
    tests/sop/test_{commands,document,engine,extensions,importing,problems,proof,substitutes,versions}.py
    tests/reporting/test_{agenda,archive,archive_retention,classification,compile,correct,deliver,deliver_send}.py
    tests/reporting/test_{certified,entry,entry_json,evidence,fill,letter,longer_periods,performance_figures}.py
    tests/reporting/test_{numbering,plan_admin,plan_import,plan_rebind,plan_revision}.py
    tests/reporting/test_{release,releases,rendering,report,review,row_counts,sign,verify_archive}.py
)
step "Uji pada PostgreSQL dan Redis" python scripts/services.py pytest -n 2 --maxschedchunk 40 --only-database \
    -m "not journey" "${on_postgresql[@]}"
if compgen -G 'tests/journeys/test_*.py' >/dev/null; then
    step "Perjalanan di peramban" pytest -n 3 --dist loadfile --no-loadscope-reorder -m journey tests/journeys
fi
((${#failed[@]} == 0)) || {
    printf '\nGagal: %s\n' "${failed[*]}" >&2
    exit 1
}
printf '\nSemua lulus dalam %s s.\n' "$SECONDS"
