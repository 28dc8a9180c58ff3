#!/usr/bin/env bash
# Measures two builds of the harness in turn, as whole processes, and checks that both give the same numbers.
#
#   docs/speed/builds.sh OLD NEW [--pairs N] [--only ROW]... [--keep DIR]
#
# OLD and NEW are folders with a launcher that are built. Every row is run N times (5) by each, the one that begins changing from pair to
# pair. Printed are the medians of both and the median, least and greatest ratio NEW / OLD of the pairs: processor seconds (user and system
# of the process and its children) and wall seconds. --only takes some rows alone, --keep writes every measurement to DIR/pairs.csv.
# Exit code: 0 done, 1 a command failed or the builds differ in a number, 2 bad input.
#
# What is needed: bash, awk, cmp and a JDK; the rows of MNIST and CIFAR-100 look for their data where the harness does (PALIMPSEST_DATA).
set -euo pipefail
export LC_ALL=C PALIMPSEST_NO_BUILD=1

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/measuring.sh"
all=(er der++ naive slim tasks-600 list version first-step svm herding jpeg cifar100)
arguments --pairs 5 row "$@"
[ ${#places[@]} = 2 ] || usage "two folders are needed"
for build in "${places[@]}"; do has_launcher "$build"; done

# the arguments of a row, for results in a folder of its own
command_of() {
  local run=(run "$2" --seeds 1 --results "$1" --data "$work/data")
  shift 2
  printf '%s\0' "${run[@]}" "$@"
}

arguments() { # row, results
  case $1 in
    er) command_of "$2" split-mnist-online --methods er ;;
    der++) command_of "$2" split-mnist-online --methods der++ ;;
    naive) command_of "$2" split-mnist-online --methods finetune --set budget.batch=128 ;;
    slim) command_of "$2" "$here/slim.yaml" --methods er ;;
    tasks-600) command_of "$2" "$here/tasks-600.yaml" --methods er ;;
    list) printf '%s\0' list methods ;;
    version) printf '%s\0' --version ;;
    first-step) printf '%s\0' run quickstart --results "$2" ;;
    svm) command_of "$2" "$here/svm.yaml" --methods fetril --set trainBackbone=false --set solver=liblinear ;;
    herding) command_of "$2" split-mnist-online --methods icarl --set buffer=2000 --set budget.batch=128 ;;
    jpeg) command_of "$2" "$here/decode.yaml" --methods finetune ;;
    cifar100) command_of "$2" "$here/decode.yaml" --methods finetune --set stream=split-cifar100 ;;
  esac
}

# prints processor and wall seconds of a row under a build
measure() { # row, build, results
  local args cache=${XDG_CACHE_HOME:-$HOME/.cache}
  mapfile -d '' args < <(arguments "$1" "$3")
  case $1 in jpeg | cifar100) cache=$3.cache ;; esac # decoded each time
  timed "$work/log" env XDG_CACHE_HOME="$cache" "$2/palimpsest" "${args[@]}"
}

# prints the wall seconds until the first training batch is made, and stops the process there; - for the processor's
measure_first_step() { # build, results
  local args log=$work/init.log began pid mark="Initializing 'org/palimpsest/harness/api/Batch'" waited=0 stamp=
  mapfile -d '' args < <(arguments first-step "$2")
  rm -f "$log"
  began=${EPOCHREALTIME/./}
  JAVA_OPTS="${JAVA_OPTS:-} -Xlog:class+init=info:file=$log:timemillis" "$1/palimpsest" "${args[@]}" >"$work/log" 2>&1 </dev/null &
  pid=$!
  while [ -z "$stamp" ]; do
    kill -0 "$pid" 2>/dev/null || failed "no training step was seen under $1:" "$work/log"
    [ $((waited++)) -lt 1200 ] || failed "no training step within two minutes under $1" "$work/log"
    sleep 0.1
    [ ! -e "$log" ] || stamp=$(awk -v mark="$mark" 'index($0, mark) { gsub(/[^0-9]/, "", $1); print $1; exit }' FS='ms' "$log")
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  awk -v began="$began" -v stamp="$stamp" 'BEGIN { printf "- %.3f\n", stamp / 1000 - began / 1000000 }'
}

# a leaderboard without what depends on time, machine and build
numbers() {
  awk '
    function cells(line,   n, i, c, quoted, cell) {
      n = 0; cell = ""; quoted = 0
      for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        if (c == "," && !quoted) { out[++n] = cell; cell = "" } else cell = cell c
      }
      out[++n] = cell
      return n
    }
    {
      n = cells($0)
      if (NR == 1) for (i = 1; i <= n; i++) skip[i] = out[i] ~ /_seconds$|^peak_.*_bytes$|^(harness_version|commit|dirty)$/
      line = ""
      for (i = 1; i <= n; i++) if (!skip[i]) line = line "," out[i]
      print substr(line, 2)
    }' "$1"
}

# every table of every record the same to the last byte, leaderboards but for times
same_numbers() { # row, old results, new results
  local file one files
  for one in "$2" "$3"; do
    (cd "$one" && find . -name '*.csv' | sort) >"$one.files"
  done
  cmp -s "$2.files" "$3.files" || failed "$1: the builds do not leave the same tables: $(diff "$2.files" "$3.files" | grep '^[<>]' | tr '\n' ' ')"
  files=$(wc -l <"$2.files")
  [ "$files" -gt 0 ] || failed "$1: no table to compare"
  while read -r file; do
    case $file in
      ./leaderboards/*) cmp -s <(numbers "$2/$file") <(numbers "$3/$file") ;;
      *) cmp -s "$2/$file" "$3/$file" ;;
    esac || failed "$1: THE BUILDS DIFFER in ${file#./}: $(diff <(numbers "$2/$file") <(numbers "$3/$file") | head -n 4)"
  done <"$2.files"
  echo "$files" >"$work/compared"
}

mkdir -p "$work/data"
case " ${chosen[*]} " in
  *' svm '* | *' jpeg '*) java "$here/MakeData.java" "$work/data" ;;
esac

# what a launcher makes at its first start is not measured
for build in "${places[@]}"; do
  "$build/palimpsest" --version >"$work/log" 2>&1 || failed "this does not start: $build/palimpsest" "$work/log"
done

echo "old: ${places[0]}, new: ${places[1]}, pairs: $count"
printf '%-24s %9s %9s %8s %17s   %s\n' '' 'old, s' 'new, s' ratio 'min..max' numbers
for row in "${chosen[@]}"; do
  pair=0
  : >"$work/pairs"
  while [ $((pair++)) -lt "$count" ]; do
    if [ $((pair % 2)) = 1 ]; then order=(0 1); else order=(1 0); fi
    for which in "${order[@]}"; do
      results=$work/results$which
      rm -rf "$results" "$results.cache"
      if [ "$row" = first-step ]; then
        measure_first_step "${places[which]}" "$results" >"$work/measured$which"
      else
        measure "$row" "${places[which]}" "$results" >"$work/measured$which"
      fi
    done
    case $row in
      list | version | first-step) same='-' ;;
      *)
        same_numbers "$row" "$work/results0" "$work/results1"
        same="$(<"$work/compared") tables equal"
        ;;
    esac
    echo "$(<"$work/measured0") $(<"$work/measured1")" >>"$work/pairs"
    [ -z "$keep" ] || echo "$row $pair $(<"$work/measured0") $(<"$work/measured1")" | tr ' ' ',' >>"$keep/pairs.csv"
  done
  [ "$row" = first-step ] || echo "$(summary "$row" 1 3 "$work/pairs")   $same"
  echo "$(summary "$([ "$row" = first-step ] && echo first-step || echo '  wall')" 2 4 "$work/pairs")   $([ "$row" != first-step ] || echo 'wall')"
done
