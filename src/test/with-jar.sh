#!/usr/bin/env bash
# What needs the jar: the walks through the page, and beside them the small inputs that once failed, for both often wait.
set -euo pipefail
cd "$(dirname "$0")/../.."
src/test/cases/run.sh >target/cases.log 2>&1 &
cases=$!
failed=
web/browser-test.sh || failed=walks
wait "$cases" || failed="$failed cases"
cat target/cases.log
[ -z "$failed" ] || { echo "failed: $failed" >&2; exit 1; }
