#!/bin/sh
# What changed in meaning since the base, as the summary of the job. A difference is no failure.
set -eu
. "$(dirname "$0")/lib.sh"

known() { git rev-parse --verify --quiet "$1^{commit}" >/dev/null; }

base=${KOHORT_BASE:-}
if [ -n "$base" ]; then
    known "$base" || fail "the base \`$base\` is not in this clone; use actions/checkout with \`fetch-depth: 0\`"
else
    # The first push of a branch has zeros for what was there before; after a forced one it may be gone.
    base=${KOHORT_BEFORE:-}
    known "$base" || skip "there is no base to compare with: no pull request, and what was there before the push is not in this clone"
fi

report=${RUNNER_TEMP:-/tmp}/kohort-diff.md
status=0
kohort diff "$base..." "$(folder)" --format markdown >"$report" || status=$?
# 3: more than the cosmetic changed. Anything else is no comparison, and the reason has been said.
case "$status" in
    0) changed=false ;;
    3) changed=true ;;
    *) exit "$status" ;;
esac

cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
quoted cat "$report"
output report "$report"
output changed "$changed"
