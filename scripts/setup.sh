#!/usr/bin/env bash
# Prepare this folder: Debian packages, .venv, npm packages, static/vendor. Does nothing that is already done.
# Use: scripts/setup.sh run|check|test
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=${1:-run}

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# --- Python -----------------------------------------------------------------------------------------
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
complete() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

# Debian's own first: it is built with all optimisations, others often are not and need a third more time.
readonly DEBIAN_PYTHON=/usr/bin/python3

find_python() {
    local candidate spare=
    for candidate in ${PYTHON:-$DEBIAN_PYTHON python3.11 python3 python3.12 python3.13}; do
        command -v "$candidate" >/dev/null && recent "$candidate" || continue
        if complete "$candidate"; then
            command -v "$candidate"
            return
        fi
        spare=${spare:-$candidate}
    done
    printf '%s' "${spare:+lacks-venv}"
}

# Worth a package only to whoever may install it, and before there is a .venv.
lacks_only_venv() {
    [[ -z ${PYTHON:-} && ! -d .venv ]] && ((EUID == 0)) && recent "$DEBIAN_PYTHON" && ! complete "$DEBIAN_PYTHON"
}

# --- Debian packages --------------------------------------------------------------------------------
absent_packages() {
    local name
    for name in "$@"; do
        # dpkg knows a package that was removed; only "installed" counts.
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || printf '%s\n' "$name"
    done
}

wanted_packages() {
    printf '%s\n' libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation
    if [[ $python == lacks-venv ]] || lacks_only_venv; then printf '%s\n' python3-venv; fi
    command -v node >/dev/null || printf '%s\n' nodejs
    command -v npm >/dev/null || printf '%s\n' npm
    if [[ $mode == test ]]; then
        printf '%s\n' chromium postgresql redis-server poppler-utils
    fi
}

install_packages() {
    local line="apt-get install -y --no-install-recommends $*" sudo=()
    if ((EUID != 0)); then
        if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
            sudo=(sudo)
        else
            stop "Paket Debian belum terpasang. Jalankan sebagai root: apt-get update && $line"
        fi
    fi
    echo "Memasang paket Debian: $*"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
            install -y --no-install-recommends "$@" >/dev/null ||
        stop "Paket Debian gagal dipasang. Jalankan sebagai root: apt-get update && $line"
}

# --- what pip and npm install -----------------------------------------------------------------------
print_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

make_venv() {
    local list=requirements-dev.txt stamp=.venv/.installed-dev wanted
    wanted=$(print_of requirements.txt requirements-dev.txt constraints.txt)
    .venv/bin/python -c 'import pip' 2>/dev/null || {
        rm -rf .venv
        "$python" -m venv .venv || stop "Lingkungan .venv gagal dibuat dengan $python."
    }
    [[ $(cat "$stamp" 2>/dev/null) != "$wanted" ]] || return 0
    if [[ $mode == run ]]; then
        list=requirements.txt stamp=.venv/.installed
        [[ $(cat "$stamp" 2>/dev/null) != "$wanted" ]] || return 0
    fi
    echo "Memasang paket Python dari $list (sekali saja, beberapa menit) …"
    .venv/bin/python -m pip --disable-pip-version-check install --quiet -r "$list" -c constraints.txt ||
        stop "Paket Python gagal dipasang; periksa sambungan jaringan lalu ulangi."
    echo "$wanted" >"$stamp"
}

make_vendor() {
    local wanted
    wanted=$(print_of package-lock.json .npmrc)
    if [[ $(cat node_modules/.installed 2>/dev/null) != "$wanted" ]]; then
        echo "Memasang paket npm …"
        npm ci --ignore-scripts --loglevel=error >/dev/null ||
            stop "Paket npm gagal dipasang; periksa sambungan jaringan lalu ulangi."
        echo "$wanted" >node_modules/.installed
    fi
    wanted+=$(print_of scripts/vendor.py static/icons.txt)
    if [[ ! -d static/vendor || $(cat node_modules/.copied 2>/dev/null) != "$wanted" ]]; then
        .venv/bin/python scripts/vendor.py
        echo "$wanted" >node_modules/.copied
    fi
}

[[ -w . ]] || stop "Folder $PWD tidak dapat ditulisi oleh akun ini; jalankan dari salinan milik sendiri."
# Two starts at once wait for each other; the lock ends with this script.
exec 9>.setup.lock
command -v flock >/dev/null && flock 9

python=$(find_python)
[[ -n $python ]] || stop "Python 3.11 atau lebih baru tidak ditemukan; pasang python3 lalu ulangi, atau sebut letaknya: PYTHON=/path/python3."
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    mapfile -t packages < <(wanted_packages)
    mapfile -t packages < <(absent_packages "${packages[@]}")
    if ((${#packages[@]} > 0)); then
        install_packages "${packages[@]}"
        python=$(find_python)
    fi
fi
[[ $python != lacks-venv ]] || stop "Modul venv tidak ada pada Python ini; pasang paket python3-venv lalu ulangi."
for tool in node npm; do
    command -v "$tool" >/dev/null || stop "Program $tool tidak ditemukan; pasang Node.js beserta npm lalu ulangi."
done
make_venv
make_vendor
