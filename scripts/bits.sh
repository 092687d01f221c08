#!/usr/bin/env bash
# The quick reports, made in every way that must not matter: debug and release
# build, each vector level of this machine, 1 and 2 jobs, two working folders.
# Any difference is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --locked --quiet --release --package reproduce
cargo build --locked --quiet --profile unoptimised --package reproduce
target=${CARGO_TARGET_DIR:-target}
target=$(cd "$target" && pwd)
root=$(pwd)

first=
run() { # run NAME PROFILE-FOLDER LEVEL JOBS FOLDER
  local name=$1 program=$target/$2/reproduce level=$3 jobs=$4 folder=$5
  mkdir -p "$folder"
  (cd "$folder" && CREASE_SIMD=$level "$program" run --quick --fresh --root "$root" \
    --jobs "$jobs" --reports "$scratch/$name" 2>"$scratch/$name.log") ||
    { cat "$scratch/$name.log" >&2; exit 1; }
  if [ -z "$first" ]; then
    first=$name
  elif ! diff -r "$scratch/$first" "$scratch/$name" >"$scratch/diff"; then
    echo "bits: $first and $name differ:" >&2
    head -20 "$scratch/diff" >&2
    exit 1
  fi
  echo "bits: $name: the same"
}

levels=(sse2)
for level in avx2:avx2 avx512:avx512dq; do
  if grep -qw "${level#*:}" /proc/cpuinfo 2>/dev/null; then
    levels+=("${level%:*}")
  else
    echo "bits: SKIPPED ${level%:*}: this processor has none"
  fi
done
best=${levels[${#levels[@]}-1]}

for level in "${levels[@]}"; do
  run "release-$level" release "$level" 2 "$root"
done
run "unoptimised" unoptimised "$best" 2 "$root"
run "one-job" release "$best" 1 "$root"
run "other-folder" release "$best" 2 "$scratch/elsewhere"
