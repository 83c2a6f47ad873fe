"""Text and links for a place in a list: escaped for Markdown, a code span, HTML or the destination of a link."""

from __future__ import annotations

import html
import re
from typing import Literal
from urllib.parse import quote

from moebib.text.markdown import clean, destination, escape
from moebib.text.markup import markdown, plain

__all__ = ["InlinePlace", "place_between", "write_text", "write_title", "write_url"]

InlinePlace = Literal["markdown", "html", "code", "badge", "destination", "attribute", "page"]
"""Where a text is: in Markdown, HTML, a code span or the URL of a badge; or a URL: in a link, an attribute or alone."""


def place_between(before: str, setting: Literal["markdown", "html"], *, is_url: bool) -> InlinePlace:
    """The place after the text *before*.

    >>> place_between("- [[Paper](", "markdown", is_url=True), place_between(' `', "markdown", is_url=False)
    ('destination', 'code')
    """
    if is_url:
        if re.search(r"=[\"']?$", before):
            return "attribute"
        return "destination" if re.search(r"\]\(<?$", before) else "page"
    if re.search(r"https?://[^\s()<>\"']*$", before):
        return "badge"
    if setting == "markdown" and before.endswith("`"):
        return "code"
    return setting


def write_text(text: str, place: InlinePlace) -> str:
    """*text*, which has no markup, as it is shown there."""
    if place == "badge":  # https://shields.io/badges: a hyphen and an underscore are doubled
        return quote(clean(text).replace("-", "--").replace("_", "__"))
    if place == "code":
        return clean(text).replace("`", "'")
    return _for_html(text) if place == "html" else escape(text)


def write_title(title: str, place: InlinePlace) -> str:
    """A title, which may have markup; emphasis is kept in Markdown only."""
    return markdown(title) if place == "markdown" else write_text(plain(title), place)


def write_url(url: str, place: InlinePlace) -> str | None:
    """*url*, if it is one of http or https and so can be a link."""
    target = destination(url)
    if not target or place == "destination":
        return target or None
    bare = re.sub(r"\\(?=[\\`|()&])", "", target)
    return html.escape(bare) if place == "attribute" else re.sub(r"[|`*<>]", lambda char: f"%{ord(char[0]):02X}", bare)


def _for_html(text: str) -> str:
    """The text in HTML; what Markdown would take for markup, in HTML that it reads, is a character reference."""
    escaped = html.escape(clean(text), quote=False)
    return re.sub(r"[\\`*\[\]|~$^]|(?<!\w)_|_(?!\w)", lambda char: f"&#{ord(char[0])};", escaped)
