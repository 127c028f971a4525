#!/usr/bin/env bash
# The browser test: a real sweep on MNIST in a database of its own, its page walked in Chromium while it runs, and axe asked about it; then the
# pages of a server with a token and of one that only shows; a server that dies and comes back; the page of registered models; what a program of one's own recorded; last the page of the served
# model and its card's JavaScript. Needs target/trawl.jar; web/e2e.sh says how Chromium is found.
set -euo pipefail
cd "$(dirname "$0")/.."

TRAWL_CHROMIUM=$(web/e2e/chromium.sh)
export TRAWL_CHROMIUM
work=$(mktemp -d)
servers=()
finish() {
  for server in ${servers[@]+"${servers[@]}"}; do
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

export OMP_NUM_THREADS=1
command=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Dorg.eclipse.deeplearning4j.helpers.disable=false
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -jar target/trawl.jar)
database=(--db "jdbc:h2:file:$work/trawl" --no-color)

# Starts trawl with these arguments; its output goes to files of this name.
trawl() {
  local name=$1
  shift
  "${command[@]}" "$@" --port 0 "${database[@]}" \
    >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  servers+=($!)
}

# Sets link to what the trawl of this name printed.
await_link() {
  link=
  for _ in $(seq 240); do
    link=$(grep -ohsE 'http://127\.0\.0\.1:[0-9]+[^ ]*' "$work/$1.err" "$work/$1.out" | head -n 1 || true)
    [ -n "$link" ] && return
    kill -0 "${servers[${#servers[@]} - 1]}" 2>/dev/null || break
    sleep 0.5
  done
  echo "browser test: need a dashboard's address, found:" >&2
  cat "$work/$1.err" >&2
  exit 1
}

trawl sweep run sweeps/tiny.yaml --workers 1 --serve
await_link sweep
url=$link
TRAWL_URL=$url TRAWL_SWEEP=tiny TRAWL_LIVE=1 web/e2e.sh
TRAWL_URL=$url TRAWL_SWEEP=tiny node web/e2e/accessible.mjs
TRAWL_URL=$url TRAWL_SWEEP=tiny node web/e2e/table.mjs

TRAWL_TOKEN='a token & some more' trawl token serve
await_link token
with_token=$link
trawl showing run sweeps/tiny.yaml --name showing --workers 1
await_link showing
TRAWL_URL=$url TRAWL_SHOWING_URL=$link TRAWL_LINK=$with_token node web/e2e/doors.mjs
TRAWL_SWEEP=tiny node web/e2e/server-gone.mjs "${command[@]}" serve "${database[@]}"

# Two versions of a registered model, of one run: neither is better.
"${command[@]}" models add tiny digits --format onnx --alias champion "${database[@]}" >/dev/null 2>&1
"${command[@]}" models add tiny digits --format onnx "${database[@]}" >/dev/null
TRAWL_URL=$url node web/e2e/models.mjs

# What a program of one's own recorded, which knows no images.
"${command[0]}" -cp target/test-classes:target/trawl.jar dev.trawl.examples.OwnMetric "jdbc:h2:file:$work/trawl"
TRAWL_URL=$url node web/e2e/own-runs.mjs

# The best model in a folder that serves itself: a JRE, no variables, no class path.
"${command[@]}" export tiny --format onnx --server -o "$work/model" "${database[@]}" >/dev/null
src/test/javascript/card.sh "$work/model"
(cd "$work/model" && exec env -i "$(command -v "${command[0]}")" -jar serve.jar --port 0) >"$work/model.out" 2>"$work/model.err" &
servers+=($!)
await_link model
TRAWL_MODEL_URL=$link node web/e2e/model.mjs
# What the README has curl ask, as it stands there.
if command -v curl >/dev/null; then
  sed -n '/^awk /,/^```/p' README.md | sed "\$d; s#http://127.0.0.1:8080#${link%/}#" >"$work/curl.sh"
  answer=$(cd "$work" && bash curl.sh)
  case $answer in
    '{"prediction":1,'*) echo "README: curl is answered" ;;
    *) echo "browser test: need the README's curl answered with a 1, found: $answer" >&2; exit 1 ;;
  esac
fi
