#!/usr/bin/env bash
# Usage: pre_commit.sh PRE_COMMIT CLONE WORK
# Runs our hooks with pre-commit in a second repository.
set -euo pipefail
pre_commit=$(realpath "$1")
clone=$(realpath "$2")
folder=$3/hooks
export PRE_COMMIT_HOME=$3/pre-commit
mkdir -p "$folder/entries/papers" && cd "$folder"
git init -q -b main .
git config user.name T && git config user.email t@example.org && git config commit.gpgsign false
printf '[readme]\npath = "README.md"\n' > moebib.toml
printf '# Ours\n\n<!-- moebib:begin sections -->\n<!-- moebib:end sections -->\n' > README.md
printf 'type = "book"\ntitle = "Sparse Experts"\nauthor = ["Doe, Jane"]\nissued = "2024"\nurl = "https://example.org/experts"\n' \
  > entries/papers/doe2024sparse.toml
printf '@BOOK{roe,\n   Title = "Dense Experts", author={Roe, Max},\n year=2023, publisher={Example Press}}\n' > old.bib
git add -A
{
  printf 'repos:\n- repo: %s\n  rev: %s\n  hooks:\n' "$clone" "$(git -C "$clone" rev-parse HEAD)"
  printf '  - id: %s\n' moebib-check moebib-check-bib moebib-fmt moebib-build
} > .pre-commit-config.yaml
git add -A
hook() {  # HOOK: its exit code is 0 only if it passes
  "$pre_commit" run "$1" --all-files
}
hook moebib-check
hook moebib-build && { echo "moebib-build changed nothing"; exit 1; }
grep -q "Sparse Experts" README.md || { echo "README.md was not built"; exit 1; }
git add -A
hook moebib-build
hook moebib-fmt && { echo "moebib-fmt changed nothing"; exit 1; }
grep -q "  title = " old.bib || { echo "old.bib was not formatted"; exit 1; }
git add -A
hook moebib-fmt
hook moebib-check-bib
printf 'issued = "2062"\n' > entries/papers/late.toml
git add -A
hook moebib-check && { echo "moebib-check accepted an invalid entry"; exit 1; }
echo "ok pre-commit: moebib-check, moebib-check-bib, moebib-fmt, moebib-build"
