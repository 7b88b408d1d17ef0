#!/usr/bin/env bash
# Start web, worker and beat on this machine; Ctrl-C stops them all.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# A variable given by the caller wins over .env.
read_env_file() {
    local line name value
    [[ -f .env ]] || return 0
    while read -r line || [[ -n $line ]]; do
        name=${line%%=*} value=${line#*=}
        [[ $line == *=* && $name =~ ^[A-Z][A-Z0-9_]*$ && -z ${!name+given} ]] || continue
        value=${value#[\"\']}
        export "$name=${value%[\"\']}"
    done <.env
}

free_port() {
    .venv/bin/python - "$HOST" "$PORT" <<'PYTHON'
import socket, sys

with socket.create_server((sys.argv[1], int(sys.argv[2]))):
    pass
PYTHON
}

is_on() { [[ ${1,,} =~ ^(1|true|ya)$ ]]; }

prepare() {
    .venv/bin/python manage.py migrate --noinput --verbosity 0 || return
    if is_on "$KINERJA_DEMO"; then
        .venv/bin/python manage.py seed_demo
    elif ! is_on "${KINERJA_DEBUG:-0}"; then
        .venv/bin/python manage.py collectstatic --noinput --verbosity 0
    fi
}

# Printed when the page answers, so that the address is never a promise.
announce() {
    until .venv/bin/python scripts/health.py >/dev/null 2>&1; do sleep 0.3; done
    printf '\nKinerja berjalan di %s (hentikan dengan Ctrl-C)\n' "$KINERJA_URL"
    if is_on "$KINERJA_DEMO"; then .venv/bin/python manage.py demo_accounts; fi
    printf '\n'
}

# Whatever carries the mark of this start and is still there: honcho may be stopped before it knows its children.
marked() { env -u START_MARK grep -lsaF "START_MARK=$START_MARK" /proc/[0-9]*/environ | cut -d/ -f3; }
sweep() {
    local process
    for process in $(marked); do kill "-$1" "$process" 2>/dev/null; done
}

# make passes SIGTERM on, but after a SIGINT to itself alone it only waits (and catches no second one).
caught_by() { sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null; }
abandoned() {
    local caught
    [[ $parent == make ]] || return 1
    caught=$(caught_by "$PPID")
    [[ -z $caught ]] || ((16#$caught_at_start & 2 && !(16#$caught & 2)))
}

read_env_file
export PORT=${PORT:-8000} HOST=${HOST:-127.0.0.1}
[[ $PORT =~ ^[0-9]{1,5}$ ]] && ((10#$PORT >= 1 && 10#$PORT <= 65535)) ||
    stop "PORT=$PORT bukan nomor porta; pilih angka 1–65535, misalnya: make run PORT=8080"
another="pilih yang lain, misalnya: make run PORT=$((10#$PORT == 8080 ? 8090 : 8080))"
# Asked before a set-up that may take minutes, and once more when Python can try to open it.
if (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then stop "Porta $PORT sudah dipakai; $another"; fi
bash scripts/setup.sh run || exit
free_port 2>/dev/null || stop "Porta $PORT sudah dipakai atau tidak boleh dibuka; $another"

export KINERJA_DEMO=${KINERJA_DEMO:-1}
export KINERJA_URL=${KINERJA_URL:-http://localhost:$PORT}
export PATH="$PWD/.venv/bin:$PATH" PYTHONUNBUFFERED=1
prepare || exit
# A message cut in half by a power failure would stop the worker; nudges are no loss, the truth is in the database.
rm -f "${KINERJA_DATA:-var}"/broker/*.msg

START_MARK=$(</proc/sys/kernel/random/uuid)
export START_MARK
parent=$(cat "/proc/$PPID/comm" 2>/dev/null)
caught_at_start=$(caught_by "$PPID")
caught_at_start=${caught_at_start:-0}
supervisor='' announcer='' asked=''
end() {
    [[ -z $asked ]] || return 0
    asked=yes
    kill -TERM $announcer $supervisor 2>/dev/null
}
trap end INT TERM HUP
# Its own session: the terminal's Ctrl-C reaches this script alone, which then stops everything once.
setsid honcho --env /dev/null start --no-prefix --port "$PORT" web worker beat &
supervisor=$!
announce &
announcer=$!

exec {never}<> <(:)
while kill -0 "$supervisor" 2>/dev/null; do
    read -rt 0.5 -u "$never"
    if abandoned; then end; fi
done
wait "$supervisor"
code=$?
kill "$announcer" 2>/dev/null
sweep TERM
for _ in {1..20}; do
    [[ -n $(marked) ]] || break
    sleep 0.1
done
sweep KILL
[[ -z $asked ]] || {
    echo "Kinerja berhenti."
    exit 0
}
stop "Kinerja berhenti karena salah satu proses berakhir (kode $code); lihat pesan di atas."
