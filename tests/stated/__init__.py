"""What a recorded answer states, read from its raw JSON, XML, BibTeX or tags as simply as possible.

It shares no code with moebib, so that it can be compared with moebib's records of the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

__all__ = ["OR", "Person", "Stated", "digits", "doi", "folded", "plain", "stated_in"]

Person = tuple[str, str]
"""Family and given names; a name in reading order, or of a group, has an empty given name and is compared by words."""
OR = " ‖ "
"""Between values of which each is right."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What an answer states about one publication; an empty value is not stated."""

    identifiers: frozenset[str]
    """Those of the publication itself: "doi:10.1145/1", "arxiv:2401.06066", "dblp:conf/iclr/LeeK24"."""
    title: str = ""
    """With or without its subtitle, which is often the title shortened for the head of the page."""
    authors: tuple[Person, ...] = ()
    date: str = ""
    """ "2024", "2024-06" or "2024-06-12"."""
    container: str = ""
    """Where it appeared; for a series and its volume either, since nothing says which is the container."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    """ "12-34", or the only page."""
    type: str = ""
    """A CSL type; empty if the service has none, or a vague one."""
    related: frozenset[str] = frozenset()
    """Identifiers of other publications of the same work."""

    @property
    def year(self) -> str:
        """The year of the date."""
        return self.date[:4]

    @property
    def doi(self) -> str:
        """The DOIs; a publication has one, and perhaps former ones."""
        return " ".join(name for name in sorted(self.identifiers) if name.startswith("doi:"))


def stated_in(service: str, body: bytes) -> Sequence[Stated]:
    """What *body*, a successful answer of *service*, states; nothing if it has another form."""
    from stated import json_answers, text_answers

    readers: dict[str, Callable[[bytes], Sequence[Stated]]] = {
        "acl": text_answers.acl, "arxiv": text_answers.arxiv, "cff": text_answers.cff,
        "crossref": json_answers.crossref, "crossref_list": json_answers.crossref, "datacite": json_answers.datacite,
        "dblp": text_answers.dblp, "doi_cn": json_answers.csl, "html": text_answers.page, "page": text_answers.page,
        "huggingface": json_answers.hugging_face, "openalex": json_answers.openalex,
        "openalex_list": json_answers.openalex, "openreview": json_answers.openreview,
        "semanticscholar": json_answers.semantic_scholar, "semanticscholar_list": json_answers.semantic_scholar,
    }  # fmt: skip
    try:
        return readers[service](body) if service in readers else ()
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        return ()


def plain(value: object) -> str:
    """*value* without tags and character references, in one line; UTF-8 that was read as Latin-1 as it was."""
    text = unescape(unescape(str(value))) if isinstance(value, (str, int)) else ""
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return " ".join(re.sub(r"</?[A-Za-z][^<>]*>|[\x80-\x9f\xad]", "", text).split())


def folded(text: str) -> str:
    """The words of *text* without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", plain(text)).casefold()
    letters = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters))


def doi(value: object) -> str:
    """A DOI as an identifier, for an arXiv paper its arXiv ID; empty if it is none."""
    name = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", str(value or "").strip(), flags=re.I).lower()
    if arxiv := re.fullmatch(r"10\.48550/arxiv\.(.+?)(?:v\d+)?", name):
        return f"arxiv:{arxiv[1]}"
    return f"doi:{name}" if name.startswith("10.") else ""


def digits(value: object) -> str:
    """Pages as "12-34": without "pp.", with one dash, and without a last page that is the first."""
    first, _, last = re.sub(r"\s*[-\u2010-\u2015\u2212]+\s*", "-", plain(value)).partition("-")
    return first if last in ("", first) else f"{first}-{last}"
