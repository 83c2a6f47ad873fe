r"""Where a work is, as ``howpublished``, ``note`` and ``url`` say it: the link, when it was seen, and other words."""

from __future__ import annotations

import re
from typing import NamedTuple

from moebib.formats.bibtex.dates import read_date
from moebib.formats.bibtex.links import LONGEST, trimmed, unwrapped
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.date import Date
from moebib.text.latex import decode

__all__ = ["StatedPlace", "date_of_access", "read_place"]

_LINK = re.compile(
    r"\{?\\(?:url|path|nolinkurl|texttt)\s*\{(?P<wrapped>https?:[^{}]*)\}\}?|"
    r"\\href\s*\{(?P<target>https?:[^{}]*)\}\s*\{(?P<shown>[^{}]*)\}|(?P<bare>https?://[^\s{}\\<>\"]+)",
    re.I,
)
_ALONE = re.compile(r"https?://[^\s{}\\]+?[.\s]*", re.I)
_INTRODUCTION = re.compile(
    r"(?:[\s,;:.(\[\]]|\b(?:the|also|freely|publicly|available|accessible|accessed|retrieved|published|online|at|from|on|"
    r"under|via|url|web ?site|web ?page|internet|see|abrufbar|verf\u00fcgbar|unter|disponible|en)\b)*\Z",
    re.I,
)
"""What introduces a link, and says no more than it does."""
_ACCESS = re.compile(
    r"(?<![\s.,;:(\[])[\s.,;:(\[]*(?:\[?online\]?[\s;,.:]+)?"
    r"(?:(?:and|last|date|web ?site|web ?page|page|url|zuletzt)\s+)*"
    r"\b(?:access(?:ed)?|visited|retrieved|checked|viewed|downloaded|consulted|abgerufen|zugegriffen|Zugriff|besucht|"
    r"consult\u00e9e?|consultado|visitado)\b(?:\s+(?:date|on|at|in|am|le|el|online)\b)*\s*[:,]?\s*"
    r"(?P<date>[^()\[\]:]{4,40}?)[\s.,;)\]]*\Z",
    re.I,
)
"""What says when a link was seen, at the end of a text."""


class StatedPlace(NamedTuple):
    """What a field says of the place of a work."""

    link: str = ""
    accessed: Date | None = None
    words: str = ""
    """The rest, in LaTeX, without what introduces the link."""


def read_place(latex: str) -> StatedPlace:
    r"""The only link in a field, and when it was seen; a field with neither has only words.

    >>> read_place(r"[Online]. Available: \url{http://a.example/b}").link
    'http://a.example/b'
    >>> place = read_place(r"GitHub repository, \url{http://a.example} (accessed 5 May 2020)")
    >>> place.link, str(place.accessed), place.words
    ('http://a.example', '2020-05-05', 'GitHub repository')
    >>> str(read_place("Last accessed: 2020-05-05").accessed), read_place("read in May 2020").words
    ('2020-05-05', 'read in May 2020')
    >>> read_place(r"{GitHub \url{http://a.example}}").words
    'GitHub'
    """
    if len(latex) > LONGEST:
        return StatedPlace(words=latex)
    if "://" not in latex:
        accessed, rest = _without_access(latex)
        return StatedPlace(words=latex) if rest else StatedPlace(accessed=accessed)
    if alone := next((text for text in (unwrapped(latex), decode(latex)) if _ALONE.fullmatch(text)), ""):
        return StatedPlace(alone.rstrip(". "))
    links = list(_LINK.finditer(latex))
    if len(links) != 1:
        return StatedPlace(words=latex)
    (link,) = links
    target = link["wrapped"] or link["target"]
    page = verbatim_text(target) if target else trimmed(link["bare"])
    accessed, after = _without_access(latex[link.end() :])
    before = _INTRODUCTION.sub("", latex[: link.start()])
    if before and not accessed:
        accessed, before = _without_access(before)
    shown = "" if "://" in (link["shown"] or "") else link["shown"]
    parts = (part.strip(" \t\r\n.,;:()[]~") for part in (before, shown or "", after))
    words = ", ".join(part for part in parts if part and part not in ("{", "}"))
    if words.count("{") != words.count("}"):  # those around the link and the words
        words = re.sub("[{}]", "", words)
    return StatedPlace(page, accessed, words)


def date_of_access(latex: str) -> Date | None:
    """The date in a field that says when a link was seen, with or without that word: "Accessed: 5 May 2020"."""
    return read_date(latex) or read_place(latex).accessed


def _without_access(latex: str) -> tuple[Date | None, str]:
    """The date at the end of a text that says when something was seen, and what is before that."""
    access = _ACCESS.search(latex)
    date = read_date(access["date"]) if access else None
    return (date, latex[: access.start()].strip(" .,;:()[]")) if access and date else (None, latex)
