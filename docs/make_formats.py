"""Write docs/reference/formats.md from the tables of the formats: python docs/make_formats.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from moebib.formats.loss import FIELDS, FORMATS, homes

PAGE = Path(__file__).parent / "reference" / "formats.md"

HEAD = """\
# Where each field goes

<!-- Made by docs/make_formats.py from the tables of the formats; do not edit. -->

What the [fields of an entry](entry-format.md) are called in each format. A dash: the format has no place for it, and
`moebib export` leaves it out. A number: it is carried in part, as told below. `moebib export -f FORMAT --report` tells
what a list loses, work by work; a test holds that nothing else is lost. JSON Lines (`jsonl`) loses nothing.

BibTeX, BibLaTeX, CSL-JSON, RIS, Hayagriva and JSON Lines are read too; CSV and the README are only written. What an
imported file says that no field is for waits under `extra` (`ris-an`, `hayagriva-archive`) until it is written in the
format it came from.
"""
TITLES = {
    "bibtex": "BibTeX", "biblatex": "BibLaTeX", "csl-json": "CSL-JSON", "ris": "RIS", "hayagriva": "Hayagriva",
    "csv": "CSV", "readme": "README",
}  # fmt: skip
FOOT = """\
## RIS

Lines end in `\\n`, which every program reads; a line break in a value becomes a blank. A title is written without the
braces that keep the case. `CONF` is a paper at a conference, as most programs have it; reading takes `CPAPER` too.
Names are `Family, Given, Suffix`; a name without a comma is an organisation.

## Hayagriva

Text is a template to Typst: `$x$` is a formula; `\\$`, `\\{` and `\\\\` are characters. Words with capitals inside get
braces, so that no style changes them. What Typst has no field for (keywords, a second DOI, a range of days) stands
under `moebib`, which Typst passes over; what is no part of a reference is left out.
"""


def page() -> str:
    """The whole page."""
    notes: dict[str, int] = {}
    for name in TITLES:
        for home in homes(name).values():
            if home.caveat:
                notes.setdefault(home.caveat, len(notes) + 1)
    columns = ["field", *TITLES.values()]
    rows = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns), *(_row(field, notes) for field in FIELDS)]
    numbered = (f"{number}. {_sentence(note)}" for note, number in notes.items())
    return "\n".join([HEAD, *rows, "", "In part:", "", *numbered, "", FOOT])


def _row(field: str, notes: dict[str, int]) -> str:
    return f"| `{field}` | {' | '.join(_cells(field, notes))} |"


def _cells(field: str, notes: dict[str, int]) -> Iterator[str]:
    for name in TITLES:
        home = homes(name)[field]
        names = ", ".join(one if one.startswith("(") else f"`{one}`" for one in home.names)
        yield (names or "–") + (f" ({notes[home.caveat]})" if home.caveat else "")  # noqa: RUF001


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:] + "."


if __name__ == "__main__":
    if set(TITLES) | {"jsonl"} != set(FORMATS):
        raise SystemExit(f"TITLES has not all of {FORMATS}")
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
