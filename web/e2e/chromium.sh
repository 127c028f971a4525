#!/bin/sh
# Prints the path of a Chromium; installs Debian's when root and there is none.
set -eu

find_chromium() {
  if [ -n "${TRAWL_CHROMIUM:-}" ]; then echo "$TRAWL_CHROMIUM"; return; fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return; fi
  done
  return 1
}

line="apt-get install -y --no-install-recommends chromium"
if ! find_chromium; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "browser test: needs Chromium, found none; install it with: sudo $line, or name one in TRAWL_CHROMIUM" >&2
    exit 1
  fi
  echo "browser test: installing Chromium" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line -qq; } >&2
  find_chromium
fi
