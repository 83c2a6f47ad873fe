"""Reads one line of a paper list: the bracket form, the bullets that moebib writes, and bullets in any other form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.paper_list.lines import EM, EM_END, LINK, STRONG, STRONG_END, ListLink, MarkdownLine, Span, brackets
from moebib.records.date import MONTH_NAMES, Date
from moebib.text.fold import fold

__all__ = ["ListItem", "find_date", "link_kind", "read_line", "split_labels", "split_venue"]


class ListItem(NamedTuple):
    """One entry of a list, as the list writes it."""

    line: int
    title: str
    url: str = ""
    venue: str = ""
    issued: Date | None = None
    links: tuple[ListLink, ...] = ()
    labels: tuple[str, ...] = ()
    other_text: str = ""
    """Text for which a record has no field."""
    invalid_date: str = ""
    authors: tuple[str, ...] = ()
    """Names as the list writes them, in order."""
    has_more_authors: bool = False
    """Whether "et al." follows them."""


_LINK_KINDS = {
    **dict.fromkeys(("code", "github", "repo", "repository", "source", "source code", "official code"), "code"),
    **dict.fromkeys(("weights", "model", "models", "hf", "huggingface", "hugging face", "checkpoints"), "weights"),
    **dict.fromkeys(("data", "dataset", "datasets"), "data"),
    **dict.fromkeys(("project", "page", "project page", "website", "homepage", "web", "demo", "blog"), "project"),
    **dict.fromkeys(("slides", "poster"), "slides"),
    **dict.fromkeys(("video", "talk", "youtube"), "video"),
    "pdf": "pdf",
    **dict.fromkeys(("arxiv", "paper", "doi", "openreview", "link", "abs", "html"), "paper"),
}


def link_kind(label: str) -> str:
    """The field of ``Links`` that *label* stands for, or "paper" for a page of the work itself; "" if unknown.

    >>> link_kind("[Code]"), link_kind("GShard")
    ('code', '')
    """
    return _LINK_KINDS.get(fold(label).strip(" []()"), "")


def read_line(line: MarkdownLine, *, bullet: bool) -> ListItem | None:
    """The entry in a line of a paragraph, or in a list item (*bullet*); ``None`` if there is none."""
    if bullet:
        return _read_moebib_bullet(line) or _read_brackets(line) or _read_free_form(line)
    item = _read_brackets(line)
    if item or not re.match(rf"[\[{LINK}{STRONG}]", line.mask):
        return item
    # A paragraph that begins with a link may still be prose; with a date it is an entry.
    item = _read_free_form(line)
    return item if item and (item.issued or not item.other_text) else None


# --- the bracket form


def _read_brackets(line: MarkdownLine) -> ListItem | None:
    """``[Venue'YY.M] [Title](url) [[Code](url)] [label, label]``, of which all but the title may be missing."""
    spans = brackets(line)
    kinds = "".join(span.kind for span in spans)
    inner = [line.part(span.start + 1, span.end - 1) for span in spans if span.kind == "B"]
    links = tuple(link for part in inner for link in part.links)
    texts = [part for part in inner if not part.links]
    if match := re.fullmatch("(B?)L(B*)", kinds):
        title = line.part(spans[match.end(1)].start, spans[match.end(1)].end).links[0]
        venue = texts.pop(0) if match[1] and not inner[0].links else None
    elif re.fullmatch("B+", kinds) and texts and not inner[0].links:
        venue = texts.pop(0) if len(texts) > 1 else None
        title_part = texts.pop(0)
        title = ListLink(title_part.plain, "", title_part.marked)
    else:
        return None
    labels = tuple(dict.fromkeys(label for part in texts for label in split_labels(part)))
    other_text = " ".join(filter(None, (part.without_links.strip(" ,|/&") for part in inner if part.links)))
    if not title.text:
        return None
    venue_name, issued, invalid_date = split_venue(venue) if venue else ("", None, "")
    return ListItem(line.number, title.marked, title.url, venue_name, issued, links, labels, other_text, invalid_date)


def split_labels(part: MarkdownLine) -> Iterator[str]:
    """The labels that commas separate."""
    start = 0
    for end in [*(match.start() for match in re.finditer(",", part.mask)), len(part.mask)]:
        if label := part.part(start, end).plain:
            yield label
        start = end + 1


_APOSTROPHE = "['\u2018\u2019\u00b4]"
_DASHES = "-\u2013\u2014"
_SHORT_DATE = re.compile(rf"(.*){_APOSTROPHE} ?(\d{{4}}|\d{{2}})(?:\.(\d{{1,2}}))? ?")


def split_venue(part: MarkdownLine) -> tuple[str, Date | None, str]:
    """Venue and date of "Venue'YY.M" or "Venue 2024", and the text if it contains an invalid date ("'24.13")."""
    if match := _SHORT_DATE.fullmatch(part.mask):
        year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
        venue = part.part(0, match.end(1)).plain
        try:
            return venue, Date(year, int(match[3]) if match[3] else None), ""
        except InputError:
            return venue, Date(year), part.plain
    issued, start, end = find_date(part.mask)
    if not issued:
        return part.plain, None, ""
    before, after = part.part(0, start).plain, part.part(end).plain
    return " ".join(filter(None, (before.strip(" ,:;-/|"), after.strip(" ,:;-/|")))), issued, ""


_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in MONTH_NAMES)
_DATES = [
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\w.])(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?(?!\w)",
        rf"(?<![\w.])(?P<d>\d{{1,2}}) (?P<b>{_MONTH})\.?,? (?P<y>(?:19|20)\d\d)(?!\w)",
        rf"\b(?P<b>{_MONTH})\.?,? (?:(?P<d>\d{{1,2}}),? )?(?P<y>(?:19|20)\d\d)(?!\w)",
        r"(?<![\w.])(?P<y>(?:19|20)\d\d)(?!\w)",
        rf"{_APOSTROPHE}(?P<y>\d\d)(?:\.(?P<m>\d{{1,2}}))?(?!\w)",
    )
]


def find_date(mask: str) -> tuple[Date | None, int, int]:
    """The first date in a text with its start and end; without a date, both are the end of the text."""
    for match in filter(None, (pattern.search(mask) for pattern in _DATES)):
        groups = match.groupdict()
        month = groups.get("m") or (groups.get("b") and _month_number(str(groups["b"])))
        year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
        try:
            issued = Date(year, int(month) if month else None, int(groups["d"]) if groups.get("d") else None)
        except InputError:
            continue
        return issued, match.start(), match.end()
    return None, len(mask), len(mask)


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(name[:3].lower()))


# --- the bullets that moebib writes, in the style "awesome"

_WHEN = rf"(?:(?:{'|'.join(MONTH_NAMES)}) )?\d{{4}}|undated"
_WORD = rf"(?:(?!\. )[^{LINK}{EM}{EM_END}])"
_LABEL = rf"{EM}[^{EM}{EM_END}]+{EM_END}"
_DESCRIPTION = re.compile(
    rf" - (?:(?:In (?P<venue>{_WORD}+?), )?(?P<when>{_WHEN})\.(?: |$))?"
    rf"(?:{LINK}(?:, {LINK})*\.(?: |$))?"
    rf"(?P<labels>{_LABEL}(?:, {_LABEL})*\.)?"
    rf"(?P<alone>No link\.|See \"{_WORD}+\"\.)?"
)


def _read_moebib_bullet(line: MarkdownLine) -> ListItem | None:
    """``[Title](url) - In Venue, Month Year. [Code](url). *Label*.``."""
    start = 1 if line.mask.startswith(LINK) else line.mask.find(" - ")
    match = _DESCRIPTION.fullmatch(line.mask, start) if start > 0 else None
    title = line.part(0, start)
    if not match or not title.plain or (not title.links and LINK in title.mask) or match[0] == " - ":
        return None
    if bool(match["alone"]) and (title.links or match["when"] or match["labels"]):
        return None
    month, _, year = (match["when"] or "").rpartition(" ")
    labels = [line.part(*label.span()).plain for label in re.finditer(_LABEL, line.mask[: match.end()])]
    return ListItem(
        line.number,
        title.marked,
        title.links[0].url if title.links else "",
        line.part(*match.span("venue")).plain if match["venue"] else "",
        Date(int(year), _month_number(month) if month else None) if year.isdigit() else None,
        line.links[len(title.links) :],
        tuple(dict.fromkeys(labels)),
    )


# --- bullets in any other form


def _read_free_form(line: MarkdownLine) -> ListItem | None:
    """A title and, in any order, what people put around it: venue, date, links, labels, a description."""
    span, url = _find_title(line)
    title = line.part(span.start, span.end).marked.strip(f" .,:;|{_DASHES}")
    if not title:
        return None
    before, after = line.part(0, span.start), line.part(span.end)
    links = tuple(link for link in (*before.links, *after.links) if link.text or link.url)
    venue, issued, other_texts = "", None, []
    for piece, leading in [
        *((piece, True) for piece in _pieces(before)),
        *((piece, False) for piece in _pieces(after)),
    ]:
        piece_venue, piece_date, _ = split_venue(piece)
        is_short = len(piece_venue.split()) <= 5
        if is_short and not (issued and venue) and (piece_date or (leading and not venue)):
            venue, issued = venue or piece_venue, issued or piece_date
        else:
            other_texts.append(piece.plain)
    return ListItem(line.number, title, url, venue, issued, links, (), "; ".join(other_texts))


def _find_title(line: MarkdownLine) -> tuple[Span, str]:
    """The title and its URL: the first link whose label is not one like "Code", else bold text, else the first text."""
    for span in brackets(line):
        if span.kind == "L" and not link_kind((link := line.part(span.start, span.end).links[0]).text):
            return span, link.url
    papers = [link.url for link in line.links if link_kind(link.text) == "paper"]
    if line.links and (match := re.search(rf"{STRONG}([^{LINK}{STRONG_END}]+){STRONG_END}", line.mask)):
        return Span("T", match.start(), match.end()), ""
    match = re.match(rf"(?:\[[^\]]*\]\s*|\([^)]*\)\s*)?([^\[\](|{LINK}]+?)(?=[\[(|{LINK}]| - |$)", line.mask)
    return (Span("T", *match.span(1)), "") if match and papers else (Span("T", 0, 0), "")


# A comma within a date or before one does not separate: "August 12, 2024", "ACL, May 2024".
_IN_DATE = rf"(?! (?:\d{{1,2}} )?(?:(?:{_MONTH}) )?(?:19|20)\d\d(?!\w))"
_SEPARATOR = re.compile(rf",{_IN_DATE}|[\[\](){{}}|;\u2022\u00b7\u2013\u2014{LINK}]|(?<=\s)-(?=\s)|[.:](?=\s|$)")


def _pieces(part: MarkdownLine) -> Iterator[MarkdownLine]:
    """The text between brackets, links and punctuation."""
    start = 0
    for match in [*_SEPARATOR.finditer(part.mask), None]:
        piece = part.part(start, match.start() if match else None)
        if piece.without_links:
            yield piece
        start = match.end() if match else 0
