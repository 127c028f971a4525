#!/bin/sh
# The web app's gate: lint, types, unit tests.
set -eu
cd "$(dirname "$0")"
./build.sh packages
node_modules/.bin/eslint . --max-warnings 0
node_modules/.bin/tsc --noEmit
node_modules/.bin/tsc --noEmit -p e2e
node_modules/.bin/vitest run --reporter=dot
