#!/usr/bin/env bash
# Usage: several_files.sh MOEBIB
# BibTeX and biber print the same of three files that need each other as of the one that `moebib convert` or `moebib
# cite` makes of them, and the abbreviated names of journals.
set -euo pipefail
moebib=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > macros.bib <<'BIB'
@string{pr = "Pebble Press"}
@string{jws = "Journal of Water " # "Studies"}
BIB
cat > refs.bib <<'BIB'
@string{sons = pr # " and Sons"}
@inproceedings{kidd2020, author = {Kidd, Ann}, title = {Ponds of the {North}}, crossref = {days2020}}
@article{lund2021, author = {Lund, Ida}, title = {{R}eeds}, journal = jws, year = 2021, volume = 3}
@book{roe2019, author = {Roe, Al}, title = {Geese}, publisher = sons, year = 2019}
BIB
cat > parents.bib <<'BIB'
@proceedings{days2020, title = {Water Days}, booktitle = {Water Days}, publisher = pr, year = 2020, editor = {Roe, Al}}
BIB
echo 'Journal of Water Studies;J. Water Stud.' > journals.csv

fail() {
  echo "several files: $1"
  exit 1
}
keys=kidd2020,lund2021,roe2019
from=(--from macros.bib --from refs.bib --from parents.bib)
short=(--journals abbreviated --journal-list journals.csv)
"$moebib" convert macros.bib refs.bib parents.bib -o converted.bib 2> err.txt || { cat err.txt; fail "convert"; }
"$moebib" cite --no-list -k "$keys" "${from[@]}" -f bibtex -o cited.bib 2> err.txt || { cat err.txt; fail "cite"; }
"$moebib" cite --no-list -k "$keys" "${from[@]}" "${short[@]}" -f bibtex -o short.bib 2> err.txt || fail "--journals"

bibtex_prints() {  # NAME FILES
  printf '\\relax\n\\citation{%s}\n\\bibstyle{plain}\n\\bibdata{%s}\n' "$keys" "$2" > "$1.aux"
  bibtex "$1" > "$1.out" || true
  if grep -E '^Warning|---line|error message' "$1.out"; then fail "bibtex, $2"; fi
}
biber_prints() {  # NAME FILE...: in biber-NAME.txt
  local name=biber-$1 file
  shift
  {
    printf '\\documentclass{article}\\usepackage[backend=biber]{biblatex}'
    for file; do printf '\\addbibresource{%s.bib}' "$file"; done
    printf '\\begin{document}\\cite{%s}\\printbibliography\\end{document}' "$keys"
  } > "$name.tex"
  pdflatex -interaction=batchmode "$name" > /dev/null || true
  biber "$name" > "$name.biber" || true
  if grep -E '^(WARN|ERROR)' "$name.biber"; then fail "biber, $*"; fi
  pdflatex -interaction=batchmode "$name" > /dev/null || true
  pdftotext -layout "$name.pdf" "$name.txt"
}
bibtex_prints original macros,refs,parents
biber_prints original macros refs parents
grep -q 'Pebble Press and Sons' original.bbl || fail "the files themselves are not as they should be"
grep -q 'Pebble Press and Sons' biber-original.txt || fail "the files themselves are not as they should be"
for name in converted cited; do
  bibtex_prints "$name" "$name"
  biber_prints "$name" "$name"
  diff original.bbl "$name.bbl" || fail "bibtex prints something else of $name.bib"
  diff biber-original.txt "biber-$name.txt" || fail "biber prints something else of $name.bib"
done
bibtex_prints short short
diff <(sed 's/Journal of Water Studies/J. Water Stud./' original.bbl) short.bbl || fail "more than the journal is abbreviated"
echo "ok several files: BibTeX and biber print the same of three files and of one"
