#!/usr/bin/env bash
# Small inputs that once failed. A case is a folder: cmd (bash, run inside it) prints what decides, and expected is that
# output. cmd gets T, a tree with the launcher and what was built; D, an empty folder; and I, folders of images by kind.
# Needs target/trawl.jar. With names it runs these cases only; UPDATE=1 rewrites expected: read the diff.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root=$PWD
cases=$root/src/test/cases
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

export T=$work/tree I=$work/images D
mkdir -p "$T/target" "$I"
cp trawl "$T/"
ln -s "$root/target/lib" "$T/target/lib"
cp target/trawl.jar "$T/target/"
mv "$T/target/trawl.jar" "$T/target/app.jar"
touch "$T/target/.built"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for kind in three all0 all7 rgb; do
  "$java" "$cases/Images.java" "$kind" "$I/$kind"
done
# Runs a single-file program of a case.
program() { "$java" -cp "$T/target/app.jar" "$@"; }
export java
export -f program

names=("$@")
[ ${#names[@]} -gt 0 ] || for folder in "$cases"/*/; do names+=("$(basename "$folder")"); done
failed=
for name in "${names[@]}"; do
  D=$work/$name
  mkdir "$D"
  (cd "$cases/$name" && bash cmd) >"$work/out" 2>&1 </dev/null || echo "cmd ended with $?" >>"$work/out"
  # What a busy machine adds is no part of it.
  sed -e '/no answer yet, still waiting/d' -e "s#$D#D#g; s#$I#I#g; s#$T#T#g" "$work/out" >"$work/found"
  rm -rf "$D"
  [ -z "${UPDATE:-}" ] || cp "$work/found" "$cases/$name/expected"
  if grep -q '^skipped' "$work/found"; then
    echo "case $name: $(cat "$work/found")"
  elif diff -u "$cases/$name/expected" "$work/found"; then
    echo "case $name: as expected"
  else
    failed="$failed $name"
  fi
done
[ -z "$failed" ] || { echo "cases that are not as expected:$failed" >&2; exit 1; }
