#!/bin/sh
# Whether the committed plans are those of the studies.
set -eu
. "$(dirname "$0")/lib.sh"

if [ "${KOHORT_WHEN:-auto}" = auto ] && ! committed '*.plan'; then
    skip "no plan is committed, and none is compared"
fi
status=0
quoted kohort plan --check "$(folder)" || status=$?
[ "$status" = 0 ] || printf '::error title=kohort plan::%s\n' "committed plans are not those of the studies; write them again and commit them"
exit "$status"
