# Every recipe forwards to one command; `just` is a convenience, not a need.

# List the recipes.
default:
    @just --list

# Regenerate every table and figure; arguments go to the program.
reproduce *args:
    cargo reproduce {{args}}

# Build the book into book/html.
book *args:
    cargo book {{args}}

# Run all tests of the default crates.
test:
    cargo test

# Prove the committed reports by regenerating them.
check:
    cargo reproduce check

# Run the benchmarks.
bench *args:
    cargo bench -p crease-benches {{args}}

# Race the contender against other libraries: see benches/peers/README.md.
race *args:
    python3 benches/peers/race.py {{args}}

# Sample on what our own time of each row is spent; needs Linux's perf.
race-profile *args:
    python3 benches/peers/sampling.py {{args}}

# Time the whole reproduction, its first build, and one core against all: half an hour.
race-reproduction *args:
    python3 benches/peers/reproduction.py {{args}}

# Install those libraries.
race-setup:
    python3 benches/peers/race.py --setup

# Compare the instruction counts of the benchmark programs with the committed ones.
instructions *args:
    bash scripts/instructions.sh {{args}}

# Compare the quick reports across builds, vector levels, jobs and folders.
bits:
    bash scripts/bits.sh

# The same on aarch64 (qemu) and wasm32, for who has those targets.
bits-cross:
    bash scripts/bits-cross.sh
