#!/bin/sh
# Prepares .venv for `make`: setup.sh runtime|dev STAMP
# Needs Python 3.11 or newer with ensurepip and nothing else; every package is pinned and checked by hash.
set -eu
cd "$(dirname "$0")/.."
kind=$1
stamp=$2
log=.venv/setup.log

say() { printf '[setup] %s\n' "$*"; }
die() { printf '[setup] %s\n' "$@" >&2; exit 1; }

# A Python is good if it runs and is new enough; version managers leave names that do not run.
is_good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if is_good "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    die "no Python 3.11 or newer among: ${PYTHON:-python3, python3.11 to python3.14, python}" \
        "install one, or name it: make PYTHON=/path/to/python3.12 ..."
}

quietly() { # quietly WHAT COMMAND...: output goes to the log and is shown only if the command fails
    what=$1
    shift
    if ! "$@" >> "$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "$what failed; the lines above are the end of $log"
    fi
}

install() { # install REQUIREMENTS ARGUMENTS...: by uv, by pip where uv cannot (an index known to pip alone)
    file=$1
    shift
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes "$@" -r "$file" >> "$log" 2>&1 ||
        quietly "installing $file" .venv/bin/python -m pip install --quiet --disable-pip-version-check \
            --require-hashes "$@" -r "$file"
}

started=$(date +%s)
if ! is_good .venv/bin/python; then
    python=$(find_python)
    say "virtual environment .venv ($("$python" --version))"
    "$python" -c 'import ensurepip, venv' 2> /dev/null || die \
        "$python has no ensurepip, so it cannot make a virtual environment" \
        "install it (Debian, Ubuntu: apt-get install python3-venv), or name another Python: make PYTHON=..."
    "$python" -m venv --clear .venv
fi
: > "$log"

say "installer (requirements-build.txt)"
quietly "installing requirements-build.txt" .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-build.txt
requirements=requirements.txt
[ "$kind" = dev ] && requirements=requirements-dev.txt
say "$(grep -c '==' $requirements) packages, pinned with hashes ($requirements)"
install $requirements
if [ -f requirements-nodeps.txt ]; then
    say "data packages (requirements-nodeps.txt)"
    install requirements-nodeps.txt --no-deps
fi
say "meritnet itself"
quietly "installing meritnet" .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps \
    --no-build-isolation -e .

say "byte code of what the commands load"
# Where Python is told to write none (PYTHONDONTWRITEBYTECODE), every process would compile some 900 modules anew.
quietly "loading the commands" env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -c '
import importlib

from meritnet.cli.main import COMMANDS

for command in COMMANDS.values():
    importlib.import_module(command.target.partition(":")[0])
'

rm -f .venv/.ready-"$kind"-*
: > "$stamp"
say "ready after $(($(date +%s) - started)) s"
