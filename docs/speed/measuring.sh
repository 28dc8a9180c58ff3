# What the measuring scripts share; read by them, not run.

failed() { # what, log
  echo "${0##*/}: $1" >&2
  [ -z "${2:-}" ] || tail -n 15 "$2" >&2
  exit 1
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
