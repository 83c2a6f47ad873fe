#!/usr/bin/env bash
# pyright accepts what users write, and rejects what the scripts mark as wrong: pyright.sh NODE_MODULES PYTHON SCRIPT...
set -euo pipefail
modules=$1
python=$(realpath -s "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "${@:3}" "$work"
# A comment about an error that there is not is an error, too.
cat > "$work/pyrightconfig.json" <<'JSON'
{"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error", "reportUnusedVariable": false}
JSON
"$modules/.bin/pyright" --pythonpath "$python" --project "$work" > "$work/out" || { cat "$work/out"; exit 1; }
grep -q "^0 errors, 0 warnings" "$work/out" || { cat "$work/out"; exit 1; }
echo "ok pyright: $(find "$work" -name '*.py' | wc -l) scripts"
