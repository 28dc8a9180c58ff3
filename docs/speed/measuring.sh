# What the measuring scripts share; read by them, not run.

failed() { # what, log
  echo "${0##*/}: $1" >&2
  [ -z "${2:-}" ] || tail -n 15 "$2" >&2
  exit 1
}

# shows the comment at the head of the script, and what is wrong
usage() { # complaint, if any
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
  [ $# = 0 ] || echo "${0##*/}: $1" >&2
  exit 2
}

# reads the arguments: how often (`count`), where to keep measurements (`keep`), which of the things to measure (`all`, by default each) are
# chosen (`chosen`), and all else (`places`); makes a folder to work in (`work`), which goes when the script ends
arguments() { # option that says how often, how often otherwise, what one of the things is called, arguments ...
  local often=$1 what=$3 one
  count=$2 keep='' chosen=() places=()
  shift 3
  while [ $# -gt 0 ]; do
    case $1 in
      "$often" | --only | --keep)
        [ $# -gt 1 ] || usage "$1 needs a value"
        case $1 in
          --only) chosen+=("$2") ;;
          --keep) keep=$2 ;;
          *) count=$2 ;;
        esac
        shift 2
        ;;
      -*) usage "unknown option $1" ;;
      *)
        places+=("$1")
        shift
        ;;
    esac
  done
  [[ $count =~ ^[1-9][0-9]*$ ]] || usage "$often: '$count' is no whole number from 1"
  for one in ${chosen[@]+"${chosen[@]}"}; do
    [[ " ${all[*]} " == *" $one "* ]] || usage "--only: no $what '$one' (there are: ${all[*]})"
  done
  [ ${#chosen[@]} -gt 0 ] || chosen=("${all[@]}")
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  [ -z "$keep" ] || mkdir -p "$keep"
}

# whether a folder holds a build
has_launcher() { # folder
  [ -x "$1/palimpsest" ] || usage "no launcher in '$1'"
}

# runs a command, its output into a log, and prints its processor seconds (its children's too) and its wall seconds
timed() { # log, command ...
  local log=$1 TIMEFORMAT='%U %S %R' times
  shift
  times=$({ time "$@" >"$log" 2>&1 </dev/null; } 2>&1) || failed "this failed: $*" "$log"
  awk '{ print $1 + $2, $3 }' <<<"$times"
}

# prints a line: the medians of two columns of a file, and the median and the range of the second over the first, pair by pair
summary() { # label, column, column, file
  awk -v label="$1" -v a="$2" -v b="$3" '
    function median(v, n,   i, j, t) {
      for (i = 2; i <= n; i++) { t = v[i]; for (j = i - 1; j > 0 && v[j] > t; j--) v[j + 1] = v[j]; v[j + 1] = t }
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    { first[NR] = $a; second[NR] = $b; ratio[NR] = $b / $a }
    END {
      x = median(first, NR); y = median(second, NR); r = median(ratio, NR)
      printf "%-24s %9.2f %9.2f %8.3f %17s", label, x, y, r, sprintf("%.3f..%.3f", ratio[1], ratio[NR])
    }' "$4"
}
