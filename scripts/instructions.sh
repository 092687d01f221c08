#!/usr/bin/env bash
# How many instructions the benchmark programs take, counted by callgrind, against
# benches/instructions.txt. Counts repeat to a few in a million where times do not,
# so CI can hold them.
#
#   scripts/instructions.sh            compare; more than 2 % either way is an error
#   scripts/instructions.sh --bless    write the file
#
# The level is AVX2, the widest that valgrind knows. Another compiler makes other
# instructions: with one that is not the file's, differences are told and are no error.
# Exit code: 0 as before, 1 other counts, 2 no valgrind or a wrong argument.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  '' | --bless) ;;
  *) echo "instructions: unknown argument $1; expected nothing or --bless" >&2; exit 2 ;;
esac
command -v valgrind >/dev/null || { echo "instructions: needs valgrind: apt-get install valgrind" >&2; exit 2; }
grep -qw avx2 /proc/cpuinfo || { echo "instructions: needs a processor with AVX2" >&2; exit 2; }

cargo build --locked --quiet --release --package crease-benches --example counted
counted=${CARGO_TARGET_DIR:-target}/release/examples/counted
file=benches/instructions.txt
compiler=$(rustc --version | cut -d' ' -f1,2)

count() { # count PROGRAM TIMES
  CREASE_SIMD=avx2 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$counted" "$1" "$2" 2>&1 |
    sed -n 's/.*Collected : //p'
}

new=$(mktemp)
trap 'rm -f "$new"' EXIT
echo "$compiler, AVX2: instructions for each time" >"$new"
for program in lesson-step-4 lesson-step-64 lesson-step-256 scalar-tape product-256 product-5 sigmoid-8192 kernel-64; do
  echo "$program $((($(count "$program" 3) - $(count "$program" 1)) / 2))" >>"$new"
done

if [ "${1:-}" = --bless ]; then
  cat "$new" >"$file.new"
  mv "$file.new" "$file"
  exit
fi
awk -v same="$(head -1 "$file" | grep -c "^$compiler,")" '
  FNR == 1 { next }
  NR == FNR { old[$1] = $2; next }
  {
    ratio = old[$1] ? $2 / old[$1] : 0
    moved = ratio < 0.98 || ratio > 1.02
    printf "instructions: %-16s %12d, was %12d%s\n", $1, $2, old[$1], moved ? sprintf(" (%.3f times)", ratio) : ""
    if (moved) bad = 1
  }
  END {
    if (bad && same) {
      print "instructions: if this is meant, run scripts/instructions.sh --bless and say why in the commit" > "/dev/stderr"
      exit 1
    }
    if (bad) print "instructions: the file is from another compiler: no error"
  }' "$file" "$new"
