"""Write docs/reference/formats.md from what the formats declare: python docs/make_formats.py."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from moebib import formats
from moebib.formats import Format

PAGE = Path(__file__).parent / "reference" / "formats.md"

HEAD = """\
# Where each field goes

<!-- Made by docs/make_formats.py from the declarations of the formats; do not edit. -->
"""
PARAGRAPHS = (
    "What the [fields of an entry](entry-format.md) are called in each format. A dash: the format has no place for the "
    "field, and `moebib export` leaves it out. A number: it is carried in part, as explained below. `moebib export -f "
    "FORMAT --report` reports what a list loses, work by work; a test checks that nothing else is lost. {lossless}",
    "{read} can also be read; {written} can only be written. What an imported file contains without a "
    "field of its own is kept under `extra` (`ris-an`, `hayagriva-archive`), and written again in the same format.",
)


def page() -> str:
    """The whole page."""
    written = list(formats.all_formats("write"))
    lossy = [format for format in written if not _is_lossless(format)]
    notes: dict[str, int] = {}
    for format in lossy:
        for caveat in (home.caveat for home in format.homes().values() if home.caveat):
            notes.setdefault(caveat, len(notes) + 1)
    columns = ["field", *(format.title for format in lossy)]
    rows = [
        f"| {' | '.join(columns)} |",
        "|" + "---|" * len(columns),
        *(f"| `{field}` | {' | '.join(_cells(field, lossy, notes))} |" for field in lossy[0].homes()),
    ]
    lossless = [format for format in written if format not in lossy]
    lists = {
        "lossless": " ".join(f"{format.title} (`{format.name}`) loses nothing." for format in lossless),
        "read": _listed([format.title for format in written if format.read]),
        "written": _listed([format.title for format in written if not format.read]),
    }
    intro = [textwrap.fill(text.format(**lists), 120, break_on_hyphens=False) + "\n" for text in PARAGRAPHS]
    numbered = [f"{number}. {note[:1].upper()}{note[1:]}." for note, number in notes.items()]
    only_read = [format for format in formats.all_formats("read") if not format.write]
    sections = [_section(format) for format in (*written, *only_read) if format.notes]
    return "\n".join([HEAD, *intro, *rows, "", "In part:", "", *numbered, "", "\n".join(sections)])


def _section(format: Format) -> str:
    suffixes = " or ".join(f"`{suffix}`" for suffix in format.suffixes)
    where = "" if format.write else f"`{format.name}`, in {suffixes} files or by its content; only read.\n\n"
    return f"## {format.title}\n\n{where}{format.notes}"


def _is_lossless(format: Format) -> bool:
    return all(home.names and not home.caveat for home in format.homes().values())


def _cells(field: str, lossy: Sequence[Format], notes: dict[str, int]) -> Iterator[str]:
    for format in lossy:
        home = format.homes()[field]
        names = ", ".join(name if name.startswith("(") else f"`{name}`" for name in home.names)
        yield (names or "–") + (f" ({notes[home.caveat]})" if home.caveat else "")  # noqa: RUF001


def _listed(titles: Sequence[str]) -> str:
    return f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) > 1 else "".join(titles)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
