"""The citation data in the HTML of a page: its tags, BibTeX entries and JSON-LD, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

__all__ = ["Page", "read_page"]

# `<code id="bibtex">` of PMLR, `<div class="bibref">` of CVF, `<pre class="bibtex">`.
_BOXES = ("code", "div", "pre", "textarea")
_IS_BIB = re.compile(r"bib|cit(?:e|ation)", re.I)
_ENTRY = re.compile(r"@[a-z]+\s*\{", re.I)
_LONGEST_ENTRY = 20_000
_AUTHOR = re.compile(r"citation_author|dc(?:terms)?\.creator", re.I)
_AFTER_HEAD = re.compile(r"</head|<body|<div|<main|<h1|</html", re.I)


class Page(NamedTuple):
    """The citation data of a page."""

    title: str
    meta: Mapping[str, Sequence[str]]
    """The contents in order, by name in lower case ("citation_author", "dc.title", "og:title")."""
    entries: Sequence[str]
    """What looks like a BibTeX entry."""
    linked_data: Sequence[str]
    """What is marked as JSON-LD."""
    is_whole: bool
    """Whether the page continues after the last author."""
    is_of_several: bool = False
    """Whether several titles in the tags are each followed by other authors, as on the page of an issue."""


def read_page(html: str) -> Page:
    """The page; any HTML is accepted.

    >>> page = read_page("<title>T</title><meta content='Invented Things' name=citation_title><body>")
    >>> page.title, dict(page.meta)
    ('T', {'citation_title': ['Invented Things']})
    """
    root = _parse(html)
    if root is None:
        return Page("", {}, (), (), is_whole=False)
    meta: dict[str, list[str]] = {}
    authors_of: dict[str, set[str]] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if name and content:
            meta.setdefault(name, []).append(content)
        if name == "citation_title" and content:
            authors = authors_of.setdefault(content, set())
        elif name == "citation_author" and authors_of:
            authors.add(content)
    works = [names for names in authors_of.values() if names]
    title = " ".join((root.findtext(".//title") or "").split())
    scripts = root.iterfind(".//script[@type='application/ld+json']")
    linked_data = tuple(script.text for script in scripts if script.text)
    return Page(title, meta, tuple(dict.fromkeys(_entries(root))), linked_data, _is_whole(html),
                any(works[0].isdisjoint(names) for names in works[1:]))  # fmt: skip


def _parse(html: str) -> etree._Element | None:
    # html.parser of the standard library takes minutes for 200 kB of "<a ": see docs/decisions/0006-html.md.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        return None


def _entries(root: etree._Element) -> Iterator[str]:
    for box in root.iter(*_BOXES):
        if _IS_BIB.search(f"{box.get('id', '')} {box.get('class', '')}"):
            text = "".join(map(str, box.itertext())).strip()
            if len(text) <= _LONGEST_ENTRY and _ENTRY.match(text):
                yield text


def _is_whole(html: str) -> bool:
    last = max((match.end() for match in _AUTHOR.finditer(html)), default=0)
    return bool(_AFTER_HEAD.search(html, last))
