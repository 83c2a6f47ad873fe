"""The Atom feed of arXiv's API (https://info.arxiv.org/help/api/user-manual.html, section 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from moebib.errors import UnexpectedAnswer
from moebib.web.response import Response, read_xml

__all__ = ["Feed", "read_feed", "tell", "tell_all", "tell_attribute"]

_NAMESPACES = {
    "": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


class Feed(NamedTuple):
    """What arXiv answered."""

    total: int
    """How many entries there are to what was asked; more than ``entries``, where they are one page of many."""
    entries: Sequence[Element]


def read_feed(response: Response) -> Feed:
    """The feed, once it is sure that it is one, whole, and not an error in the form of a feed.

    arXiv tells an error as an entry, with status 400 since 2026 and with 200 before.

    Raises:
        Unavailable, UnexpectedAnswer: As :func:`moebib.sources._reading.read_xml`, and for an error.
    """
    root = read_xml(response, allowed=(200, 400))
    total = tell(root, "opensearch:totalResults")
    if root.tag != f"{{{_NAMESPACES['']}}}feed" or not re.fullmatch(r"[0-9]{1,9}", total):
        raise UnexpectedAnswer("export.arxiv.org sent XML that is not its feed", url=response.url)
    entries = root.findall("entry", _NAMESPACES)
    errors = [tell(entry, "summary") for entry in entries if "/api/errors" in tell(entry, "id")]
    if errors or response.status != 200:
        reason = "; ".join(errors) or f"status {response.status}"
        raise UnexpectedAnswer(f"export.arxiv.org refused the request: {reason}", url=response.url)
    return Feed(int(total), entries)


def tell(element: Element, path: str) -> str:
    """The text at *path*, or none ("arxiv:comment", "author/name")."""
    return (element.findtext(path, "", _NAMESPACES) or "").strip()


def tell_all(element: Element, path: str) -> list[str]:
    """The text of each element at *path*, also where it is empty."""
    return [(one.text or "").strip() for one in element.findall(path, _NAMESPACES)]


def tell_attribute(element: Element, path: str, name: str) -> str:
    """The attribute *name* of the element at *path*, or none."""
    found = element.find(path, _NAMESPACES)
    return "" if found is None else found.get(name, "").strip()
