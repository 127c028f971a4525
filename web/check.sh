#!/bin/sh
# The web app's gate: lint and types beside the unit tests, for each keeps hardly more than one core busy. `behind GOALS`
# runs it behind a build with these goals, as compiling Java leaves a core idle; `found` waits for that and tells what it said.
set -eu
cd "$(dirname "$0")"
log=../target/web-check.log
process=../target/web-check.pid

case "${1:-}" in
  behind)
    case "$2" in *verify* | *install* | *deploy*) ;; *) exit 0 ;; esac
    mkdir -p ../target
    echo $$ >"$process"
    exec nice ./check.sh >"$log" 2>&1
    ;;
  found)
    while kill -0 "$(cat "$process")" 2>/dev/null; do sleep 1; done
    cat "$log"
    tail -n 1 "$log" | grep -qx 'web: checked'
    exit
    ;;
esac

./build.sh packages
{ node_modules/.bin/eslint . --max-warnings 0 && node_modules/.bin/tsc --noEmit && node_modules/.bin/tsc --noEmit -p e2e; } &
lint=$!
failed=0
node_modules/.bin/vitest run --reporter=dot || failed=1
wait "$lint" || failed=1
[ "$failed" = 0 ] || exit 1
echo 'web: checked'
