"""Records of DBLP: an entry of its .bib, or a hit of its search."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from moebib.records.identifier import Identifier
from moebib.records.record import Record, Status, Type
from moebib.sources._people import displayed, whole
from moebib.sources._values import identifiers, make_record, published, text

__all__ = ["from_bib", "from_info"]

_CORR = "CoRR"
_PREPRINT = {"type": "article", "genre": "preprint", "container_title": "arXiv"}
# "Third Conference on Invented Things, CIT 2024, Some Town, Some Country, May 7-11, 2024"
_PROCEEDINGS = re.compile(r"(?P<title>.+?), (?P<short>(?=[^ ]*[A-Z][^ ]*[A-Z])[^ ,]+) (?:19|20)\d\d(?:,.*)?", re.S)
_KINDS: Mapping[str, Type] = {
    "Conference and Workshop Papers": "paper-conference",
    "Journal Articles": "article-journal",
    "Parts in Books or Collections": "chapter",
    "Books and Theses": "book",
    "Editorship": "book",
    "Reference Works": "entry",
    "Data and Artifacts": "dataset",
}


def from_bib(record: Record, key: str) -> Record | None:
    """The entry without what DBLP says of itself (``timestamp``, ``biburl``), a preprint as such."""
    author = whole(displayed(name.display()) for name in record.author)
    if author is None:
        return None
    links = () if record.url is None else (record.url,)
    changes: dict[str, Any] = {
        "title": _unprotected(record.title),
        "author": author,
        "editor": whole(displayed(name.display()) for name in record.editor) or (),
        "identifiers": tuple(dict.fromkeys((*record.identifiers, *identifiers(f"dblp:{key}", *links)))),
        "extra": {},
        "url": None,
    }
    if record.container_title == _CORR:
        changes |= _PREPRINT | {"volume": ""}
    if parts := _PROCEEDINGS.fullmatch(record.container_title):
        changes |= {"container_title": parts["title"], "container_title_short": parts["short"]}
    if re.fullmatch(r"withdrawn\.?", record.note, re.I):
        changes |= {"note": "", "status": Status(kind="withdrawn", source="dblp")}
    changed = record.evolve(**changes)
    return make_record(**{name: value for name, value in changed if name != "id"})


def _unprotected(title: str) -> str:
    """Without the braces that DBLP's software puts around every capital; a formula keeps its own."""
    return title if "$" in title else title.replace("{", "").replace("}", "")


def from_info(info: Mapping[str, Any]) -> Record | None:
    """What a hit tells; ``None`` if it has no title, no identifier, or names that cannot be read."""
    author, told = whole(map(displayed, _names(info))), _identifiers(info)
    if author is None or not told:
        return None
    return make_record(
        **_version(info),
        title=_unescaped(info.get("title")),
        author=author,
        issued=published(info.get("year")),
        volume="" if _is_corr(info) else text(info.get("volume")),
        issue=text(info.get("number")),
        page=text(info.get("pages")),
        identifiers=told,
    )


def _version(info: Mapping[str, Any]) -> Mapping[str, str]:
    if _is_corr(info):
        return _PREPRINT
    kind = (
        "thesis"
        if text(info.get("key")).startswith(("phd/", "ms/"))
        else _KINDS.get(text(info.get("type")), "document")
    )
    return {"type": kind, "container_title_short" if kind == "paper-conference" else "container_title": _venue(info)}


def _identifiers(info: Mapping[str, Any]) -> tuple[Identifier, ...]:
    links = info.get("ee")
    addresses = links if isinstance(links, list) else [links]
    return identifiers(f"dblp:{text(info.get('key'))}", f"doi:{text(info.get('doi'))}", *addresses)


def _names(info: Mapping[str, Any]) -> Iterator[str]:
    """Authors are a list, or one alone; each is an object with ``text``, or the text itself."""
    authors = info.get("authors")
    found = authors.get("author", []) if isinstance(authors, dict) else []
    for one in found if isinstance(found, list) else [found]:
        # Namesakes are numbered: "Jan Berg 0002".
        yield re.sub(r"\s+\d{4}$", "", _unescaped(one.get("text") if isinstance(one, dict) else one))


def _is_corr(info: Mapping[str, Any]) -> bool:
    return _venue(info) == _CORR


def _venue(info: Mapping[str, Any]) -> str:
    venue = info.get("venue")
    return _unescaped(venue[0] if isinstance(venue, list) and venue else venue)


def _unescaped(value: object) -> str:
    """Texts in DBLP's JSON are escaped as for HTML ("&apos;")."""
    return html.unescape(text(value))
