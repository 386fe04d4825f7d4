#!/bin/sh
# Puts the program `kohort` where the next steps find it.
set -eu
. "$(dirname "$0")/lib.sh"

from=${KOHORT_FROM:-build}
place=${RUNNER_TEMP:-/tmp}/kohort/bin

case "$from" in
    installed)
        command -v kohort >/dev/null || fail "there is no program \`kohort\` in the PATH"
        ;;
    build)
        if [ ! -x "$place/kohort" ]; then
            command -v cargo >/dev/null || fail "\`cargo\` is missing: install Rust before this step, or name another \`kohort\`"
            source=$(cd "$(dirname "$0")/../.." && pwd)
            cargo install --locked --no-track --path "$source/compiler/cli" --root "${place%/bin}"
        fi
        ;;
    https://* | file://*)
        [ -n "${KOHORT_SHA256:-}" ] || fail "an address needs \`sha256\`, so that what is run is what was meant"
        mkdir -p "$place"
        archive=$place/kohort.tar.gz
        curl --fail --silent --show-error --location --proto '=https,file' --output "$archive" "$from" ||
            fail "the program cannot be fetched from its address"
        printf '%s  %s\n' "$KOHORT_SHA256" "$archive" | sha256sum --check --status - ||
            fail "what was fetched has another SHA-256 than \`sha256\` says"
        tar -xzf "$archive" -C "$place"
        rm "$archive"
        [ -x "$place/kohort" ] || fail "the archive holds no program \`kohort\` at its top"
        ;;
    *)
        fail "\`kohort\` is \`build\`, \`installed\` or an https address"
        ;;
esac

if [ "$from" != installed ]; then
    printf '%s\n' "$place" >>"${GITHUB_PATH:-/dev/null}"
    PATH=$place:$PATH
fi
kohort --version
