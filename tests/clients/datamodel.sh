#!/usr/bin/env bash
# Usage: datamodel.sh FILE.bib
# Every entry against biblatex's data model: fields that a type does not have, mandatory ones that are missing, ISBNs.
# Biber returns 0 whatever it finds, so its lines are counted.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
biber --tool --validate-datamodel --nolog -O "$work/out.bib" "$(realpath "$1")" > "$work/biber.out" 2>&1 || true
if grep -E '^(WARN|ERROR)' "$work/biber.out"; then
  echo "datamodel: $(grep -cE '^WARN' "$work/biber.out" || true) WARN, $(grep -cE '^ERROR' "$work/biber.out" || true) ERROR"
  exit 1
fi
grep -q '@' "$work/out.bib" || { cat "$work/biber.out"; echo "datamodel: biber wrote no entries"; exit 1; }
echo "ok biber --validate-datamodel: 0 WARN, 0 ERROR"
