"""What the rules about links share: examples, and changes of links."""

from __future__ import annotations

import re

from moebib.checks.rules import FieldPath
from moebib.records.record import Record

__all__ = ["PAPER", "with_code", "with_link", "with_page", "work_at"]

PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'
"""The entry of a work without links."""


def work_at(url: str) -> str:
    """The entry of a work with this page."""
    return f'{PAPER}url = "{url}"'


def with_code(*urls: str) -> str:
    """The entry of a work with these links to code."""
    return f"{PAPER}[links]\ncode = [{', '.join(chr(34) + url + chr(34) for url in urls)}]"


def with_link(record: Record, path: FieldPath, url: str | None) -> dict[str, object]:
    """The change that replaces the link at *path*; ``None`` removes it."""
    if path == ("url",):
        return {"url": url}
    kind, number = str(path[1]), path[2]
    urls = [url if i == number else other for i, other in enumerate(getattr(record.links, kind))]
    return {"links": record.links.evolve(**{kind: tuple(dict.fromkeys(other for other in urls if other))})}


def with_page(record: Record, page: str | None, *, keeping: str = "") -> dict[str, object] | None:
    """The change of `url` to *page*, or to nothing if an identifier leads there. *keeping* goes to links.pdf."""
    if page is None:
        return None
    pages = {identifier.url for identifier in record.identifiers}
    bare = re.sub(r"v\d+$", "", page) if "arxiv.org" in page else page
    changes: dict[str, object] = {"url": None if pages & {page, bare, f"{page}/", page.rstrip("/")} else page}
    doi = re.match(r"https://dl\.acm\.org/doi/(.+)", page)
    if doi and any(identifier.value == doi[1].lower() for identifier in record.identifiers):
        changes["url"] = None
    if keeping and "arxiv.org" not in keeping and "dl.acm.org" not in keeping and keeping not in record.links.pdf:
        changes["links"] = record.links.evolve(pdf=(*record.links.pdf, keeping))
    return changes
