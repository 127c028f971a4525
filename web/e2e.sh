#!/bin/sh
# Walks a running server in a real browser: TRAWL_URL and TRAWL_SWEEP say which; TRAWL_LIVE=1 starts it, from sweeps/, and waits for its runs to go on.
set -eu
cd "$(dirname "$0")"
./build.sh packages
TRAWL_CHROMIUM=$(e2e/chromium.sh)
export TRAWL_CHROMIUM
exec node e2e/walk.mjs
