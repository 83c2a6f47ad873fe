"""One line of a paper list to the facts it states: the bracket form, our bullets, and bullets as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.paper_list.lines import EM, EM_END, LINK, STRONG, STRONG_END, Line, Link, Span, brackets
from moebib.records.date import Date
from moebib.text.fold import fold

__all__ = ["LABELS", "Entry", "find_date", "find_venue", "meaning", "read_line", "split_labels"]

LABELS = {
    **dict.fromkeys(("code", "github", "repo", "repository", "source", "source code", "official code"), "code"),
    **dict.fromkeys(("weights", "model", "models", "hf", "huggingface", "hugging face", "checkpoints"), "weights"),
    **dict.fromkeys(("data", "dataset", "datasets"), "data"),
    **dict.fromkeys(("project", "page", "project page", "website", "homepage", "web", "demo", "blog"), "project"),
    **dict.fromkeys(("slides", "poster"), "slides"),
    **dict.fromkeys(("video", "talk", "youtube"), "video"),
    "pdf": "pdf",
    **dict.fromkeys(("arxiv", "paper", "doi", "openreview", "link", "abs", "html"), "paper"),
}
"""What the label of a link means: a list of ``Links``, or "paper", a page of the work itself."""


def meaning(label: str) -> str:
    """What a link with *label* leads to, as ``LABELS`` has it; "" for a label that is not in it.

    >>> meaning("[Code]"), meaning("GShard")
    ('code', '')
    """
    return LABELS.get(fold(label).strip(" []()"), "")


_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in _MONTHS)


class Entry(NamedTuple):
    """What a list says of a work, as it says it."""

    line: int
    title: str
    url: str = ""
    venue: str = ""
    issued: Date | None = None
    links: tuple[Link, ...] = ()
    labels: tuple[str, ...] = ()
    left: str = ""
    """Text that has no place in a record."""
    wrong: str = ""
    """A date that there is not."""


def read_line(line: Line, *, bullet: bool) -> Entry | None:
    """The entry in a line of a paragraph, or in a list item (*bullet*)."""
    if bullet:
        return _bullet(line) or _brackets(line) or _generic(line)
    entry = _brackets(line)
    if entry or not re.match(rf"[\[{LINK}{STRONG}]", line.mask):
        return entry
    # A paragraph may begin with a link and yet be prose; with a date it is an entry.
    loose = _generic(line)
    return loose if loose and (loose.issued or not loose.left) else None


def _brackets(line: Line) -> Entry | None:
    """``[Venue'YY.M] [Title](url) [[Code](url)] [label, label]``; venue, link and all that follows may be missing."""
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
        title = Link(texts.pop(0).plain, "")
    else:
        return None
    labels = tuple(dict.fromkeys(label for part in texts for label in split_labels(part)))
    left = " ".join(filter(None, (part.own.strip(" ,|/&") for part in inner if part.links)))
    if not title.text:
        return None
    where, issued, wrong = find_venue(venue) if venue else ("", None, "")
    return Entry(line.number, title.text, title.url, where, issued, links, labels, left, wrong)


def split_labels(part: Line) -> Iterator[str]:
    """The labels that commas separate."""
    start = 0
    for end in [*(match.start() for match in re.finditer(",", part.mask)), len(part.mask)]:
        if label := part.part(start, end).plain:
            yield label
        start = end + 1


_APOSTROPHE = "['\u2018\u2019\u00b4]"
_DASHES = "-\u2013\u2014"
_SHORT_DATE = re.compile(rf"(.*){_APOSTROPHE} ?(\d{{4}}|\d{{2}})(?:\.(\d{{1,2}}))? ?")


def find_venue(part: Line) -> tuple[str, Date | None, str]:
    """Venue and date of "Venue'YY.M" or "Venue 2024"; the third is a date that there is not ("'24.13")."""
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
    """The first date in a text, and where it begins and ends; both are the end of the text where there is none."""
    for match in filter(None, (pattern.search(mask) for pattern in _DATES)):
        groups = match.groupdict()
        month = groups.get("m") or (groups.get("b") and _month(str(groups["b"])))
        year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
        try:
            issued = Date(year, int(month) if month else None, int(groups["d"]) if groups.get("d") else None)
        except InputError:
            continue
        return issued, match.start(), match.end()
    return None, len(mask), len(mask)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.lower().startswith(name[:3].lower()))


_WHEN = rf"(?:(?:{'|'.join(_MONTHS)}) )?\d{{4}}|undated"
_WORD = rf"(?:(?!\. )[^{LINK}{EM}{EM_END}])"
_LABEL = rf"{EM}[^{EM}{EM_END}]+{EM_END}"
_DESCRIPTION = re.compile(
    rf" - (?:(?:In (?P<venue>{_WORD}+?), )?(?P<when>{_WHEN})\.(?: |$))?"
    rf"(?:{LINK}(?:, {LINK})*\.(?: |$))?"
    rf"(?P<labels>{_LABEL}(?:, {_LABEL})*\.)?"
    rf"(?P<alone>No link\.|See \"{_WORD}+\"\.)?"
)


def _bullet(line: Line) -> Entry | None:
    """``[Title](url) - In Venue, Month Year. [Code](url). *Label*.``, as the style "awesome" of the README has it."""
    start = 1 if line.mask.startswith(LINK) else line.mask.find(" - ")
    match = _DESCRIPTION.fullmatch(line.mask, start) if start > 0 else None
    title = line.part(0, start)
    if not match or not title.plain or (not title.links and LINK in title.mask) or match[0] == " - ":
        return None
    if bool(match["alone"]) and (title.links or match["when"] or match["labels"]):
        return None
    venue = line.part(*match.span("venue")).plain if match["venue"] else ""
    labels = [line.part(*found.span()).plain for found in re.finditer(_LABEL, line.mask[: match.end()])]
    url = title.links[0].url if title.links else ""
    return Entry(line.number, title.plain, url, venue, _written_out(match["when"] or ""),
                 line.links[len(title.links):], tuple(dict.fromkeys(labels)))  # fmt: skip


def _written_out(when: str) -> Date | None:
    month, _, year = when.rpartition(" ")
    return Date(int(year), _month(month) if month else None) if year.isdigit() else None


def _generic(line: Line) -> Entry | None:
    """A title and, in any order, what people put around it: venue, date, links, labels, a description."""
    span, url = _title(line)
    title = line.part(span.start, span.end).plain.strip(f" .,:;|{_DASHES}")
    if not title:
        return None
    before, after = line.part(0, span.start), line.part(span.end)
    links = tuple(link for link in (*before.links, *after.links) if link.text or link.url)
    venue, issued, left = "", None, []
    for piece, leading in [
        *((piece, True) for piece in _pieces(before)),
        *((piece, False) for piece in _pieces(after)),
    ]:
        where, when, _ = find_venue(piece)
        if len(where.split()) <= 5 and not (issued and venue) and (when or (leading and not venue)):
            venue, issued = venue or where, issued or when
        else:
            left.append(piece.plain)
    return Entry(line.number, title, url, venue, issued, links, (), "; ".join(left))


def _title(line: Line) -> tuple[Span, str]:
    """Where the title stands, and its address: a link that is no label, what is bold, else what comes first."""
    for span in brackets(line):
        if span.kind == "L" and not meaning((link := line.part(span.start, span.end).links[0]).text):
            return span, link.url
    papers = [link.url for link in line.links if meaning(link.text) == "paper"]
    if line.links and (match := re.search(rf"{STRONG}([^{LINK}{STRONG_END}]+){STRONG_END}", line.mask)):
        return Span("T", match.start(), match.end()), ""
    match = re.match(rf"(?:\[[^\]]*\]\s*|\([^)]*\)\s*)?([^\[\](|{LINK}]+?)(?=[\[(|{LINK}]| - |$)", line.mask)
    return (Span("T", *match.span(1)), "") if match and papers else (Span("T", 0, 0), "")


# A comma within a date or before one is none: "August 12, 2024", "ACL, May 2024".
_IN_DATE = rf"(?! (?:\d{{1,2}} )?(?:(?:{_MONTH}) )?(?:19|20)\d\d(?!\w))"
_SEPARATOR = re.compile(rf",{_IN_DATE}|[\[\](){{}}|;\u2022\u00b7\u2013\u2014{LINK}]|(?<=\s)-(?=\s)|[.:](?=\s|$)")


def _pieces(part: Line) -> Iterator[Line]:
    """The text between brackets, links and punctuation."""
    start = 0
    for match in [*_SEPARATOR.finditer(part.mask), None]:
        piece = part.part(start, match.start() if match else None)
        if piece.own:
            yield piece
        start = match.end() if match else 0
