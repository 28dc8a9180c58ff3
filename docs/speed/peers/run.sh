#!/usr/bin/env bash
# Measures a build of the harness and the same jobs in Python in turn, as whole processes on one thread.
#
#   docs/speed/peers/run.sh BUILD PYTHON DATA [--rounds N] [--only JOB]... [--keep DIR]
#
# BUILD is a folder with a launcher that is built; PYTHON is one that has what requirements.txt names; DATA holds MNIST and CIFAR-100 in
# the folders MNIST/raw and cifar-100-binary. Printed are the medians over N rounds (3) of the processor seconds (user and system of the
# process and its children) of harness and peer, and the median, least and greatest ratio peer / harness of the rounds.
set -euo pipefail
export LC_ALL=C PALIMPSEST_NO_BUILD=1 OMP_NUM_THREADS=1 PYTHONWARNINGS=ignore

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../measuring.sh"
all=(er der++ naive slim)
peers=(bare avalanche avalanche-tensors)
arguments --rounds 3 job "$@"
[ ${#places[@]} = 3 ] || usage "a build, a Python and a data folder are needed"
build=${places[0]} python=${places[1]} data=${places[2]}
has_launcher "$build"
"$python" -c 'import torch, torchvision, avalanche' 2>/dev/null || usage "'$python' lacks torch, torchvision or avalanche"

measure() { # contender, job
  local harness=("$build/palimpsest" run --seeds 1 --results "$work/results" --data "$data")
  rm -rf "$work/results"
  case $1-$2 in
    harness-er | 'harness-der++') timed "$work/log" "${harness[@]}" split-mnist-online --methods "$2" --set probe.perTask=0 ;;
    harness-naive) timed "$work/log" "${harness[@]}" split-mnist-online --methods finetune --set budget.batch=128 --set probe.perTask=0 ;;
    harness-slim) timed "$work/log" "${harness[@]}" "$here/../slim.yaml" --methods er ;;
    bare-*) timed "$work/log" "$python" "$here/bare.py" "$2" "$data" ;;
    avalanche-tensors-*) timed "$work/log" "$python" "$here/with_avalanche.py" "$2" "$data" tensors ;;
    avalanche-*) timed "$work/log" "$python" "$here/with_avalanche.py" "$2" "$data" images ;;
  esac
}

# what the launcher makes at its first start is not measured
"$build/palimpsest" --version >"$work/log" 2>&1 || failed "this does not start: $build/palimpsest" "$work/log"

printf '%-24s %9s %9s %8s %17s   %s\n' "processor seconds" harness peer ratio 'min..max' "the peer's result"
for job in "${chosen[@]}"; do
  : >"$work/rounds"
  for ((round = 1; round <= count; round++)); do
    line=
    for contender in harness "${peers[@]}"; do
      read -r processor wall < <(measure "$contender" "$job")
      line+="$processor "
      [ "$contender" = harness ] || grep -a "^$job: " "$work/log" >"$work/said-$contender"
      [ -z "$keep" ] || echo "$job,$round,$contender,$processor,$wall" >>"$keep/rounds.csv"
    done
    echo "$line" >>"$work/rounds"
  done
  for ((peer = 0; peer < ${#peers[@]}; peer++)); do
    echo "$(summary "$job ${peers[peer]}" 1 $((peer + 2)) "$work/rounds")   $(sed "s/^$job: //" "$work/said-${peers[peer]}")"
  done
done
