"""Usage: cite_markup.py MOEBIB PANDOC; needs the package typst.

A text for pandoc and one for Typst, with the refs.bib and refs.yml that `moebib cite` writes of them: every citation is
resolved, and every reference is in what comes out.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

REFERENCES = ("Switch Transformers", "GShard", "DeepSeekMoE", "Plan of Calculus")
FILES = {
    "mine.bib": """@string{inv = "Invented Press"}
@book{zuse1945plan, title = {Plan of Calculus}, publisher = inv, year = 1945}
""",
    "paper.md": """---
nocite: |
  @zuse1945plan
---
As @fedus2022switch [p. 3] and others [see @lepikhin2021gshard; -@dai2024deepseekmoe] say; `@code`, me@example.org.
""",
    "paper.typ": """#import "note.typ": note
#set heading(numbering: "1.")
= Introduction <sec:intro>
#include "part.typ"
As @fedus2022switch[p. 3] says in @sec:intro; #cite(<dai2024deepseekmoe>, form: "prose"), `@code`.
#note[@lepikhin2021gshard] #link("mailto:me@example.org")[me] // @commented
#bibliography("refs.bib", style: "ieee")
""",
    "note.typ": "#let note(body) = [(see #body)]\n",
    "part.typ": "After @zuse1945plan.\n",
}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"cite_markup: {' '.join(command)}: {done.stdout}{done.stderr}")
    return done


def cite(moebib: str, folder: Path, source: str, output: str) -> None:
    said = run(folder, moebib, "cite", source, "--from", "mine.bib", "-o", output).stderr
    if not said.endswith(f"wrote {output}: 4 cited, 4 found\n"):  # after the note that the bundled list is used
        sys.exit(f"cite_markup: {said}")


def check(text: str, output: str) -> None:
    missing = [title for title in REFERENCES if title.lower() not in " ".join(text.split()).lower()]
    if missing:
        sys.exit(f"cite_markup: not in {output}: {', '.join(missing)}")


def main(moebib: str, pandoc: str) -> None:
    typst = importlib.import_module("typst")  # installed in an environment of its own
    moebib = str(Path(moebib).absolute())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in FILES.items():
            (folder / file).write_text(text, "utf-8")
        cite(moebib, folder, "paper.md", "refs.bib")
        done = run(folder, pandoc, "--citeproc", "--bibliography", "refs.bib", "-t", "plain", "paper.md")
        if done.stderr:
            sys.exit(f"cite_markup: pandoc: {done.stderr}")
        check(done.stdout, "pandoc's text")
        for output in ("refs.yml", "refs.bib"):
            (folder / output).unlink(missing_ok=True)
            cite(moebib, folder, "paper.typ", output)
            source = FILES["paper.typ"].replace("refs.bib", output)
            (folder / "paper.typ").write_text(source, "utf-8")
            typst.compile(str(folder / "paper.typ"), output=str(folder / "paper.pdf"))
            check(run(folder, "pdftotext", "-layout", "paper.pdf", "-").stdout, f"Typst's PDF from {output}")
    print("ok pandoc and Typst: 4 citations resolved")


if __name__ == "__main__":
    main(*sys.argv[1:])
