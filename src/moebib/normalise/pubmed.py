"""Titles, pages and names as PubMed has them, in its XML and in its MEDLINE format."""

from __future__ import annotations

import re

from moebib.normalise.fields import is_article_number

__all__ = ["bare_title", "pages_or_number", "spaced"]


def bare_title(title: str) -> str:
    """The title without the brackets around a translated one, and without the full stop after it."""
    bare = title.strip().removesuffix(".")
    translated = re.fullmatch(r"\[([^\[\]]+)\]", bare)
    return translated[1].removesuffix(".") if translated else title


def pages_or_number(pages: str) -> dict[str, str]:
    """The pages, with the digits that PubMed leaves out ("1234-45"); or the number of an article without pages."""
    if is_article_number(pages):
        return {"number": pages}
    if (parts := re.fullmatch(r"([A-Za-z]*\d+)-(\d+)", pages)) and len(parts[2]) < len(parts[1]):
        return {"page": f"{parts[1]}-{parts[1][: -len(parts[2])]}{parts[2]}"}
    return {"page": pages}


def spaced(initials: str) -> str:
    """Initials as they are printed: "J. M." for "JM"."""
    return " ".join(f"{initial}." for initial in initials)
