#!/bin/sh
# The main job on two examples, from a folder of evidence to a report, with the commands a user would type. The persons of the lists are invented.
#   sh examples/demo.sh [HABEAS] [FOLDER]
set -eu
habeas=${1:-habeas}
case=${2:-demo/el-salvador}
records=$(dirname "$case")/ice-detention
HABEAS_ACTOR=${HABEAS_ACTOR:-demo}
export HABEAS_ACTOR

# Nothing that a person should look at stops the demo: these commands end with status 1 because they found something.
told() {
    step "$@" || [ $? -eq 1 ]
}

step() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
}

# Begin a case anew from an example and build it.
begin() {
    example=$(dirname "$0")/$1
    rm -rf "$2"
    mkdir -p "$2"
    cp "$example/case.toml" "$2/"
    step "$habeas" add "$example/evidence" --case "$2"
    step "$habeas" code "$example"/claims/*.yaml --case "$2"
}

# Add lists of persons, link them, take recorded decisions in, and show what follows.
persons() {
    cp "$example/law.toml" "$1/"
    mkdir -p "$1/lists"
    cp "$example"/lists/*.toml "$1/lists/"
    step "$habeas" add "$example"/lists/*.csv --case "$1"
    step "$habeas" build "$1"
    # One pair stays open, because the two who reviewed it do not agree.
    told "$habeas" review --persons --decisions "$example/decisions.csv" --case "$1"
    told "$habeas" review --persons --agreement --case "$1"
    step "$habeas" persons --case "$1"
    step "$habeas" persons families:122 --case "$1"
    step "$habeas" completeness "$1"
    step "$habeas" questions --persons "$1"
    step "$habeas" questions --person families:122 --request "$1"
}

# Publish a case and check it.
finish() {
    step "$habeas" report "$1"
    step "$habeas" verify "$1"
}

case "$case" in
"" | / | . | ..) echo "Name a folder of its own for the demo." >&2; exit 2 ;;
esac

begin el-salvador "$case"
persons "$case"
step "$habeas" findings "$case"
step "$habeas" why 40000 --case "$case"
finish "$case"

begin ice-detention "$records"
step "$habeas" build "$records"
step "$habeas" custody "$records"
told "$habeas" audit "$example/evidence/statistics-2022" --gravity error
finish "$records"
