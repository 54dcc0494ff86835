#!/bin/sh
# The main job, from a folder of evidence to a report, with the commands a user would type.
#   sh examples/demo.sh [HABEAS] [FOLDER]
set -eu
habeas=${1:-habeas}
case=${2:-demo/el-salvador}
example=$(dirname "$0")/el-salvador
HABEAS_ACTOR=${HABEAS_ACTOR:-demo}
export HABEAS_ACTOR

step() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
}

case "$case" in
"" | / | . | ..) echo "Name a folder of its own for the demo." >&2; exit 2 ;;
esac
rm -rf "$case"
mkdir -p "$case"
cp "$example/case.toml" "$case/"

step "$habeas" add "$example/evidence" --case "$case"
step "$habeas" code "$example"/claims/*.yaml --case "$case"
step "$habeas" build "$case"
step "$habeas" findings "$case"
step "$habeas" why 40000 --case "$case"
step "$habeas" report "$case"
step "$habeas" verify "$case"

# The second case: records. It lies beside the first.
records=$(dirname "$case")/ice-detention
example=$(dirname "$0")/ice-detention
rm -rf "$records"
mkdir -p "$records"
cp "$example/case.toml" "$records/"

step "$habeas" add "$example/evidence" --case "$records"
step "$habeas" code "$example"/claims/*.yaml --case "$records"
step "$habeas" build "$records"
step "$habeas" custody "$records"
step "$habeas" report "$records"
step "$habeas" verify "$records"
