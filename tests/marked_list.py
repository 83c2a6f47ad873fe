"""Paper lists made of text in which every work and every part is marked, so that no reader is needed.

A work is between « and », a part is ``{role|text}`` or ``{url:code|text}``, and ``{#tag}`` at the end of a heading is
the tag of the section that begins there.
"""

from __future__ import annotations

import re

from moebib.formats.paper_list.document import Heading, ListDocument, WorkBlock, WorkPart
from moebib.formats.paper_list.edit.authors import written_names
from moebib.formats.paper_list.edit.dates import read_date_forms
from moebib.formats.paper_list.entries import ListItem, ListLink
from moebib.formats.paper_list.works import ListedWorks
from moebib.library.config import Config, Section
from moebib.library.library import Library

__all__ = ["library_of", "marked_list"]

_MARK = re.compile(r"«|»|\{#(?P<tag>[\w/-]*)\}|\{(?P<role>[a-z]+)(?::(?P<kind>[a-z]+))?\|(?P<text>[^{}]*)\}")


def marked_list(marked: str) -> ListDocument:
    """The list without the marks, with what they say."""
    text, done, tag = "", 0, ""
    blocks: list[WorkBlock] = []
    headings: list[Heading] = []
    parts: list[WorkPart] = []
    start = 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        done = mark.end()
        if mark[0] == "«":
            start, parts = len(text), []
        elif mark[0] == "»":
            rest = re.match(r"[ \t]*(?:\r\n|\n|\r)?", marked[done:])
            end = len(text) + (rest.end() if rest else 0)
            form = "row" if "|" in text[start : start + 1] or text.startswith("<tr", start) else "item"
            blocks.append(WorkBlock(form, start, end, tuple(parts), _item(text, parts, start), tag))  # type: ignore[arg-type]
        elif mark["role"]:
            parts.append(WorkPart(mark["role"], len(text), len(text) + len(mark["text"]), mark["kind"] or ""))  # type: ignore[arg-type]
            text += mark["text"]
        else:
            tag = mark["tag"]
            line = text.rfind("\n") + 1
            shown = text[line:].strip()
            level = len(shown) - len(shown.lstrip("#")) or 2
            headings.append(Heading(level, shown.lstrip("# "), tag, line, len(text)))
    return ListDocument(text + marked[done:], tuple(headings), tuple(blocks), ())


def _item(text: str, parts: list[WorkPart], start: int) -> ListItem:
    def texts(role: str, *kinds: str) -> list[str]:
        return [text[p.start : p.end] for p in parts if p.role == role and (not kinds or p.kind in kinds)]

    dates = [date for written in texts("date") for date, _ in read_date_forms(written)[:1]]
    listed = ", ".join(texts("authors"))
    more = bool(re.search(r"et al", listed))
    names = written_names(listed)
    urls = texts("url", "paper", "")
    links = tuple(ListLink(part.kind, text[part.start : part.end], part.kind) for part in parts if part.role == "url")
    return ListItem(
        line=text.count("\n", 0, start) + 1,
        title=re.sub(r"\\(?=\W)", "", ": ".join(texts("title"))),
        url=next(iter(urls), ""),
        venue=next(iter(texts("venue")), ""),
        issued=max(dates, key=lambda date: len(date.parts), default=None),
        links=tuple(link for link in links if link.url not in urls[:1]),
        labels=tuple(texts("keyword")),
        authors=tuple(names),
        has_more_authors=more,
    )


def library_of(document: ListDocument) -> Library:
    """The works that the list states, each once, in the sections in which they are."""
    sections = [Section(tag=heading.tag, heading=heading.text) for heading in document.headings if heading.tag]
    config = Config(sections=tuple(sections))
    works = ListedWorks(config)
    authors: dict[str, list[str]] = {}
    for block in document.blocks:
        works.add(block.item, (block.tag,) if block.tag else ())
        names = [*block.item.authors, *(["others"] if block.item.has_more_authors else [])]
        authors.setdefault(block.item.title, names)
    return Library((record.evolve(author=authors.get(record.title, [])) for record in works.records()), config=config)
