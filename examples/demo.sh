#!/bin/sh
# The main job on two examples, from a folder of evidence to a report, with the commands a user would type.
#   sh examples/demo.sh [HABEAS] [FOLDER]
set -eu
habeas=${1:-habeas}
case=${2:-demo/el-salvador}
records=$(dirname "$case")/ice-detention
HABEAS_ACTOR=${HABEAS_ACTOR:-demo}
export HABEAS_ACTOR

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
    step "$habeas" build "$2"
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
step "$habeas" findings "$case"
step "$habeas" why 40000 --case "$case"
finish "$case"

begin ice-detention "$records"
step "$habeas" custody "$records"
# The audit ends with status 1 because it finds what it looks for.
step "$habeas" audit "$example/evidence/statistics-2022" --gravity error || [ $? -eq 1 ]
finish "$records"
