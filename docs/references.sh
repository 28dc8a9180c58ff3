#!/usr/bin/env bash
# Measures what scores of games are told in: the mean return of random actions, and that of dqn which has played the game alone.
# Prints the content of methods/src/main/resources/palimpsest/references/<game>.yaml for each game, below its name.
# Usage: docs/references.sh FOLDER [GAME ...]       FOLDER takes the runs; what is there already is not run again
#   STEPS 100000    SEEDS 2    RANDOM_EPISODES 2000    EPISODES 500    LR 0.0005    LIMIT 2500
# Two games learn late, and have other budgets:
#   STEPS=400000 LR=0.0003 SEEDS=1 docs/references.sh FOLDER asterix
#   STEPS=250000 LR=0.0003 SEEDS=1 docs/references.sh FOLDER seaquest
set -euo pipefail

palimpsest=${PALIMPSEST:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/palimpsest}
folder=$1
shift
[ $# -gt 0 ] || set -- breakout asterix freeway seaquest space-invaders
steps=${STEPS:-100000} seeds=${SEEDS:-2} random_episodes=${RANDOM_EPISODES:-2000} episodes=${EPISODES:-500} lr=${LR:-0.0005} limit=${LIMIT:-2500}
mkdir -p "$folder"

# benchmark NAME GAME STEPS EPISODES: one visit of one game
benchmark() {
  printf 'id: alone-%s\nversion: 1\nscenario: control\ngames: [%s]\n' "$2" "$2" > "$folder/alone-$2.yaml"
  printf 'id: %s\nversion: 1\ntitle: %s alone\nstream: alone-%s.yaml\nbackbone: {name: conv}\nsteps: %s\nepisodeLimit: %s\nepisodes: %s\n' \
    "$1" "$2" "$2" "$3" "$limit" "$4" > "$folder/$1.yaml"
  printf 'optimiser: {name: adam, lr: %s}\nthreads: 1\n' "$lr" >> "$folder/$1.yaml"
}

run() {
  "$palimpsest" run "$folder/$1.yaml" --methods "$2" --seeds "$3" --results "$folder/results" >&2
}

# summary BENCHMARK METHOD: episodes, mean and standard deviation of the returns after the task, over all seeds
summary() {
  awk -F, 'FNR > 1 && $1 == 1 { n += $3; sum += $4; squares += $5 }
    END { printf "episodes: %d, mean: %.4f, sd: %.4f", n, sum / n, sqrt((squares - sum * sum / n) / (n - 1)) }' \
    "$folder"/results/runs/"$1"/"$2"/*/returns.csv
}

for game in "$@"; do
  benchmark "random-$game" "$game" 1 "$random_episodes"
  benchmark "dqn-$game" "$game" "$steps" "$episodes"
  run "random-$game" random 1
  run "dqn-$game" dqn "$seeds"
  record=$(ls "$folder"/results/runs/"dqn-$game"/dqn/*/run.json | head -n 1)
  cat <<YAML
--- $game.yaml
game: $game
stickyActions: 0.1
ramping: true
actions: full
episodeLimit: $limit
measured: $(sed -n 's/.*"startedAt" : "\([0-9-]*\)T.*/\1/p' "$record"), commit $(sed -n 's/.*"commit" : "\([0-9a-f]\{12\}\).*/\1/p' "$record")
chance: {$(summary "random-$game" random)}
reference: {by: "dqn, $steps steps of this game alone with adam at $lr, seeds: $seeds, without exploring", $(summary "dqn-$game" dqn)}
YAML
done
