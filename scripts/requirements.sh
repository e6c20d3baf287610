#!/bin/sh
# Recompiles the hashed requirements files from pyproject.toml (needs the registry).
# No file names an index: whoever installs uses the index that their own pip is set up for.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv

compile() { # compile OUTPUT ARGUMENTS...
    output=$1
    shift
    echo "[requirements] $output"
    "$uv" pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal \
        --python-version 3.11 --custom-compile-command "make requirements" "$@" -o "$output" $upgrade > /dev/null
}

upgrade=
[ "${1:-}" = "--upgrade" ] && upgrade=--upgrade

compile requirements-build.txt --group build
compile requirements.txt pyproject.toml
compile requirements-dev.txt pyproject.toml --extra dev -c requirements.txt
compile requirements-fixtures.txt --group fixtures
