#!/bin/sh
# Make .venv with a Python that is new enough, or say exactly what is missing.
set -eu
python=${1:-}
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "habeas needs Python 3.11 or newer; found: ${python:-none}." >&2
    echo "Install one (Debian: apt install python3 python3-venv; macOS: brew install python), then run make again," >&2
    echo "or name it: make PYTHON=/path/to/python3.12 demo" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv .venv
