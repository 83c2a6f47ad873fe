"""Answers in BibTeX, Atom, HTML and YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import yaml

from stated import OR, Person, Stated, digits, doi, plain

_BIB_TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference", "proceedings": "book", "book": "book",
    "incollection": "chapter", "phdthesis": "thesis",
}  # fmt: skip
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
}  # fmt: skip

_ACCENTED = re.compile(r"\\(?:([`'^\"~=.])|([uvHckrbd])(?![a-zA-Z]))\s*\{?\s*(?:\\([ij])(?![a-zA-Z])|([^\W\d_]))\}?")
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![a-zA-Z])\s?")
_DATES = ("citation_publication_date", "citation_cover_date", "citation_date", "dc.issued", "citation_year",
          "prism.publicationdate", "dc.date", "citation_online_date")  # fmt: skip
_DOIS = ("citation_doi", "prism.doi", "dc.identifier.doi", "dc.identifier")
_CONTAINERS = ("citation_journal_title", "citation_inbook_title", "citation_conference_title", "citation_conference",
               "prism.publicationname")  # fmt: skip
_CFF_TYPES = {
    "software": "software", "dataset": "dataset", "thesis": "thesis", "conference-paper": "paper-conference",
    "book": "book",
}  # fmt: skip


def dblp(body: bytes) -> Sequence[Stated]:
    """The entry of one record."""
    kind, key, fields = _entry(body.decode())
    key = key.removeprefix("DBLP:")
    is_corr = fields.get("journal") == "CoRR"
    links = " ".join(fields.get(name, "") for name in ("eprint", "url"))
    arxiv = re.search(r"(?:arxiv\.org/abs/|^)(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})", links if is_corr else "", re.I)
    published = "" if is_corr else doi(fields.get("doi"))
    own = {f"dblp:{key}", published, f"arxiv:{arxiv[1]}" if arxiv else ""}
    container = fields.get("booktitle") or fields.get("journal") or fields.get("series") or ""
    return [
        Stated(
            identifiers=frozenset(own - {""}),
            title=fields["title"],
            authors=tuple(("", _without_number(name)) for name in _names(fields.get("author", ""))),
            date=fields.get("year", ""),
            container="arXiv" if is_corr else _without_place(container),
            volume="" if is_corr else fields.get("volume", ""),
            issue=fields.get("number", ""),
            pages=digits(fields.get("pages", "")),
            type="article" if is_corr else "report" if key.startswith("tr/") else _BIB_TYPES.get(kind, ""),
        )
    ]


def _without_place(container: str) -> str:
    """The title of the volume, before "CT 2024, Town, Country, May 7-11, 2024", or between "CT '24:" and the place."""
    if head := re.match(r"[^:,]+ '\d\d: ", container):
        parts = container[head.end() :].split(", ")
        return OR.join(", ".join(parts[:number]) for number in range(1, len(parts) + 1))
    title = re.split(r", [^,]*\b(?:19|20)\d\d\b", container)[0]
    return f"{title}{OR}{container}"


def acl(body: bytes) -> Sequence[Stated]:
    """The entry of one paper."""
    kind, _, fields = _entry(body.decode())
    name = re.search(r"(?:aclanthology\.org|aclweb\.org/anthology)/([\w.-]+?)/?$", fields.get("url", ""))
    own = {f"acl:{name[1]}" if name else ""}
    if fields.get("doi", "").startswith("10.18653/v1/"):
        own |= {f"acl:{fields['doi'].rpartition('/')[2]}"}
    own |= {doi(fields.get("doi"))}
    return [
        Stated(
            identifiers=frozenset(own - {""}),
            title=fields["title"],
            authors=tuple(map(_family_first, _names(fields.get("author", "")))),
            date=fields.get("year", "") + _month(fields.get("month", "")),
            container=fields.get("booktitle") or fields.get("journal") or "",
            volume=fields.get("volume", ""),
            issue=fields.get("number", ""),
            pages=digits(fields.get("pages", "")),
            type=_BIB_TYPES.get(kind, ""),
        )
    ]


def arxiv(body: bytes) -> Sequence[Stated]:
    """The entries of a feed; an error in the form of an entry has no ID of a paper."""
    atom, own = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
    stated = []
    for entry in ElementTree.fromstring(body).findall(f"{atom}entry"):
        number = re.search(r"arxiv\.org/abs/(.+?)(?:v\d+)?$", entry.findtext(f"{atom}id", ""))
        if number:
            stated.append(
                Stated(
                    identifiers=frozenset({f"arxiv:{number[1]}"}),
                    title=plain(entry.findtext(f"{atom}title")),
                    authors=tuple(("", plain(name.text)) for name in entry.iterfind(f"{atom}author/{atom}name")),
                    date=entry.findtext(f"{atom}published", "")[:10],
                    container="arXiv",
                    type="article",
                    related=frozenset(map(doi, entry.findtext(f"{own}doi", "").split())) - {""},
                )
            )
    return stated


def cff(body: bytes) -> Sequence[Stated]:
    """The preferred citation, or the software itself."""
    file = yaml.safe_load(body)
    work: dict[str, Any] = file.get("preferred-citation") or file
    listed = [other["value"] for other in work.get("identifiers") or [] if other.get("type") == "doi"]
    # The others are those of all versions, or of one.
    own, *others = [*filter(None, map(doi, [work.get("doi"), *listed])), ""]
    date = work.get("date-published") or work.get("date-released") or work.get("year") or ""
    day = str(date)
    if date == work.get("year") and work.get("month"):
        day = f"{date}-{int(work['month']):02}"
    return [
        Stated(
            identifiers=frozenset({own} - {""}),
            related=frozenset(others) - {""},
            title=plain(work["title"]),
            authors=tuple(map(_cff_author, work["authors"])),
            date=day,
            container=plain(work.get("journal") or work.get("collection-title")),
            volume=plain(work.get("volume")),
            issue=plain(work.get("issue")),
            pages=digits("-".join(plain(work[name]) for name in ("start", "end") if work.get(name))),
            type=_CFF_TYPES.get(work.get("type") or "software", ""),
        )
    ]


def page(body: bytes) -> Sequence[Stated]:
    """The citation tags, those of Highwire before those of Dublin Core."""
    tags = _Tags()
    tags.feed(body.decode("utf-8", errors="replace"))

    def first(*names: str) -> str:
        return next((tags.found[name][0] for name in names if name in tags.found), "")

    title = first("citation_title", "dc.title", "dcterms.title")
    listed = next((tags.found[name] for name in ("citation_author", "dc.creator") if name in tags.found), [])
    names = [name for text in listed for name in text.split(";")] or re.split(r"\s*;\s*", first("citation_authors"))
    parts = re.match(r"(\d{4})(?:[/-](\d\d?))?(?:[/-](\d\d?))?(?!\d)", first(*_DATES))
    dois = [doi(part) for name in _DOIS for text in tags.found.get(name, ()) for part in text.split()]
    # The DOIs on a page of arXiv are those of the publication and of its errata.
    own, *others = [*filter(None, (_arxiv(tags.found), *dois)), ""]
    if not title or not any((*names, own)):
        return []
    return [
        Stated(
            identifiers=frozenset({own} - {""}),
            related=frozenset(others) - {"", own},
            title=plain(title),
            authors=tuple(_family_first(name) if "," in name else ("", name) for name in map(plain, names) if name),
            date=re.sub("-01-01$", "", "-".join(f"{int(part):02}" for part in parts.groups() if part)) if parts else "",
            container=plain(first(*_CONTAINERS)) or ("arXiv" if "citation_arxiv_id" in tags.found else ""),
            volume=first("citation_volume", "prism.volume"),
            issue=first("citation_issue", "prism.number"),
            pages=digits("-".join(filter(None, (first("citation_firstpage"), first("citation_lastpage"))))),
        )
    ]


class _Tags(HTMLParser):
    """The contents of the ``meta`` tags, by their name in lower case."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = (given.get("name") or given.get("property") or "").strip().lower()
        if tag == "meta" and name and (content := (given.get("content") or "").strip()):
            self.found.setdefault(name, []).append(content)


def _arxiv(tags: dict[str, list[str]]) -> str:
    return next((f"arxiv:{number}" for number in tags.get("citation_arxiv_id", ())), "")


def _cff_author(author: dict[str, Any]) -> Person:
    if not author.get("family-names"):
        return "", plain(author.get("name") or author.get("given-names") or author.get("alias"))
    parts = (author.get("name-particle"), author["family-names"], author.get("name-suffix"))
    return " ".join(plain(part) for part in parts if part), plain(author.get("given-names"))


def _entry(text: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of the first entry: each value up to its closing brace or quote, or a bare word."""
    head = re.search(r"@(\w+)\s*\{\s*([^,\s]+)\s*,", text)
    if head is None or text.count("{") != text.count("}"):
        raise ValueError("no complete entry")
    fields: dict[str, str] = {}
    rest = text[head.end() :]
    while field := re.match(r"\s*([\w-]+)\s*=\s*", rest):
        rest = rest[field.end() :]
        end = _end(rest)
        value = rest[:end].strip()
        fields.setdefault(field[1].lower(), _decoded(value[1:-1] if value[0] in '{"' else value))
        rest = rest[end:].lstrip(", \r\n\t")
    return head[1].lower(), head[2], fields


def _end(text: str) -> int:
    """Where the value at the beginning of *text* ends."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth < 0 or (depth == 0 and character == "," and text[0] not in '{"'):
            return place
        if depth == 0 and place and ((text[0] == "{" and character == "}") or (text[0] == character == '"')):
            return place + 1
    raise ValueError("no end")


def _decoded(text: str) -> str:
    """LaTeX as text: accents, letters, escaped characters; braces are left out."""
    text = re.sub(r"\\emph|\\unicode\{(\d+)\}", lambda match: chr(int(match[1])) if match[1] else "", text)
    text = _ACCENTED.sub(lambda match: (match[3] or match[4]) + _ACCENTS[match[1] or match[2]], text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"\\text\w+", "", text)).replace("~", " ").replace("\\-", "")
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[{}]", "", text).split()))


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"\s+and\s+", text) if name]


def _family_first(name: str) -> Person:
    family, *suffix, given = [part.strip() for part in name.split(",", maxsplit=2)] if "," in name else [name, ""]
    return " ".join([family, *suffix]), given


def _without_number(name: str) -> str:
    return re.sub(r"\s\d{4}$", "", name)


def _month(name: str) -> str:
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return f"-{months.index(name[:3].lower()) + 1:02}" if name[:3].lower() in months else ""
