#!/usr/bin/env bash
# Usage: foreign.sh MOEBIB PANDOC FILE.bib OUT_FOLDER
# Converts a foreign .bib to BibTeX, BibLaTeX and CSL-JSON: bibtex, bibtexu and pdflatex, biber and pandoc read every
# entry without an error. Fields can be missing in the original file, so only warnings about syntax are counted.
# The CSL-JSON stays in OUT_FOLDER for the other clients.
set -euo pipefail
moebib=$(realpath "$1") pandoc=$2 bib=$(realpath "$3")
cd "$4"
fail() {
  echo "foreign: $1"
  exit 1
}
"$moebib" convert "$bib" --to bibtex -o bibtex.bib 2> findings.txt
"$moebib" convert "$bib" --to biblatex -o biblatex.bib 2> /dev/null
"$moebib" convert "$bib" --to csl-json -o foreign.json 2> /dev/null
entries=$(grep -v '^@preamble' bibtex.bib | grep -c '^@')
[ "$entries" -gt 30 ] || fail "only $entries entries"
[ "$entries" -eq "$(grep -v '^@preamble' biblatex.bib | grep -c '^@')" ] || fail "not as many entries in BibLaTeX"

cat > all.tex <<'TEX'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{mathptmx,courier,textcomp,url}
\makeatletter
\def\UTFviii@undefined@err#1{?} % letters that these fonts do not have
\makeatother
\newcommand{\uhorn}{u} % what the file needs, its conversion needs too
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{bibtex}
\end{document}
TEX
latex() { pdflatex -interaction=nonstopmode -halt-on-error all.tex > latex.out 2>&1 || true; }
latex
for program in bibtex bibtexu; do
  "$program" all > "$program.out" 2>&1 || true
  if grep -aE '^(I |Repeated|A bad|Illegal|Too many|You|Sorry)|---line|error message' "$program.out"; then fail "$program"; fi
  printed=$(grep -c '^\\bibitem' all.bbl || true)
  [ "$printed" -eq "$entries" ] || fail "$program: $printed of $entries entries"
done
latex
if grep -a -A 3 '^!' latex.out; then fail "pdflatex stops"; fi
[ -s all.pdf ] || fail "no PDF"

biber --tool --validate-datamodel --nolog -O biber.bib biblatex.bib > biber.out 2>&1 || true
if grep -E '^ERROR|BibTeX subsystem|syntax|Name ".*" (has|is)|Duplicate' biber.out; then fail "biber"; fi
printed=$(grep -c '^@' biber.bib || true)
[ "$printed" -eq "$entries" ] || fail "biber: $printed of $entries entries"

for dialect in bibtex biblatex; do
  "$pandoc" -f "$dialect" -t csljson "$dialect.bib" -o pandoc.json > pandoc.out 2>&1 || { cat pandoc.out; fail "pandoc"; }
  [ ! -s pandoc.out ] || { cat pandoc.out; fail "pandoc reports problems"; }
  printed=$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))))' pandoc.json)
  [ "$printed" -eq "$entries" ] || fail "pandoc: $printed of $entries entries of $dialect"
done
echo "ok foreign file: $entries entries in bibtex, bibtexu, pdflatex, biber and pandoc, $(grep -c MB findings.txt) findings"
