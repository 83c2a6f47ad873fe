"""A collection of the ACL Anthology in XML: its papers as .bib, in which moebib requests them, and what it states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from stated import Stated, digits, plain

__all__ = ["Paper", "papers"]

_ESCAPED = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}"})
_COMMANDS = {"i": r"\textit", "b": r"\textbf"}


class Paper(NamedTuple):
    """A paper: its page as .bib, and what the XML states."""

    bib: str
    stated: Stated


def papers(xml: bytes) -> Iterator[Paper]:
    """All papers of the collection."""
    collection = ElementTree.fromstring(xml)
    for volume in collection.findall("volume"):
        name = f"{collection.get('id')}-{volume.get('name') or volume.get('id')}"
        meta = volume.find("meta")
        assert meta is not None
        for paper in volume.findall("paper"):
            yield _paper(f"{name}.{paper.get('id')}", paper, meta)


def _paper(number: str, paper: Element, meta: Element) -> Paper:
    """The .bib has the fields in the form of the recorded ones, which the Anthology's own library wrote."""
    authors = [(author.findtext("last") or "", author.findtext("first") or "") for author in paper.findall("author")]
    booktitle, doi, month = _text(meta, "booktitle"), _text(paper, "doi"), _text(meta, "month")
    title = paper.find("title")
    assert title is not None
    fields = {
        "title": _latex(title),
        "author": "  and\n      ".join(f"{last}, {first}" if first else last for last, first in authors),
        "booktitle": booktitle.translate(_ESCAPED),
        "month": month[:3].lower(),
        "year": _text(meta, "year"),
        "address": _text(meta, "address"),
        "publisher": _text(meta, "publisher"),
        "url": f"https://aclanthology.org/{number}/",
        "doi": doi,
        "pages": re.sub("[-–]+", "--", _text(paper, "pages")),
    }
    quoted = {name: value if name == "month" else f'"{value}"' for name, value in fields.items() if value}
    lines = ",\n".join(f"    {name} = {value}" for name, value in quoted.items())
    stated = Stated(
        identifiers=frozenset({f"acl:{number}", f"doi:{doi.lower()}"} if doi else {f"acl:{number}"}),
        title=plain("".join(title.itertext())),
        authors=tuple((plain(last), plain(first)) for last, first in authors),
        date=f"{_text(meta, 'year')}-{_MONTHS.index(month[:3].lower()) + 1:02}",
        container=plain(booktitle),
        pages=digits(_text(paper, "pages")),
        type="paper-conference",
    )
    return Paper(f"@inproceedings{{{_text(paper, 'bibkey')},\n{lines}\n}}", stated)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _text(element: Element, name: str) -> str:
    child = element.find(name)
    return "" if child is None else " ".join("".join(child.itertext()).split())


def _latex(element: Element) -> str:
    r"""The text with braces around ``fixed-case``, formulas between dollar signs, and \textit for italics."""
    pieces = [(element.text or "").translate(_ESCAPED)]
    for child in element:
        if child.tag == "tex-math":
            pieces.append(f"${child.text}$")
        else:
            pieces.append(f"{_COMMANDS.get(child.tag, '')}{{{_latex(child)}}}")
        pieces.append((child.tail or "").translate(_ESCAPED))
    return "".join(pieces)
