#!/usr/bin/env bash
# Usage: hostile_keys.sh MOEBIB
# Keys, names, former keys and links that TeX would execute, in every format that moebib reads, converted and cited as
# .bib: BibTeX, biber and pdflatex run on the result, and execute none of them. They do execute a file as it was.
set -euo pipefail
moebib=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
  echo "hostile keys: $1"
  exit 1
}

cat > ran.tex <<'TEX'
\newwrite\proof\immediate\openout\proof=executed.txt \immediate\write\proof{executed}\immediate\closeout\proof
TEX
cat > plain.tex <<'TEX'
\documentclass{article}
\usepackage{natbib}
\begin{document}
\nocite{*}
\bibliographystyle{plainnat}
\bibliography{refs}
\end{document}
TEX
cat > biblatex.tex <<'TEX'
\documentclass{article}
\usepackage[backend=biber]{biblatex}
\addbibresource{refs.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
TEX
latex() {
  pdflatex -interaction=nonstopmode "$1" > latex.out 2>&1 || true
}
runs() {  # FILE.bib: whether TeX executes a part of it
  cp "$1" refs.bib
  rm -f executed.txt
  latex plain.tex
  bibtex plain > bibtex.out 2>&1 || true
  latex plain.tex
  latex plain.tex
  printed=$(grep -c '^\\bibitem' plain.bbl || true)
  latex biblatex.tex
  biber -q biblatex > biber.out 2>&1 || true
  latex biblatex.tex
  rm -f plain.aux plain.bbl biblatex.aux biblatex.bbl biblatex.bcf
  [ -e executed.txt ]
}

hex='^^7d^^5cinput^^7bran.tex^^7d^^7b'
fields='author = {Doe, Jane}, title = {Sparse Experts}, year = {2024}, journal = {J}'
cat > keys.bib <<BIB
@string{a$hex = {Journal of Sparse Things}}
@article{a$hex, $fields}
@article{b, $fields, c$hex = {x}, d&e~f\$g = {x}, ids = {h$hex}, related = {i$hex}, sortkey = {j$hex}}
@article{k&l~m\$n, $fields}
@x$hex{o, $fields}
@article{p, $fields, month = a$hex}
@article{q, $fields, url = {https://a.example/$hex}, doi = {10.5555/a$hex}}
BIB
runs keys.bib || fail "TeX executes nothing of the unprotected file, so this check cannot fail"

cat > keys.json <<JSON
[{"id": "a$hex", "type": "book", "title": "A", "author": [{"family": "Doe"}], "issued": {"date-parts": [[2024]]}},
 {"id": "b", "citation-key": "c$hex", "type": "book", "title": "A", "d$hex": "x", "custom": {"e$hex": "y"}}]
JSON
cat > keys.ris <<RIS
TY  - BOOK
ID  - a$hex
TI  - A
ER  - 
RIS
cat > keys.yml <<YAML
"a$hex":
  type: book
  title: A
  "b$hex": x
YAML
cat > keys.jsonl <<JSONL
{"id": "a$hex", "type": "book", "title": "A", "extra": {"b$hex": "x", "ids": "c$hex", "xref": "d$hex"}}
JSONL
count=0
for file in keys.bib keys.json keys.ris keys.yml keys.jsonl; do
  for format in bibtex biblatex; do
    "$moebib" convert "$file" --to $format -o "out.bib" 2> report || fail "cannot convert $file"
    grep -q 'MB131 invalid key' report || fail "nothing is reported of $file"
    if grep -n '\^\^' out.bib; then fail "^^ in what is made of $file"; fi
    if runs out.bib; then fail "TeX executes a part of $file, converted to $format"; fi
    works=$(grep -c '^@' out.bib)
    [ "$printed" -eq "$works" ] || fail "$printed of $works entries of $file are printed"
    count=$((count + works))
  done
done
printf '\\cite{b,o,p,a%s}\n\\nocite{*}\n' "$hex" > paper.tex
"$moebib" cite paper.tex --from keys.bib --no-list -o out.bib 2> report || true
grep -q 'MB131 invalid key' report || fail "cite reports nothing"
if runs out.bib; then fail "TeX executes a part of what cite copies"; fi
[ "$printed" -gt 3 ] || fail "$printed entries of cite are printed"
echo "ok hostile keys: bibtex, biber and pdflatex execute nothing of $((count + printed)) entries"
