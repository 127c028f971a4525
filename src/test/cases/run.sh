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

export T=$work/tree I=$work/images
mkdir -p "$T/target" "$I"
cp trawl "$T/"
ln -s "$root/target/lib" "$T/target/lib"
cp target/trawl.jar "$T/target/app.jar"
touch "$T/target/.built"

# The programs of the cases, compiled at once; they are over before C2 repays.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
export java classes=$work/classes
"${java}c" -J-XX:TieredStopAtLevel=1 -cp "$T/target/app.jar:$root/target/lib/*" -d "$classes" "$cases"/*.java "$cases"/*/*.java
# Runs the program of a case, which is named as its file: program Nested.java ARGUMENTS.
program() {
  local file=${1##*/}
  shift
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes:$T/target/app.jar" "${file%.java}" "$@"
}
export -f program
program Images.java "$I"

# One case: what it printed and how that differs go to files of its name; that it is as expected, to a third.
try() {
  local name=$1 out=$work/$1.out found=$work/$1.found
  export D=$work/$1.d
  mkdir "$D"
  (cd "$cases/$name" && bash cmd) >"$out" 2>&1 </dev/null || echo "cmd ended with $?" >>"$out"
  # What a busy machine adds is no part of it.
  sed -e '/no answer yet, still waiting/d' -e "s#$D#D#g; s#$I#I#g; s#$T#T#g" "$out" >"$found"
  rm -rf "$D"
  [ -z "${UPDATE:-}" ] || cp "$found" "$cases/$name/expected"
  if grep -q '^skipped' "$found"; then
    echo "case $name: $(cat "$found")"
  elif diff -u "$cases/$name/expected" "$found"; then
    echo "case $name: as expected"
  else
    return 1
  fi
}
export -f try
export cases work

# Two at a time: each waits for JVMs to start.
names=("$@")
[ ${#names[@]} -gt 0 ] || for folder in "$cases"/*/; do names+=("$(basename "$folder")"); done
printf '%s\n' "${names[@]}" |
  xargs -n 1 -P 2 bash -c 'try "$0" >"$work/$0.said" 2>&1 && touch "$work/$0.passed"' || true
failed=
for name in "${names[@]}"; do
  cat "$work/$name.said"
  [ -f "$work/$name.passed" ] || failed="$failed $name"
done
[ -z "$failed" ] || { echo "cases that are not as expected:$failed" >&2; exit 1; }
