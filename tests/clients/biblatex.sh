#!/usr/bin/env bash
# Usage: biblatex.sh FILE.bib
# Runs biber, biblatex and pdflatex on every entry. Biber returns 0 after a WARN, and a `%` in a title breaks only the
# second run of LaTeX.
set -euo pipefail
bib=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$bib" all.bib
cat > all.tex <<'TEX'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{mathptmx,courier}
\usepackage[backend=biber]{biblatex}
\addbibresource{all.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
TEX

fail() {
  echo "biblatex: $1"
  exit 1
}
latex() {
  pdflatex -interaction=nonstopmode -halt-on-error all.tex > latex.out 2>&1 || true
  if grep -A 3 '^!' latex.out; then fail "pdflatex stops"; fi
}

latex
biber all > biber.out 2>&1 || true
# Debian's biber has the ISBN ranges of 2021, without 979-8; we check the digits of every ISBN.
if grep -E '^(WARN|ERROR)' biber.out | grep -vE "^WARN - ISBN '979-?8[0-9-]+' in entry "; then fail "biber reports problems"; fi
latex
latex
if grep -E 'LaTeX Warning: (Citation|Empty bibliography)|Package biblatex Warning' latex.out; then
  fail "biblatex reports problems"
fi
[ -s all.pdf ] || fail "no PDF"
entries=$(grep -ciE '^[[:space:]]*@' all.bib || true)
others=$(grep -ciE '^[[:space:]]*@(string|preamble|comment)' all.bib || true)
printed=$(grep -c '^    \\entry{' all.bbl || true)
[ "$printed" -eq $((entries - others)) ] || fail "$printed of $((entries - others)) entries printed"
pdftotext -layout all.pdf all.txt
grep -q "\[$printed\]" all.txt || fail "the PDF does not show [$printed]"
echo "ok biber, biblatex, pdflatex: $printed entries"
