#!/usr/bin/env bash
# Usage: awesome.sh NODE_MODULES README.md
# Checks that awesome-lint accepts the list. It requires a repository with a licence and a guide; the rule that queries
# GitHub about the repository is turned off, because it needs the network.
set -euo pipefail
modules=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{ echo '<!--lint disable awesome-github-->'; cat "$2"; } > "$work/readme.md"
cd "$work"
for file in license contributing.md; do echo "See the project." > "$file"; done
git init -q
if ! "$modules/.bin/awesome-lint" readme.md > lint.out 2>&1; then
  cat lint.out
  echo "awesome: awesome-lint reports errors"
  exit 1
fi
echo "ok awesome-lint: $(grep -c '^ *[-*] ' readme.md) list items, 0 errors"
