#!/bin/sh
# The difference as a comment of the pull request: one comment, which a later run writes again.
set -eu
. "$(dirname "$0")/lib.sh"

[ -n "${KOHORT_PULL_REQUEST:-}" ] || skip "there is no pull request to comment on"
command -v gh >/dev/null || fail "the program \`gh\` is missing"

# GitHub refuses a longer comment.
most=60000
mark='<!-- kohort diff -->'
body=${RUNNER_TEMP:-/tmp}/kohort-comment.md
{
    printf '%s\n' "$mark"
    if [ "$(wc -c <"$KOHORT_REPORT")" -le "$most" ]; then
        cat "$KOHORT_REPORT"
    else
        printf 'What changed in meaning is too long for a comment. It is in the summary of the job.\n'
    fi
} >"$body"

comments=repos/$GITHUB_REPOSITORY/issues
earlier=$(
    gh api --paginate "$comments/$KOHORT_PULL_REQUEST/comments" \
        --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1
)
if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "$comments/comments/$earlier" --field "body=@$body"
else
    gh api --silent --method POST "$comments/$KOHORT_PULL_REQUEST/comments" --field "body=@$body"
fi
