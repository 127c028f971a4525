#!/usr/bin/env bash
# The browser test: a real sweep on MNIST in a database of its own, its page walked in Chromium while it runs. Needs
# target/trawl.jar; web/e2e.sh says how Chromium is found.
set -euo pipefail
cd "$(dirname "$0")/.."

TRAWL_CHROMIUM=$(web/e2e/chromium.sh)
export TRAWL_CHROMIUM
work=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

OMP_NUM_THREADS=1 "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC \
  -Dorg.eclipse.deeplearning4j.helpers.disable=false -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -jar target/trawl.jar run sweeps/tiny.yaml --workers 1 --serve --port 0 --db "jdbc:h2:file:$work/trawl" --no-color \
  >"$work/out" 2>"$work/err" </dev/null &
server=$!

url=
for _ in $(seq 240); do
  url=$(grep -ohE 'http://127\.0\.0\.1:[0-9]+' "$work/err" "$work/out" | head -n 1 || true)
  [ -n "$url" ] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
if [ -z "$url" ]; then
  echo "browser test: need a dashboard's address, found:" >&2
  cat "$work/err" >&2
  exit 1
fi
TRAWL_URL=$url TRAWL_SWEEP=tiny TRAWL_LIVE=1 web/e2e.sh
