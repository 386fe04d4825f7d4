# shellcheck shell=sh
# What the steps of the action share. To be read with `.`, never run.
set -eu

# Says what went wrong, as an annotation, and ends the step.
fail() {
    printf '::error title=kohort::%s\n' "$1"
    exit 2
}

# Says what was not done, and why.
skip() {
    printf '::notice title=kohort::%s\n' "$1"
    exit 0
}

# An output of the step. A value is one line.
output() {
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# Runs a command whose output may hold anything that stands in a study: no line of it is taken for a command of the runner.
quoted() {
    mark="kohort-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    printf '::stop-commands::%s\n' "$mark"
    quoted_status=0
    "$@" || quoted_status=$?
    printf '::%s::\n' "$mark"
    return "$quoted_status"
}

# The folder with the studies. One that begins like an option is a folder all the same.
folder() {
    case "${KOHORT_PATH:-.}" in
        -*) printf './%s\n' "$KOHORT_PATH" ;;
        *) printf '%s\n' "${KOHORT_PATH:-.}" ;;
    esac
}

# Whether a file is committed below the folder whose name matches one of some patterns.
committed() {
    (
        cd "$(folder)" || exit 1
        [ -n "$(git ls-files -- "$@" | head -n 1)" ]
    )
}
