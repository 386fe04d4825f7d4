#!/bin/sh
# Whether every committed plan below a folder, or this one, is that of its study. A hook of pre-commit and the action run it.
#
# `kohort plan STUDY --out FOLDER` writes `NAME.study.plan` and the plans for each source; the study `NAME` is declared in
# the folder above.
set -eu

cd "${1:-.}"
checked=0
failed=0
plans=$(git -c core.quotePath=false ls-files -- '*.study.plan' '*.study.plan.json')
while IFS= read -r plan; do
    [ -n "$plan" ] || continue
    folder=$(dirname "$plan")
    name=$(basename "$plan")
    set --
    case "$name" in
        *.json) set -- --format json ;;
    esac
    name=${name%.json}
    name=${name%.study.plan}
    above=$(dirname "$folder")
    study=
    for file in "$above"/*.kohort; do
        if [ -f "$file" ] && grep -q "^study[[:space:]][[:space:]]*${name}[[:space:]]" "$file"; then
            study=$file
        fi
    done
    if [ -z "$study" ]; then
        printf "error: \`%s\` is the plan of no study in \`%s\`\n" "$plan" "$above" >&2
        printf "help: remove it, or write it with \`kohort plan STUDY --out FOLDER\`, with FOLDER beside the study\n" >&2
        failed=1
        continue
    fi
    checked=$((checked + 1))
    kohort plan "$study" --check "$folder" "$@" || failed=1
done <<EOF
$plans
EOF
printf 'compared the plans of %s studies\n' "$checked"
exit "$failed"
