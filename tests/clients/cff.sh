#!/usr/bin/env bash
# Usage: cff.sh CFFCONVERT CITATION.cff
set -euo pipefail
said=$("$1" --validate --infile "$2" 2>&1) || { echo "$said" | tail -5; echo "cff: $2 is not valid"; exit 1; }
echo "ok cffconvert: $said"
