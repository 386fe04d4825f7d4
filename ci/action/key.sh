#!/bin/sh
# What the program that is built depends on, as one word: the key under which it is kept from one run to the next.
set -eu
. "$(dirname "$0")/lib.sh"

cd "$(dirname "$0")/../.."
key=$(
    find Cargo.toml Cargo.lock compiler grammar stdlib synth -type f \
        ! -path '*/tests/*' ! -path '*/snapshots/*' ! -path '*/target/*' |
        LC_ALL=C sort | while IFS= read -r file; do
        printf '%s\n' "$file"
        cat "$file"
    done | git hash-object --stdin
)
output key "$key"
