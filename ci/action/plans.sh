#!/bin/sh
# Whether the committed plans are those of the studies.
set -eu
. "$(dirname "$0")/lib.sh"

if ! committed '*.study.plan' '*.study.plan.json'; then
    [ "${KOHORT_WHEN:-auto}" = auto ] || fail "no plan is committed; write them with \`kohort plan STUDY --out FOLDER\`"
    skip "no plan is committed, and none is compared"
fi
status=0
quoted "$(dirname "$0")/../plans.sh" "$(folder)" || status=$?
[ "$status" = 0 ] || printf '::error title=kohort plan::%s\n' "committed plans are not those of the studies; write them again and commit them"
exit "$status"
