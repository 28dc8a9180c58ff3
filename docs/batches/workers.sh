#!/usr/bin/env bash
# Two processes against one, one thread a run, in turn: wall and processor seconds of whole commands, and whether they write the same.
#   workers.sh [times]      from the top of the repository, on a machine that does nothing else
set -euo pipefail

times=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PALIMPSEST_NO_BUILD=1
TIMEFORMAT='%R %U %S'

# one command: wall seconds, processor seconds
measure() { # workers results command...
  local workers=$1 results=$2
  shift 2
  { time ./palimpsest run "$@" --workers "$workers" --results "$results" --quiet >/dev/null 2>"$work/err"; } 2>&1 | awk '{print $1, $2 + $3}'
}

compare() { # name command...
  local name=$1
  shift
  for i in $(seq "$times"); do
    local one two
    one=$(measure 1 "$work/one" "$@")
    two=$(measure 2 "$work/two" "$@")
    echo "$name: one process $one s (wall, processor), two $two s: $(awk -v a="$one" -v b="$two" \
      'BEGIN {split(a, x); split(b, y); printf "%.2f of the wall time, %.2f of the processor time", y[1] / x[1], y[2] / x[2]}')"
    # the tables of runs, byte for byte; boards hold times, and digests of records their moment
    diff -r -x run.json -x bases -x leaderboards -x .lock "$work/one" "$work/two" >"$work/differences" || { cat "$work/differences"; exit 1; }
    rm -rf "$work/one" "$work/two"
  done
}

compare quickstart quickstart
compare baselines-split-mnist baselines-split-mnist --seeds 1 --set budget.epochs=1 --set gdumb.epochs=5
compare many split-digits-online --methods finetune,er --seeds 250
