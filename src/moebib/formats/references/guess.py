"""A reference as a style prints it -> Record: its fields are found by evidence, and are guesses.

In a .bbl file, the title is the block behind the people. In other text, it is in quotation marks; or it follows people
and a year, a colon, a full stop or a comma. Where the text shows nothing of this, no title is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from moebib.formats.references.marks import BLOCK, EM, EM_END, ITALIC, without_marks
from moebib.formats.references.places import place_of
from moebib.formats.references.split import MOST_CHARACTERS
from moebib.normalise.written_people import read_organisation, read_people
from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.identifiers_in_text import identifiers_in
from moebib.records.name import Names
from moebib.records.record import Record
from moebib.text.grammar import escape
from moebib.text.urls import is_http_url

__all__ = ["guess"]

_URL = re.compile(
    r"(?:\[Online\][.:]?\s*)?(?:\b(?:URL|Available(?: at| from| online)?|Retrieved from|at)\b:?\s*)?<?(https?://[^\s<>]+)>?",
    re.I,
)
_TRAILING = ".,;:)]}'\"\u201d\u2019"
_QUOTED = re.compile(
    r"\u201c([^\u201c\u201d]{4,})\u201d|\"([^\"]{4,})\"|``(.{4,}?)''|\xab\s*([^\xab\xbb]{4,}?)\s*\xbb|"
    r"\u201e([^\u201e\u201c\u201d]{4,})[\u201c\u201d]|"
    r"(?<!\w)[\u2018']([^\u2018]{8,}?)[\u2019'](?=[,.;]|\s+(?:In\b|\x01))"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_IN_BRACKETS = re.compile(rf"\s*\((?P<year>{_YEAR})[a-z]?(?:,\s*[\w .\u2013-]{{1,20}})?\)[.,:]?\s+")
_BETWEEN = re.compile(rf"[.,]?\s+(?P<year>{_YEAR})[a-z]?[.,:]\s+")
_COLON = re.compile(r":\s+")
_FULL_STOP = re.compile(r"\.\s+")
_ANY_YEAR = re.compile(rf"(?<![\w/.\u2013-])({_YEAR})[a-z]?(?![\w/\u2013-])")
_END = re.compile(rf"[.?!](?={EM_END}?(?:\s|{EM}))")
_ABBREVIATED = re.compile(r"(?:\b(?:vs|cf|e\.g|i\.e|St|Dr|Mr|Mrs|No|Vol|Pt)|\b[A-Z]\.[A-Z])$")
_LONGEST_ABBREVIATION = 3
_GOES_ON = re.compile(r"\s(?!in\b)[a-z]+[.,\s]")  # "Hieracium pilosella L. grown under light"; not "eLife"
_BEGINS_PLACE = re.compile(rf"\s*(?:{EM}|In[ :]|Proc|[^.]*\d|\W*$)")
_COMMA = re.compile(r",\s+")
_INITIAL = re.compile(r"(?<!\w)[^\W\d_a-z]\.")
_BEGINS_VENUE = re.compile(
    rf"(?:{EM}|[Ii]n[ :]|Proc|[^,]*\w\w[^,]*\d|[^,\d]{{2,80}}, (?:vol\.? )?\d|\d+(?:st|nd|rd|th) ed)"
)
_SENTENCE = re.compile(r"(?<!\w)[^\W\d_a-z]\.|\.\s+[^\W\d_a-z]")
_YEAR_AT_END = re.compile(rf"(.*?)[\s,.(]+({_YEAR})[a-z]?\)?", re.S)
_DATED = re.compile(rf"(.*\w),\s+(?:[A-Z][a-z]{{2,8}}\.?\s+)?({_YEAR})[a-z]?", re.S)
_BEGINS_SUBTITLE = re.compile(r"(?:An?|The|Towards?|On|From) ")
_MOST_MARKS = 100
# "(3rd ed.)", "(Version 1.2)", "[Computer software]", which are not of the title
_ADDED = re.compile(
    r"(.*?)((?:\s*\((?:\d+\w\w ed|[Rr]ev|[Vv]ersion|[Vv]ol|v?\d|arXiv)[^()]*\)|\s*\([^()]{3,60}, (?:19|20)\d\d\)|"
    r"\s*\[[^\[\]]*\])*)",
    re.S,
)
_NO_TITLE = re.compile(
    r"et al|(?-i:[^\W\d_a-z]\.)|In[ :]|Proc(?:eedings|\.)|(?:IEEE |ACM )?Trans(?:actions|\.)|arXiv|https?:|Ph\.? ?D\b|"
    r"(?:doctoral|master)\S* |(?:accessed|available|retrieved)\b|[\w-]+ (?:19|20)\d\d$",
    re.I,
)


class _ReferenceParts(NamedTuple):
    """What the structure of a reference shows."""

    people: Names
    title: str
    rest: str
    year: str = ""


def guess(text: str, key: str) -> Record | None:
    """The record of a reference; ``None`` if its title cannot be distinguished from the rest.

    >>> record = guess("Lund, I., & Quill, A. (2024). Firing pots. Journal of Clay, 3(1), 5-9. doi:10.5555/pots.1", "a")
    >>> record.title, record.author[1].family, record.issued.year, record.container_title, record.type
    ('Firing pots', 'Quill', 2024, 'Journal of Clay', 'article-journal')
    """
    identifiers, url, shown = _take_identifiers(" ".join(text[:MOST_CHARACTERS].split()))
    in_text = shown.replace(BLOCK, " ")
    parts = _in_blocks(shown) or _quoted(in_text) or next(_structured(in_text), None)
    if parts is None:
        return None
    title, added = _ADDED.fullmatch(parts.title).groups()  # type: ignore[union-attr]  # it matches any text
    years = [parts.year] if parts.year else _ANY_YEAR.findall(f"{added} {parts.rest}")
    if not years and (dated := _DATED.fullmatch(title)):
        title, *years = dated.groups()
    place = place_of(f"{added} {parts.rest}", identifiers, has_url=bool(url))
    return Record(
        id=key,
        type=place.type,
        genre=place.genre,
        title=escape(without_marks(title)),
        author=parts.people,
        issued=years[-1] if years else None,
        container_title=escape(place.venue),
        identifiers=identifiers,
        url=url or None,
    )


def _take_identifiers(text: str) -> tuple[list[Identifier], str, str]:
    """The identifiers in *text*, the URL of a page that is none, and the text without them."""
    identifiers: dict[Identifier, None] = {}
    url = ""
    for match in reversed([*_URL.finditer(text)]):
        address = without_marks(match[1]).rstrip(_TRAILING)
        identifier = find_identifier(address)
        if identifier and identifier.scheme is not Scheme.URL:
            identifiers[identifier] = None
        elif is_http_url(address):
            url = address
        text = f"{text[: match.start()]} {text[match.end() :]}"
    for written in reversed(identifiers_in(text)):
        identifiers[written.identifier] = None
        shown = "arXiv" if written.identifier.scheme is Scheme.ARXIV else ""
        text = f"{text[: written.start]}{shown} {text[written.end :]}"
    return list(identifiers), url, " ".join(text.split())


def _in_blocks(text: str) -> _ReferenceParts | None:
    """The parts by the blocks of a .bbl file: the people, perhaps with the year, the title, and the rest."""
    people_block, *blocks = (block.strip() for block in text.split(BLOCK))
    if not blocks:
        return None
    dated = _YEAR_AT_END.fullmatch(without_marks(people_block).strip(" .,:"))
    named, year = dated.groups() if dated else (without_marks(people_block).strip(" .,:"), "")
    people = read_people(named) or read_organisation(named)
    quoted, italic = _QUOTED.match(blocks[0]), ITALIC.match(blocks[0])
    if found := quoted or italic:
        title, rest = next(filter(None, found.groups())), blocks[0][found.end() :]
    else:
        title, rest = without_marks(blocks[0]), ""
    if people is None or not re.search(r"[^\W\d_]{2}", title):
        return None
    return _ReferenceParts(people, title.strip(" .,"), " ".join([rest, *blocks[1:]]), year)


def _quoted(text: str) -> _ReferenceParts | None:
    """The parts around a title in quotation marks; before it there are only people, and perhaps the year."""
    match = _QUOTED.search(text)
    if not match:
        return None
    before, title = text[: match.start()], next(filter(None, match.groups())).strip(" ,.")
    year = _ANY_YEAR.search(before)
    people = read_people(re.sub(r"[(,.\s]*\Z", "", before[: year.start()] if year else before))
    is_behind = re.search(rf"(?:^|[.,:;)]|{_YEAR}[a-z]?)\s*$", before)  # else it is a part of the title
    if not is_behind or (people is None and (" " not in title or without_marks(before).strip(" .,:"))):
        return None
    return _ReferenceParts(people or Names(), title, text[match.end() :], year[1] if year else "")


def _structured(text: str) -> Iterator[_ReferenceParts]:
    """The parts by what ends the list of people, the clearest first: a year, commas and initials, a full stop, a colon.

    A single person in full looks like a title, so there has to be a place behind the next sentence.
    """
    yield from _behind(text, _IN_BRACKETS)
    yield from _behind(text, _BETWEEN)
    yield from _behind_commas(text, with_initials=True)
    yield from _behind(text, _FULL_STOP)
    yield from _behind(text, _COLON)
    yield from _behind(text, _FULL_STOP, is_one_person=True)
    yield from _behind(text, _COLON, is_one_person=True)
    yield from _behind_commas(text, with_initials=False)


def _behind(text: str, mark: re.Pattern[str], *, is_one_person: bool = False) -> Iterator[_ReferenceParts]:
    """The parts around each *mark*, the last first."""
    is_dated = mark in (_IN_BRACKETS, _BETWEEN)
    for match in reversed([*mark.finditer(text)][:_MOST_MARKS]):
        before, after = without_marks(text[: match.start()]), text[match.end() :]
        people = read_people(before)
        title, rest = _cut_title(after)
        if people and not is_dated and _is_list(before, people) == is_one_person:
            people = None
        is_subtitle = mark is _COLON and _BEGINS_SUBTITLE.match(title)
        if people and is_one_person and (is_subtitle or not _has_place(rest)):
            people = None
        if people is None and (is_dated or re.fullmatch(r"\w{3,}", before)):
            people = read_organisation(before)
        if people and re.search(r"[^\W\d_]{2}", title) and not _NO_TITLE.match(without_marks(title)):
            yield _ReferenceParts(people, title, rest, match.groupdict().get("year") or "")


def _is_list(before: str, people: Names) -> bool:
    """Whether *before* is a list of people, and not two words with capitals: several, with initials, or a comma."""
    return len(people) > 1 or people.others or re.search(r"[,.]| [A-Z]{1,3}$", before) is not None


def _has_place(rest: str) -> bool:
    """Whether *rest* says where and when a work appeared, so that two sentences before it are its people and title."""
    return _ANY_YEAR.search(rest) is not None or "arXiv" in rest


def _behind_commas(text: str, *, with_initials: bool) -> Iterator[_ReferenceParts]:
    """The parts of "I. Lund, A. Quill, Firing pots, Journal of Clay 12 (2020)": the place shows where a title ends."""
    commas = [*_COMMA.finditer(text)][:_MOST_MARKS]
    for number, comma in reversed([*enumerate(commas)] if with_initials else [*enumerate(commas[:1])]):
        before = text[: comma.start()]
        if EM in before or with_initials != all(_INITIAL.search(name) for name in before.split(",")):
            continue
        people = read_people(before)
        for end in commas[number + 1 :] if people else ():
            title, rest = text[comma.end() : end.start()], text[end.end() :]
            is_phrase = re.search(r"\w\s\w" if with_initials else r"\s[a-z]", title) and not _SENTENCE.search(title)
            is_title = ITALIC.fullmatch(title) or (is_phrase and _BEGINS_VENUE.match(rest))
            if people and is_title and not _NO_TITLE.match(without_marks(title)):
                yield _ReferenceParts(people, without_marks(title), rest)


def _cut_title(text: str) -> tuple[str, str]:
    """The title, which ends with its sentence or its italics, and what follows it."""
    if italic := ITALIC.match(text):
        return italic[1].strip(" .,"), text[italic.end() :]
    for match in islice(_END.finditer(text), _MOST_MARKS):
        start, end = match.span()
        if _ABBREVIATED.search(text, max(start - _LONGEST_ABBREVIATION, 0), start) or _GOES_ON.match(text, end):
            continue
        if match[0] != "." and not _BEGINS_PLACE.match(text, end):
            continue  # "Why Trust It? Explaining ..."
        return text[: start if match[0] == "." else end], text[end:]
    return text.strip(" ."), ""
