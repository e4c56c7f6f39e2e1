#!/bin/sh
# Creates .venv with the exact package versions of constraints.txt and this project in it.
# Started by make when pyproject.toml or constraints.txt changed. An interrupted run is detected
# by the file .venv/.building and begun again from nothing.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

say() { printf '%s\n' "$*" >&2; }

# A name on the PATH may be an empty promise (version managers), so each one is tried.
suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if suits "$name"; then printf '%s' "$name"; return; fi
    done
    say "Album Organizer needs Python 3.11 or newer, and none was found on this machine."
    say "Debian and Ubuntu: sudo apt-get install python3 python3-venv; otherwise see python.org."
    exit 1
}

# Debian and Ubuntu ship Python without the part that creates environments.
install_venv_package() {
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif sudo -n true 2>/dev/null; then as_root="sudo -n"
    else as_root=none
    fi
    if command -v apt-get >/dev/null && [ "$as_root" != none ]; then
        say "Installing the system package $package."
        if $as_root apt-get -qq install -y "$package" >/dev/null 2>&1; then return; fi
        $as_root apt-get -qq update >/dev/null 2>&1 || true
        if $as_root apt-get -qq install -y "$package" >/dev/null 2>&1; then return; fi
    fi
    say "This Python cannot create environments: its venv module is missing."
    say "Please type:  sudo apt-get install $package   and start again."
    exit 1
}

if [ -e "$venv/.building" ]; then
    say "The last set-up did not finish; starting anew."
    rm -rf "$venv"
fi
if ! suits "$venv/bin/python"; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then install_venv_package "$python"; fi
    rm -rf "$venv"
    mkdir "$venv"
    touch "$venv/.building"
    "$python" -m venv "$venv"
fi
touch "$venv/.building"
say "Installing packages into .venv (the first time takes a few minutes) ..."
# torch and torchvision in this one command: installed one by one, pip changes one without the other.
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        -c constraints.txt -e '.[demo,dev,train]'; then
    say "The packages could not be installed; the lines above say why. Try again with the same command."
    exit 1
fi
"$venv/bin/python" -m pip check >&2
rm "$venv/.building"
touch "$venv/.ready"
