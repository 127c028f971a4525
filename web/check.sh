#!/bin/sh
# The web app's gate: lint and types beside the unit tests, for each keeps hardly more than one core busy.
set -eu
cd "$(dirname "$0")"
./build.sh packages
{ node_modules/.bin/eslint . --max-warnings 0 && node_modules/.bin/tsc --noEmit && node_modules/.bin/tsc --noEmit -p e2e; } &
lint=$!
failed=0
node_modules/.bin/vitest run --reporter=dot || failed=1
wait "$lint" || failed=1
exit "$failed"
