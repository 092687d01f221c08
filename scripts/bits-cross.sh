#!/usr/bin/env bash
# Two quick reports, made on this machine, on aarch64 and in wasm32: every file
# must be the same. A target that is not there is skipped.
#
# Exit code: 0 the same, 1 different or failed, 2 no target to compare with.
#
# Both targets need their standard library (`rustup target add TARGET`). aarch64
# also needs a linker and, on other processors, an emulator, for example
#   export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
#   export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L /usr/aarch64-linux-gnu"
# and wasm32 needs node.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="node scripts/bits-cross.mjs"

digests() { # digests [--target TARGET]
  cargo run --locked --quiet --release --package reproduce --example bits "$@"
}

say() { echo "bits-cross: $*" >&2; }

has_target() {
  local folder
  folder=$("${RUSTC:-rustc}" --print target-libdir --target "$1") && [ -d "$folder" ] || {
    say "SKIPPED $1: its standard library is missing (rustup target add $1)"
    return 1
  }
}

has_node() {
  command -v node >/dev/null || {
    say "SKIPPED wasm32-unknown-unknown: node is missing"
    return 1
  }
}

status=2
compare() { # compare TARGET
  if ! digests --target "$1" >"$scratch/$1"; then
    say "$1: the program cannot be built or run; $0 says at its top what it needs"
    status=1
  elif ! diff "$scratch/here" "$scratch/$1" >&2; then
    say "$1: DIFFERENT from this machine"
    status=1
  else
    say "$1: the same"
    [ "$status" = 1 ] || status=0
  fi
}

digests | tee "$scratch/here" || exit 1
if has_target aarch64-unknown-linux-gnu; then compare aarch64-unknown-linux-gnu; fi
if has_target wasm32-unknown-unknown && has_node; then compare wasm32-unknown-unknown; fi
[ "$status" != 2 ] || say "nothing to compare with"
exit "$status"
