#!/bin/sh
# Builds the web app to web/dist: npm ci only when the lock file changed, vite only when a source did.
set -eu
cd "$(dirname "$0")"

fail() { echo "web: $1" >&2; exit 1; }
command -v node >/dev/null || fail "need Node 20.19 or newer, found none on the PATH"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "need Node 20.19 or newer, found $(node --version)"

# What the file holds, not when it was written: a checkout changes times.
digest() { cksum | tr ' ' '-'; }

lock=$(cat package.json package-lock.json | digest)
stamp=node_modules/.trawl-lock
if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
  npm ci --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed, see above"
  echo "$lock" > "$stamp"
  echo "web: packages installed" >&2
fi
[ "${1:-}" = packages ] && exit 0

sources=$(find src public index.html vite.config.ts tsconfig.json package-lock.json ../sweeps -type f ! -name '*.test.ts' |
  LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | digest)
built=node_modules/.trawl-dist
if [ -f dist/index.html ] && [ "$(cat "$built" 2>/dev/null)" = "$sources" ]; then
  echo "web: dist is up to date"
  exit 0
fi
node_modules/.bin/vite build --logLevel warn >&2 || fail "vite build failed, see above"
echo "$sources" > "$built"
echo "web: built dist ($(du -sk dist | cut -f1) kB)"
