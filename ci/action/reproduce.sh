#!/bin/sh
# Whether locked studies give their results again. The annotations of the program are for the runner.
set -eu
. "$(dirname "$0")/lib.sh"

# Whether a lock is committed; other programs have files of that name, too.
locked() {
    (cd "$(folder)" && git grep -q -I '^# Kohort lock' -- '*.lock')
}

if [ "${KOHORT_WHEN:-auto}" = auto ] && ! locked; then
    skip "no lock is committed, and no study is run again"
fi
kohort reproduce --format github "$(folder)"
