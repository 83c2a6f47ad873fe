#!/usr/bin/env bash
# Usage: schemas.sh NODE_MODULES TOMBI LIST_FOLDER
# taplo and tombi, the programs behind the TOML support of editors, check every entry file and moebib.toml against the
# schemas that they name.
set -euo pipefail
taplo=$(realpath "$1")/.bin/taplo
tombi=$2
cd "$3"
out=$(mktemp)
trap 'rm -f "$out"' EXIT

fail() {
  echo "schemas: $1"
  exit 1
}
names() {  # SCHEMA FILE ...: both accept a file that names no schema, or one that does not exist
  local other
  [ -s "$(dirname "$2")/$1" ] || fail "no schema $1"
  other=$(grep -LxF "#:schema $1" "${@:2}" || true)
  [ -z "$other" ] || fail "not '#:schema $1' in $other"
}

shopt -s nullglob
papers=(entries/papers/*.toml)
models=(entries/models/*.toml)
[ ${#papers[@]} -gt 0 ] || fail "no entries/papers/*.toml"
names ../../schema/record.json "${papers[@]}"
[ ${#models[@]} -eq 0 ] || names ../../schema/model.json "${models[@]}"
names schema/moebib.json moebib.toml
if ! "$taplo" check --no-auto-config "${papers[@]}" "${models[@]}" moebib.toml > "$out" 2>&1; then
  grep -v '^ *INFO' "$out" || true
  fail "a file does not fit its schema, says taplo"
fi
if ! "$tombi" lint --offline "${papers[@]}" "${models[@]}" moebib.toml > "$out" 2>&1; then
  cat "$out"
  fail "a file does not fit its schema, says tombi"
fi
echo "ok taplo and tombi: ${#papers[@]} works, ${#models[@]} models and moebib.toml are valid by their schemas"
