#!/usr/bin/env bash
# Plays the native games and the published ones (the Python package MinAtar) with the same policies, and compares returns and lengths.
#
#   docs/arcade/peers/run.sh BUILD PYTHON [--episodes N] [--only GAME]... [--keep DIR]
#
# BUILD is a folder with a launcher that is built; PYTHON makes an environment of its own with what requirements.txt names, from the package
# registry. Printed are, of N episodes (2000), the means here and there, their difference in standard errors, and the Kolmogorov-Smirnov
# statistic of the two samples with its p-value; first of returns, then of lengths. An episode of more than 5,000 steps is cut off.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../speed/measuring.sh"
all=(breakout asterix freeway seaquest space-invaders)
declare -A policies=([breakout]='follow ahead' [asterix]='gold careful' [freeway]='up careful' [seaquest]='divers hunter' [space-invaders]='sweep gunner')
arguments --episodes 2000 game "$@"
[ ${#places[@]} = 2 ] || usage "a build and a Python are needed"
build=${places[0]}
has_launcher "$build"
[ -d "$build/dist/target/lib" ] || usage "'$build' is not built"

"${places[1]}" -m venv "$work/venv" >"$work/log" 2>&1 || failed "no environment can be made with '${places[1]}'" "$work/log"
python=$work/venv/bin/python
"$python" -m pip install -q --no-deps -r "$here/requirements.txt" >"$work/log" 2>&1 || failed "its packages cannot be had" "$work/log"

printf '%-24s %46s  %46s\n' '' 'returns' 'lengths'
printf '%-24s %9s %9s %6s %6s %6s  %9s %9s %6s %6s %6s\n' 'game, policy' here there diff KS p here there diff KS p
for game in "${chosen[@]}"; do
  for policy in random ${policies[$game]}; do
    java -cp "$build/dist/target/lib/*" "$here/Play.java" "$game" "$policy" "$count" 1 5000 >"$work/here" 2>"$work/log" || failed "$game $policy" "$work/log"
    "$python" "$here/play.py" "$game" "$policy" "$count" 1 5000 >"$work/there" 2>"$work/log" || failed "$game $policy" "$work/log"
    "$python" "$here/compare.py" "$game $policy" "$work/here" "$work/there"
    [ -z "$keep" ] || { cp "$work/here" "$keep/$game-$policy-here.txt"; cp "$work/there" "$keep/$game-$policy-there.txt"; }
  done
done
