#!/usr/bin/env bash
# Usage: first_screen.sh MOEBIB CLONE
# A stranger runs the commands of the README's first screen in a clone, with nothing of their own: no settings, no cache
# and no network. What needs the network must say so.
set -euo pipefail
moebib=$1
cd "$2"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
count=0
while read -r -a arguments; do
  code=0
  env -i HOME="$home" PATH="$PATH" MOEBIB_OFFLINE=1 "$moebib" "${arguments[@]}" > "$home/out" 2>&1 < /dev/null || code=$?
  if [ "$code" -gt 1 ] && ! grep -q "moebib is offline" "$home/out"; then
    cat "$home/out"
    echo "first screen: moebib ${arguments[*]}: exit code $code"
    exit 1
  fi
  count=$((count + 1))
done < <(sed -n '/^## /q; s/^  `moebib \([^`]*\)`.*/\1/p' README.md)
[ "$count" -eq 4 ] || { echo "first screen: $count commands"; exit 1; }
git status --porcelain | (! grep .)
echo "ok first screen: $count commands"
