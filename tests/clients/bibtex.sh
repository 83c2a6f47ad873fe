#!/usr/bin/env bash
# Usage: bibtex.sh FILE.bib [KEY ...]
# Runs BibTeX with the style `plain`, and then pdflatex, on every entry. BibTeX accepts an unescaped `&`, on which LaTeX
# fails, and returns 0 after a warning. So both are run, and warnings are counted, except for the missing authors of the
# works named by KEY, which have none in our data.
set -euo pipefail
bib=$(realpath "$1")
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$bib" all.bib
cat > all.tex <<'TEX'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{mathptmx,courier}
\usepackage{url}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{all}
\end{document}
TEX

fail() {
  echo "bibtex: $1"
  exit 1
}
latex() {
  pdflatex -interaction=nonstopmode -halt-on-error all.tex > latex.out 2>&1 || true
  if grep -A 3 '^!' latex.out; then fail "pdflatex stops"; fi
}

latex
bibtex all > bibtex.out 2>&1 || true
for key; do
  sed -i -e "/^Warning--empty author in $key$/d" -e "/^Warning--to sort, need author or key in $key$/d" bibtex.out
done
if grep -E '^(Warning--|I |Repeated|Too many|You|A bad|Illegal|Missing)|---line|error message' bibtex.out; then
  fail "bibtex reports problems"
fi
latex
latex
[ -s all.pdf ] || fail "no PDF"
entries=$(grep -ciE '^[[:space:]]*@' all.bib || true)
others=$(grep -ciE '^[[:space:]]*@(string|preamble|comment)' all.bib || true)
printed=$(grep -c '^\\bibitem' all.bbl || true)
[ "$printed" -eq $((entries - others)) ] || fail "$printed of $((entries - others)) entries printed"
[ "$printed" -gt 0 ] || fail "no entries"
pdftotext -layout all.pdf all.txt
grep -q "\[$printed\]" all.txt || fail "the PDF does not show [$printed]"
echo "ok bibtex, pdflatex: $printed entries"
