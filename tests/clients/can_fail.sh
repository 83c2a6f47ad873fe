#!/usr/bin/env bash
# Usage: can_fail.sh NODE_MODULES PANDOC CFFCONVERT LOCALE.xml STYLE.csl PYTHON_WITH_TYPST_RISPY_AND_TOMBI
# Runs every check on a small valid input, which it must accept, and on a copy with one error, which it must reject.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
python=$here/../../.venv/bin/python
modules=$(realpath "$1") pandoc=$2 cffconvert=$3 locale=$4 style=$5 formats=$6
schema=$(realpath "${MOEBIB_SHARED:-../shared}")/data/csl-data.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
count=0

accepts() {
  "$@" > out 2>&1 || { cat out; echo "can_fail: rejected a valid input: $*"; exit 1; }
}
refuses() {
  if "$@" > out 2>&1; then echo "can_fail: accepted an invalid input: $*"; exit 1; fi
  count=$((count + 1))
}
with() {  # SED_SCRIPT FILE: a copy of the file with an error
  sed "$1" "$2" > "bad.${2##*.}"
  if cmp -s "$2" "bad.${2##*.}"; then echo "can_fail: $1 changed nothing"; exit 1; fi
}

cat > good.bib <<'BIB'
@article{wit2024,
  author = {de Wit, Jan},
  title = {Sparse $d_{model}$ \& {GPUs}},
  journal = {Journal of Sparse Things},
  year = {2024},
  volume = {3},
  pages = {1--9},
}
BIB
accepts "$here/bibtex.sh" good.bib
accepts "$here/biblatex.sh" good.bib
accepts "$here/datamodel.sh" good.bib
with '/journal/d' good.bib
refuses "$here/bibtex.sh" bad.bib
with '/title/d' good.bib
refuses "$here/datamodel.sh" bad.bib
with '/author/d' good.bib
accepts "$here/bibtex.sh" bad.bib wit2024
accepts "$here/datamodel.sh" bad.bib wit2024
refuses "$here/bibtex.sh" bad.bib wit2025
refuses "$here/datamodel.sh" bad.bib wit2025
with 's/\\&/\&/' good.bib
refuses "$here/bibtex.sh" bad.bib
refuses "$here/biblatex.sh" bad.bib
with 's/{2024}/{2024-13}/; s/year/date/' good.bib
refuses "$here/biblatex.sh" bad.bib
refuses "$here/datamodel.sh" bad.bib
with '/volume/,$d' good.bib
refuses "$here/bibtex.sh" bad.bib
refuses "$here/biblatex.sh" bad.bib

cat > copying.sh <<'SH'
#!/usr/bin/env bash
echo "MB131 invalid key" >&2
cp "$2" out.bib  # convert FILE --to FORMAT -o out.bib
SH
chmod +x copying.sh
refuses "$here/hostile_keys.sh" ./copying.sh

echo '[{"id": "a", "type": "book", "title": "Sparse things"}, {"id": "b", "type": "book", "title": "Dense"}]' > good.json
accepts "$python" "$here/csl_schema.py" good.json "$schema"
accepts python3 "$here/pandoc.py" "$pandoc" good.json "$style"
accepts node "$here/citeproc.js" "$modules" good.json "$locale" "$style"
with 's/"title"/"titel"/' good.json
refuses "$python" "$here/csl_schema.py" bad.json "$schema"
with 's/"b"/"a"/' good.json
refuses python3 "$here/pandoc.py" "$pandoc" bad.json "$style"
refuses node "$here/citeproc.js" "$modules" bad.json "$locale" "$style"
echo '<style/>' > bad.csl
refuses python3 "$here/pandoc.py" "$pandoc" good.json bad.csl

printf 'a:\n  type: book\n  title: "Sparse {GPU} at \\\\$5"\n  date: 2024\n"b c":\n  type: article\n  title: "Dense"\n' > good.yml
accepts "$formats" "$here/typst_compiles.py" good.yml ieee apa
for fault in 's/GPU}/GPU/; s/Sparse/Sparse }/' 's/2024/soon/' 's/type: book/type: scroll/' 's/^a:/a/'; do
  with "$fault" good.yml
  refuses "$formats" "$here/typst_compiles.py" bad.yml ieee
done

printf 'TY  - BOOK\nID  - a\nTI  - Sparse\nER  - \n\nTY  - JOUR\nID  - b\nTI  - Dense\nER  - \n' > good.ris
accepts "$formats" "$here/ris.py" good.ris
for fault in 's/^TI/XX/' '/^ID/d' '/^ER/d'; do
  with "$fault" good.ris
  refuses "$formats" "$here/ris.py" bad.ris
done

moebib=$here/../../.venv/bin/moebib
accepts "$here/cite.sh" "$moebib" bibtex biber
accepts "$formats" "$here/cite_markup.py" "$moebib" "$pandoc"
for fault in 's/{zuse1945plan/{zuse/' 's/^@string.*//' 's/^@book{zuse1945plan/@book{notcited1900, title = {Never Cited}, year = 1900}\n&/'; do
  printf '#!/usr/bin/env bash\n"%s" "$@" || exit\nsed -i "%s" refs.bib\n' "$moebib" "$fault" > bad_moebib
  chmod +x bad_moebib
  refuses "$here/cite.sh" bad_moebib bibtex
  refuses "$here/cite.sh" bad_moebib biber
done
printf '#!/usr/bin/env bash\n"%s" "$@" || exit\nsed -i "s/zuse1945plan/zuse/" refs.*\n' "$moebib" > bad_moebib
refuses "$formats" "$here/cite_markup.py" bad_moebib "$pandoc"

# A program that converts nothing, and one that writes a title that stops LaTeX.
mkdir converted
printf '#!/bin/sh\nfor last; do :; done\ncp "$2" "$last"\n' > copy.sh
printf '#!/bin/sh\n"%s" "$@"\nfor last; do :; done\nsed -i "s/Costs ./Costs /" "$last"\n' "$here/../../.venv/bin/moebib" > ampersand.sh
chmod +x copy.sh ampersand.sh
for converter in copy.sh ampersand.sh; do
  refuses "$here/foreign.sh" "$converter" "$pandoc" "$here/foreign.bib" converted
done

cat > good.md <<'MD'
# Awesome Sparse Things [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> Things that are sparse.

## Contents

- [Papers](#papers)

## Papers

- [Sparse Things](https://example.org/sparse) - What is sparse.
MD
accepts "$here/awesome.sh" "$modules" good.md
with 's/sparse\.$/sparse/' good.md
refuses "$here/awesome.sh" "$modules" bad.md

mkdir -p list/schema list/entries/papers
for name in record moebib; do
  echo '{"type": "object", "properties": {"title": {"type": "string"}}, "additionalProperties": false}' \
    > "list/schema/$name.json"
done
printf '#:schema ../../schema/record.json\ntitle = "Sparse"\n' > list/entries/papers/a.toml
printf '#:schema schema/moebib.json\ntitle = "Things"\n' > list/moebib.toml
accepts "$here/schemas.sh" "$modules" "$(dirname "$formats")/tombi" list
cp list/entries/papers/a.toml good.toml
for fault in 's/title/titel/' 's/"//g' '/schema/d' 's/record/recrd/'; do
  with "$fault" good.toml
  cp bad.toml list/entries/papers/a.toml
  refuses "$here/schemas.sh" "$modules" "$(dirname "$formats")/tombi" list
done

printf 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ runner.os }}\n' > good.yml
accepts node "$here/workflow.js" "$modules" good.yml
for fault in 's/runner/runer/' 's/ubuntu-latest/ubuntu-lates/' 's/steps/step/'; do
  with "$fault" good.yml
  refuses node "$here/workflow.js" "$modules" bad.yml
done

printf 'cff-version: 1.2.0\nmessage: Cite it.\ntitle: Sparse\nauthors:\n  - name: People\n' > good.cff
accepts "$here/cff.sh" "$cffconvert" good.cff
with '/title/d' good.cff
refuses "$here/cff.sh" "$cffconvert" bad.cff

mkdir fake && git -C fake init -q && sed '/id: moebib-fmt/,$d' "$here/../../.pre-commit-hooks.yaml" > fake/.pre-commit-hooks.yaml
git -C fake add -A && git -C fake -c user.name=T -c user.email=t@example.org -c commit.gpgsign=false commit -qm x
refuses "$here/pre_commit.sh" "$here/../../.venv/bin/pre-commit" fake "$work"

cat > good.py <<'PY'
import moebib

print(moebib.Record(id="wit2024", type="book", author=["de Wit, Jan"], issued="2024").year)
PY
accepts "$here/pyright.sh" "$modules" "$python" good.py
with 's/"book"/"bok"/' good.py
refuses "$here/pyright.sh" "$modules" "$python" bad.py

mkdir clone && git -C clone init -q
printf '# A\n\n%s\n## B\n' "$(printf '  `moebib search offload`\n%.0s' 1 2 3 4)" > clone/README.md
git -C clone add -A && git -C clone -c user.name=T -c user.email=t@example.org -c commit.gpgsign=false commit -qm x
moebib=$here/../../.venv/bin/moebib
accepts "$here/first_screen.sh" "$moebib" clone
cp clone/README.md good.md
for fault in '0,/search/s/search/saerch/' '/## B/,$d; 4d'; do
  with "$fault" good.md
  cp bad.md clone/README.md
  refuses "$here/first_screen.sh" "$moebib" clone
done

accepts "$here/several_files.sh" "$moebib"
for fault in 's/parents.bib/macros.bib/' 's/macros.bib/refs.bib/'; do
  printf '#!/usr/bin/env bash\nmapfile -t words < <(printf "%%s\\n" "$@" | sed %q)\nexec %q "${words[@]}"\n' "$fault" "$moebib" > forgets
  chmod +x forgets
  refuses "$here/several_files.sh" forgets
done

echo "ok each check can fail: $count errors found"
