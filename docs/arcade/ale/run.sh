#!/usr/bin/env bash
# Plays Atari 2600 games as the vector environment of ale-py 0.12.1 does, here and there: are they the same, and how fast are they?
#
#   docs/arcade/ale/run.sh BUILD PYTHON [--rounds N] [--only GAME]...
#
# BUILD is a folder with a launcher that is built, and the plug-in in its plugins/; PYTHON makes an environment of its own with what
# requirements.txt names, from the package registry, which is where the games come from as well. First both get the same actions, without frames
# of chance at the start, and the observations, rewards and ends that differ are counted. Then both play four games side by side in one thread,
# random actions, turn about, N times (5): printed are the medians of frames a second (four to a step), there and here, the median of the
# quotients of each pair, and their range.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../speed/measuring.sh"
all=(pong breakout space_invaders ms_pacman)
arguments --rounds 5 game "$@"
[ ${#places[@]} = 2 ] || usage "a build and a Python are needed"
build=${places[0]}
has_launcher "$build"
[ -d "$build/dist/target/lib" ] || usage "'$build' is not built"
[ -e "$build/plugins/palimpsest-ale.jar" ] || usage "'$build/plugins' has no plug-in: mvn -B -q -Pale -pl ale -am -DskipTests package"

"${places[1]}" -m venv "$work/venv" >"$work/log" 2>&1 || failed "no environment can be made with '${places[1]}'" "$work/log"
python=$work/venv/bin/python
"$python" -m pip install -q --no-deps -r "$here/requirements.txt" >"$work/log" 2>&1 || failed "its packages cannot be had" "$work/log"
PALIMPSEST_ALE_ROMS=$(echo "$work"/venv/lib/python*/site-packages/ale_py/roms)
export PALIMPSEST_ALE_ROMS

ours() { java -cp "$build/plugins/palimpsest-ale.jar:$build/dist/target/lib/*" "$here/Ale.java" "$@" 2>"$work/log" || failed "$*" "$work/log"; }
theirs() { "$python" "$here/ale.py" "$@" 2>"$work/log" || failed "$*" "$work/log"; }

for game in "${chosen[@]}"; do
  for life in False True; do
    theirs dump "$game" "$life" 300 "$work/dump" >"$work/steps"
    ours same "$game" "$life" "$work/dump" <"$work/steps"
  done
done
printf '%-24s %9s %9s %8s %17s\n' 'frames a second' there here quotient 'of the rounds'
for game in "${chosen[@]}"; do
  for _ in $(seq "$count"); do
    echo "$(theirs speed "$game" 3000) $(ours speed "$game" 3000)" >>"$work/$game"
  done
  summary "$game" 1 2 "$work/$game"
  echo
done
