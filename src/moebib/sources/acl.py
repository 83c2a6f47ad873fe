"""ACL Anthology (https://aclanthology.org/info/development/): what the ACL and its sister societies publish.

A paper is asked for as .bib, which is all we need of it in 2 kB, and is read as every other .bib. The XML of the
Anthology is by collection, up to 5 MB for one paper; its retractions are also told by Crossref.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._bibtex import BIB_TYPES, one_entry
from moebib.sources._fields import answer_of, identifiers, make_record
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_text

_NAME = "acl"
# A static site: which type it gives to a .bib is its web server's business.
_TYPES = (*BIB_TYPES, "text/plain", "application/octet-stream")

_TITLE = re.compile(r"\btitle = \"[^\"]*\"")
_BRACED = re.compile(r"(?<![\w'])[\w']*(?:\{[^{}$\\\"]+\}[\w']*)+")

# https://aclanthology.org/info/ids/: from 2020 on the venue stands in the ID ("2024.emnlp-main.12"), before that its
# letter ("D19-1012").
_VENUES = {
    "aacl": "AACL", "acl": "ACL", "arabicnlp": "ArabicNLP", "blackboxnlp": "BlackboxNLP", "cl": "CL",
    "coling": "COLING", "conll": "CoNLL", "eacl": "EACL", "eamt": "EAMT", "emnlp": "EMNLP", "ijcnlp": "IJCNLP",
    "inlg": "INLG", "iwslt": "IWSLT", "lrec": "LREC", "naacl": "NAACL", "ranlp": "RANLP", "semeval": "SemEval",
    "sigdial": "SIGDIAL", "starsem": "*SEM", "tacl": "TACL", "wmt": "WMT",
}  # fmt: skip
_LETTERS = {
    "A": "ANLP", "C": "COLING", "D": "EMNLP", "E": "EACL", "H": "HLT", "I": "IJCNLP", "J": "CL", "K": "CoNLL",
    "L": "LREC", "M": "MUC", "N": "NAACL", "P": "ACL", "Q": "TACL", "R": "RANLP",
}  # fmt: skip


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One paper a request."""
    return [http.get(f"https://aclanthology.org/{one.value}.bib") for one in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """An unknown ID is answered with 404, and a page."""
    return {one: _answer(response, one) for response, one in zip(responses, identifiers, strict=True)}


def venue(anthology_id: str) -> str:
    """The short name of where a paper appeared; empty for workshops and all whose ID does not tell it.

    >>> venue("2024.emnlp-main.12"), venue("2023.findings-acl.7"), venue("N19-1423"), venue("W19-0101")
    ('EMNLP', 'Findings of ACL', 'NAACL', '')
    """
    if old := re.fullmatch(r"([A-Z])\d\d-(\d)\d{3}", anthology_id):
        # What is held beside a conference has its letter and a high number of volume: D19-50 is a workshop.
        is_journal = old[1] in "JQ"
        return _LETTERS.get(old[1], "") if is_journal or int(old[2]) < 5 else ""
    year, name, volume = re.split(r"[.-]", anthology_id)[:3]
    if name == "findings":
        return f"Findings of {_VENUES[volume]}" if volume in _VENUES else ""
    if (year, name) == ("2024", "lrec"):
        return "LREC-COLING"
    return "" if volume == "srw" else _VENUES.get(name, "")


def _answer(response: Response, identifier: Identifier) -> Answer:
    check(response, allowed=(200, 404))
    if response.status == 404:
        return Absent(_NAME)
    entry = one_entry(_TITLE.sub(_widened, read_text(response, types=_TYPES), count=1))
    if entry is None:
        raise UnexpectedAnswer("aclanthology.org returned invalid or truncated BibTeX", url=response.url)
    return answer_of(_NAME, identifier, _record(entry, identifier), response.fetched)


def _widened(title: re.Match[str]) -> str:
    """The Anthology braces letters of names ("{D}anish"), we whole words ("{Danish}"), and only where it is needed."""
    words = _BRACED.sub(lambda word: "{" + word[0].replace("{", "").replace("}", "") + "}", title[0])
    # No style lowers the first letter of a title.
    return re.sub(r"(?<=^title = \")\{(\w[a-z]*)\}", r"\1", words)


def _record(entry: Record, identifier: Identifier) -> Record | None:
    told = dict.fromkeys((*entry.identifiers, *identifiers(entry.url)))
    # The DOI names the ID as well as the address does.
    told |= {one.canonical: None for one in told}
    fields = dict(entry) | {
        "identifiers": tuple(told),
        "url": None,
        "extra": {},
        "container_title_short": venue(identifier.value),
    }
    del fields["id"]
    return make_record(**fields)


SOURCE = Source(
    schemes=frozenset({Scheme.ACL}),
    batch=1,
    load=load,
    parse=parse,
    limits=(Limit("aclanthology.org"),),
    rank=Rank(venue=10, title=10, author=10, abstract=20, identity=20),
    types=frozenset({"paper-conference", "article-journal", "book"}),
    example="acl:2024.cit-main.12",
)
