#!/usr/bin/env bash
# Usage: cite.sh MOEBIB [bibtex|biber|latexmk ...]
# Typesets a paper of several files with natbib and BibTeX, and with biblatex and biber, using the refs.bib that
# `moebib cite` writes for its .aux, .bcf and .tex from the bundled list and a .bib file of the author: no citation is
# undefined, no program reports an error, and the references are in the PDF. latexmk uses the rule in docs/how-to.
set -euo pipefail
moebib=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- bibtex biber latexmk
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "cite: $1"
  exit 1
}

write_paper() {  # FOLDER PREAMBLE BIBLIOGRAPHY: the paper, with a preamble and a bibliography
  mkdir -p "$1/chapters"
  cd "$1"
  cat > main.tex <<TEX
\\documentclass{article}
\\usepackage[T1]{fontenc}
\\usepackage{mathptmx,courier,url}
$2
\\begin{document}
\\section{Introduction}
% \\cite{commented2020out}
As said before \\cite[see][Sec.~2]{fedus2022switch,lepikhin2021gshard}; \\verb|\\cite{no}|.
\\include{chapters/methods}
\\include{chapters/results}
\\appendix
\\input{chapters/appendix}
\\nocite{zuse1945plan}
$3
\\end{document}
TEX
  echo '\section{Methods} After \textcite{dai2024deepseekmoe} and \citeauthor{curie1911lectures}.' > chapters/methods.tex
  echo '\section{Results} They are good \parencite[cf.][]{noether1918part}.' > chapters/results.tex
  echo '\section{Proofs} As \textcite{noether1918part} has it.' > chapters/appendix.tex
  cat > mine.bib <<'BIB'
@comment{What the author had.}
@string{inv = "Invented Press"}
@preamble{"\providecommand{\noopsort}[1]{}"}
@InProceedings{noether1918part, author = {Emmy N{\oe}ther}, title = {A Part of {H}alf a Volume},
  pages = {1--9}, crossref = {volume1918}}
@Proceedings{volume1918, editor = {Jan van den Berg}, title = {Volume of Halves}, booktitle = {Volume of Halves},
  publisher = inv # { 1}, year = 1918, address = {Ulm}}
@book{zuse1945plan, author = "Konrad Z{\"u}se", title = {Plan {\noopsort{b}}of Calculus}, publisher = inv, year = 1945}
@book{curie1911lectures, author = {Curie, Marie A. and {The Example Team}}, title = {Lectures \& Notes}, publisher = inv,
  year = {1911}, ids = {curie1910draft}}
@book{notcited1900, author = {A. Nobody}, title = {Never Cited}, publisher = inv, year = 1900}
BIB
}

write_natbib() {
  local natbib='\usepackage{natbib}\newcommand{\textcite}[1]{\citet{#1}}\newcommand{\parencite}[2][]{\citep{#2}}'
  write_paper "$1" "$natbib" '\bibliographystyle{plainnat}\bibliography{refs}'
  sed -i 's/\[cf.\]\[\]//' chapters/results.tex
}
write_biblatex() {
  write_paper "$1" '\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{refs.bib}' '\printbibliography'
}

latex() {
  pdflatex -interaction=nonstopmode -halt-on-error main.tex > latex.out 2>&1 || true
  if grep -A 3 '^!' latex.out; then fail "pdflatex stops"; fi
}

cite() {  # FILE: writes refs.bib with what FILE cites; every key must be found
  "$moebib" cite "$1" --from mine.bib -o refs.bib 2> cite.out || { cat cite.out; fail "$1"; }
  grep -q '^[a-z]* refs.bib: 6 cited, 6 found$' cite.out || { cat cite.out; fail "$1: not what is cited"; }
}

check_pdf() {
  if grep -E 'LaTeX Warning: (Citation|There were undefined|Empty bibliography)|Package (natbib|biblatex) Warning' main.log; then
    fail "a citation is undefined"
  fi
  pdftotext -layout main.pdf main.txt
  for text in "Switch" "GShard" "Ultimate Expert" "Half a Volume" "Volume of Halves" "Plan of Calculus" "Lectures & Notes" \
    "Invented Press" "Example Team"; do
    grep -qi -- "${text// /[[:space:]]*}" <(tr '\n' ' ' < main.txt | tr -s ' ') || fail "not in the PDF: $text"
  done
  if grep -q "Never Cited" refs.bib; then fail "refs.bib has what is not cited"; fi
}

check_same() {  # the sources cite the same works as the .aux or .bcf
  cp refs.bib by_latex.bib
  cite main.tex
  cmp refs.bib by_latex.bib || fail "main.tex cites something else"
}

for program; do
  case $program in
    bibtex)
      write_natbib "$work/bibtex"
      latex
      cite main.aux
      bibtex main > bibtex.out 2>&1 || true
      if grep -E '^(Warning--|I |Repeated|You|A bad|Illegal|Missing)|---line|error message' bibtex.out; then fail "bibtex"; fi
      latex
      latex
      ;;
    biber)
      write_biblatex "$work/biber"
      latex
      cite main.bcf
      biber main > biber.out 2>&1 || true
      if grep -E '^(WARN|ERROR)' biber.out; then fail "biber reports problems"; fi
      latex
      latex
      cp refs.bib by_bcf.bib
      cite main.aux
      cmp refs.bib by_bcf.bib || fail "main.aux cites something else"
      ;;
    latexmk)
      # The lines from the manual, with our moebib and the author's .bib.
      rule=$(sed -n '/^```perl \.latexmkrc/,/^```/p' "$here/../../docs/how-to/cite-in-latex.md" | sed '1d;$d')
      [ -n "$rule" ] || fail "no rule for latexmk in the manual"
      for kind in natbib biblatex; do
        "write_$kind" "$work/latexmk-$kind"
        echo "${rule//moebib cite/$moebib cite --from mine.bib}" > .latexmkrc
        latexmk -pdf -interaction=nonstopmode main.tex > latexmk.out 2>&1 || { tail -n 30 latexmk.out; fail "latexmk"; }
        check_pdf
        sed -i 's/\\end{document}/\\nocite{cai2024readme}\n&/' main.tex
        latexmk -pdf -interaction=nonstopmode main.tex > latexmk.out 2>&1 || { tail -n 30 latexmk.out; fail "latexmk"; }
        pdftotext -layout main.pdf main.txt
        grep -q "Read-ME" main.txt || fail "latexmk does not see a new citation"
      done
      echo "ok latexmk: natbib and biblatex, and a new citation"
      continue
      ;;
  esac
  check_pdf
  check_same
  echo "ok $program: $(grep -c '^@[A-Za-z]*{' refs.bib) entries and macros for 6 citations"
done
