#!/usr/bin/env bash
# The browser test: a real sweep on MNIST in a database of its own, its page walked in Chromium while it runs. Then, side
# by side: axe asked about each page, and the table; the pages of a server with a token, of one that only shows, and of one
# that dies and comes back; those of registered models and of what a program of one's own recorded, the page of a served
# model, its card's JavaScript, and a federated run. Needs target/trawl.jar; web/e2e.sh says how Chromium is found.
set -euo pipefail
cd "$(dirname "$0")/.."

TRAWL_CHROMIUM=$(web/e2e/chromium.sh)
export TRAWL_CHROMIUM
work=$(mktemp -d)
jobs=()
finish() {
  for job in ${jobs[@]+"${jobs[@]}"}; do
    kill "$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

export OMP_NUM_THREADS=1
command=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Dorg.eclipse.deeplearning4j.helpers.disable=false
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -jar target/trawl.jar)
database=(--db "jdbc:h2:file:$work/trawl" --no-color)

# Starts a command; what it prints goes to files of this name.
start() {
  local name=$1
  shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  jobs+=($!)
}

# Starts trawl with these arguments.
trawl() {
  local name=$1
  shift
  start "$name" "${command[@]}" "$@" --port 0 "${database[@]}"
}

# Sets link to what the server of this name printed; it is the one that was started last.
await_link() {
  link=
  for _ in $(seq 600); do
    link=$(grep -ohsE 'http://127\.0\.0\.1:[0-9]+[^ ]*' "$work/$1.err" "$work/$1.out" | head -n 1 || true)
    [ -n "$link" ] && return
    kill -0 "${jobs[${#jobs[@]} - 1]}" 2>/dev/null || break
    sleep 0.5
  done
  echo "browser test: need a dashboard's address, found:" >&2
  cat "$work/$1.err" >&2
  exit 1
}

# A sweep that the walk starts and sees go on.
trawl server serve
await_link server
export TRAWL_URL=$link TRAWL_SWEEP=tiny
TRAWL_LIVE=1 web/e2e.sh

# Two versions of a registered model, of one run: neither is better. Not one of the runs that the walks delete, as the best may be.
fourth=$(node -e 'fetch(process.argv[1]).then((answer) => answer.json()).then(([run]) => console.log(run.run_id))' \
  "${TRAWL_URL%/}/api/v1/sweeps/tiny/runs?filter=number%3D4")
"${command[@]}" models add "$fourth" digits --format onnx --alias champion "${database[@]}" >/dev/null 2>&1
"${command[@]}" models add "$fourth" digits --format onnx "${database[@]}" >/dev/null

# Beside it a server with a token, and one that only shows, as long as its sweep goes on.
TRAWL_TOKEN='a token & some more' trawl token serve
token=$!
await_link token
with_token=$link
trawl showing run sweeps/tiny.yaml --name showing --workers 1 --set training.epochs=100
showing=$!
await_link showing
only_shows=$link

# Walks that meet at nothing go side by side: each mostly waits, for pages and for servers.
walk_doors() {
  TRAWL_SHOWING_URL=$only_shows TRAWL_LINK=$with_token node web/e2e/doors.mjs
  kill "$token" "$showing"
  node web/e2e/server-gone.mjs "${command[@]}" serve "${database[@]}"
}

walk_pages() {
  node web/e2e/accessible.mjs
  node web/e2e/table.mjs
}

start doors walk_doors
doors=$!
start pages walk_pages
pages=$!

node web/e2e/models.mjs

# What a program of one's own recorded, which knows no images, and more rows than the table has at once.
"${command[0]}" -cp target/test-classes:target/trawl.jar dev.trawl.examples.OwnMetric "jdbc:h2:file:$work/trawl" 60
node web/e2e/own-runs.mjs

# The best model in a folder that serves itself: a JRE, no variables, no class path.
"${command[@]}" export tiny --format onnx --server -o "$work/model" "${database[@]}" >/dev/null
src/test/javascript/card.sh "$work/model"
serve_model() {
  cd "$work/model" && exec env -i "$(command -v "${command[0]}")" -jar serve.jar --port 0
}
start model serve_model
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

# A sweep of its own on the first server, while no other walk starts one.
node web/e2e/federated.mjs

failed=
for walk in doors pages; do
  wait "${!walk}" || failed="$failed $walk"
  cat "$work/$walk.out" "$work/$walk.err"
done
[ -z "$failed" ] || { echo "browser test: failed:$failed" >&2; exit 1; }
