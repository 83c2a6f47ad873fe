"""Titles and subtitles: BibLaTeX has two fields, a record has one title, with ": " between the two."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SUBTITLES", "joined_title", "main_title"]

SUBTITLES = {
    "title": ("subtitle",),
    "container_title": ("booksubtitle", "journalsubtitle"),
}
"""Field of a record -> the fields that hold the second part of it; they stay in ``extra``."""


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


def subtitle_fields(field: str, extra: Mapping[str, str]) -> str | None:
    """The field in *extra* that holds the second part of *field*."""
    return next((name for name in SUBTITLES.get(field, ()) if name in extra), None)
