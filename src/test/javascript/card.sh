#!/bin/sh
# Runs the JavaScript of an exported folder's model card, as it stands there, on the folder's example.
#
#   src/test/javascript/card.sh FOLDER     installs the card's package into target/javascript, once
set -eu
folder=$(cd "${1:?need a folder}" && pwd)
cd "$(dirname "$0")"
place=../../../target/javascript
mkdir -p "$place"
if ! cmp -s package-lock.json "$place/installed"; then
  cp package.json package-lock.json "$place"
  npm ci --prefix "$place" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json "$place/installed"
fi
cp card.mjs "$place"
cd "$folder"
exec node "$OLDPWD/$place/card.mjs"
