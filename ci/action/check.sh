#!/bin/sh
# All errors and warnings of the studies, and their style.
set -eu
. "$(dirname "$0")/lib.sh"

set --
[ "${KOHORT_DENY_WARNINGS:-true}" != true ] || set -- --deny-warnings
status=0
quoted kohort check "$@" "$(folder)" || status=$?
quoted kohort fmt --check "$(folder)" || [ "$status" != 0 ] || status=1
[ "$status" = 0 ] || printf '::error title=kohort check::%s\n' "the studies have findings; they are in the log of this step"
exit "$status"
