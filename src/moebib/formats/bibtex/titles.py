"""Titles and subtitles: BibLaTeX has two fields, a record has one title, with ": " between the two."""

from __future__ import annotations

from collections.abc import Mapping

from moebib.formats.bibtex.fields import homes
from moebib.formats.bibtex.names import Style
from moebib.records.record import Record
from moebib.text.latex import decode_title, encode_title

__all__ = ["SUBTITLES", "joined_title", "main_title", "part_titles"]

SUBTITLES = {
    "title": ("subtitle",),
    "container_title": ("booksubtitle", "journalsubtitle"),
}
"""Field of a record -> the fields that hold the second part of it; they stay in ``extra``."""
_SECOND = frozenset(name for names in SUBTITLES.values() for name in names)


def joined_title(title: str, subtitle: str) -> str:
    """Title and subtitle in one; a title that ends with the subtitle has it already.

    >>> joined_title("Which Experts?", "A Survey"), joined_title("Experts: A Survey", "A Survey")
    ('Which Experts? A Survey', 'Experts: A Survey')
    """
    if not title or not subtitle or title.endswith(subtitle):
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!.:;,\u2013\u2014" else f"{title}: {subtitle}"


def main_title(title: str, subtitle: str) -> str:
    """*title* without the *subtitle* that was joined to it; as it is where it does not end with that."""
    if not subtitle or not title.endswith(subtitle):
        return title
    main = title[: -len(subtitle)].rstrip(" ")
    options = (main.removesuffix(":"), main)
    return next((option for option in options if option and joined_title(option, subtitle) == title), title)


def part_titles(fields: dict[str, str], extra: Mapping[str, str], record: Record, style: Style) -> dict[str, str]:
    """*fields* with the titles apart from the subtitles that ``extra`` has; BibTeX's styles print titles only."""
    if style.dialect == "bibtex" or _SECOND.isdisjoint(extra):
        return fields
    for row, home in homes(record.type, style.dialect):
        for name in SUBTITLES.get(row.field, ()):
            title = getattr(record, row.field)
            if name in extra and home in fields and (main := main_title(title, decode_title(extra[name]))) != title:
                fields = fields | {home: encode_title(main, unicode=style.unicode)}
    return fields
