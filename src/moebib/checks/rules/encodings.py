"""Letters that are not those of the work, because a file was read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.examples import titled
from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.record import Record
from moebib.text.shorten import quote

# In Windows-1252: a character that begins a two-byte sequence of UTF-8, and one that continues it.
_CONTINUES = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MOJIBAKE = re.compile(f"[\u00c2-\u00c5\u00ce\u00d0][{_CONTINUES}]|\u00e2\u20ac|\ufffd")
_QUESTION_MARK = re.compile(r"[A-Za-z]\?[a-z]|[A-Za-z]\u00bf[a-z]")


@Rule(
    code="MB378", name="wrong-encoding", finds="letters that were decoded with the wrong encoding",
    why="Titles and names with such letters cannot be found.",
    bad=(titled("Experts of Schr\u00c3\u00b6dinger"), titled("Experts of Schr?dinger")),
    good=(titled("Experts of Schr\u00f6dinger"),
          titled("Why Experts? a Survey"),
          titled("\u00c5ngstr\u00f6m Experts")),
    fix="`moebib fix` restores them where it is certain.", level="error",
).each_work  # fmt: skip
def wrong_encoding(record: Record, _: Context) -> Iterator[Flaw]:
    """UTF-8 that was decoded as Windows-1252, and letters that became question marks."""
    for field in ("title", "container_title", "publisher"):
        text = getattr(record, field)
        if _MOJIBAKE.search(text) or _QUESTION_MARK.search(text):
            right = _decoded_again(text)
            changes = {field: right} if right else None
            message = f"wrongly decoded letters: {quote(text)}"
            yield Flaw((field,), message, f"write {right!r}" if right else "write the right letters", changes)
    for number, name in enumerate(record.author):
        text = f"{name.given} {name.family}{name.literal}"
        # Nearly all names are ASCII and contain neither mark.
        is_suspect = not text.isascii() or "?" in text
        if is_suspect and (_MOJIBAKE.search(text) or _QUESTION_MARK.search(text)):
            yield Flaw(("author", number), f"wrongly decoded letters: {quote(text)}", "write the right letters")


def _decoded_again(text: str) -> str:
    """The text as UTF-8, if it is all of its letters; else an empty string."""
    try:
        right = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return right if right != text and right.isprintable() and not _MOJIBAKE.search(right) else ""
