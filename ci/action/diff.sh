#!/bin/sh
# What changed in meaning since the base, as the summary of the job. A difference is no failure.
set -eu
. "$(dirname "$0")/lib.sh"

base=${KOHORT_BASE:-}
case "$base" in
    "" | *[!0]*) ;;
    # The first push of a branch has zeros for what was there before.
    *) base= ;;
esac
[ -n "$base" ] || skip "there is no base to compare with: no pull request, and nothing was there before the push"
git rev-parse --verify --quiet "$base^{commit}" >/dev/null ||
    fail "the base \`$base\` is not in this clone; use actions/checkout with \`fetch-depth: 0\`"

report=${RUNNER_TEMP:-/tmp}/kohort-diff.md
status=0
kohort diff "$base..." "$(folder)" --format md >"$report" || status=$?
# Where the studies could not be compared, there is nothing to show, and the reason has been said.
[ "$status" = 0 ] || [ -s "$report" ] || exit "$status"

{
    printf '## What changes in meaning\n\n'
    cat "$report"
} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
quoted cat "$report"
output report "$report"
if [ "$status" = 0 ]; then output changed false; else output changed true; fi
