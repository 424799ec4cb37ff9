#!/usr/bin/env bash
# Runs the program under valgrind: no error, no byte definitely lost, and the exit status that is right.
#
#   run_valgrind.sh TONGXIN            all runs
#   run_valgrind.sh TONGXIN --short    one of each command
set -euo pipefail
tongxin=$(realpath "$1")
extent=${2:-}
tree=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$tree/data" data
export LANG=C.UTF-8 TONGXIN_LANG=zh
unset LC_ALL LANGUAGE

scheme=$tree/scripts/schemes/jinhua-2022.lua
jinhua=(--scheme "$scheme" --roster data/jinhua/roster.csv)
found=99 # no status of the program's own
failed=0

# run STATUS WORDS...: one run; its status must be STATUS.
run() {
    local expected=$1 status=0
    shift
    valgrind --quiet --error-exitcode=$found --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite --log-file=log "$tongxin" "$@" > out 2> err || status=$?
    if [ "$status" = "$expected" ] && [ ! -s log ]; then
        echo "clean: tongxin $*"
    else
        echo "status $status instead of $expected, or a report: tongxin $*"
        cat err log
        failed=1
    fi
}

run 0 solve "${jinhua[@]}" --windows data/jinhua/windows.csv -o plan.json
run 0 check "${jinhua[@]}" plan.json
run 0 report annex1 "${jinhua[@]}" --windows data/jinhua/windows.csv --plan plan.json -o annex1.html
run 2 solve "${jinhua[@]}" --rooster x
if [ "$extent" != --short ]; then
    run 0 solve "${jinhua[@]}" --previous data/jinhua/annex1.csv --json
    run 1 solve "${jinhua[@]}" --time-limit 0
    run 0 check "${jinhua[@]}" --part data/jinhua/annex1.csv
    run 1 check "${jinhua[@]}" data/jinhua/annex1.csv
    run 0 report windows "${jinhua[@]}" --plan plan.json --format md
    run 0 report windows "${jinhua[@]}" --plan plan.json --format csv
    grep -v '^JH0209,' data/jinhua/roster.csv > no-party-member.csv
    run 1 solve --scheme "$scheme" --roster no-party-member.csv
    iconv -f UTF-8 -t GB18030 data/jinhua/roster.csv > gb18030.csv
    run 0 solve --scheme "$scheme" --roster gb18030.csv --tidied
    run 2 solve --scheme "$scheme" --roster "$tree/tests/roster/broken/56-everything-at-once/in.csv"
    run 2 solve --scheme "$tree/tests/script/errors/attributes.lua" --roster data/jinhua/roster.csv
    run 2 solve "${jinhua[@]}" -o missing/plan.json
    run 0 help solve
    run 0
fi
exit $failed
