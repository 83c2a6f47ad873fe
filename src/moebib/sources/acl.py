"""ACL Anthology (https://aclanthology.org/info/development/): what the ACL and its sister societies publish.

A paper is requested as .bib, which has everything needed in 2 kB. The XML of the Anthology is per collection, up to
5 MB for one paper; its retractions are also reported by Crossref.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, make_record
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.records.series import anthology_volume
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._bibtex import BIB_TYPES, single_record
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_text

_NAME = "acl"
# A static site: the content type of a .bib depends on its web server.
_CONTENT_TYPES = (*BIB_TYPES, "text/plain", "application/octet-stream")
_ABSENT = (
    AbsentResponse(
        404, ("text/html",), r"(?=.*\bACL Anthology\b).*The page you were looking for doesn\S{1,7}t exist\..*"
    ),
)

_TITLE = re.compile(r"\btitle = \"[^\"]*\"")
_BRACED = re.compile(r"(?<![\w'])[\w']*(?:\{[^{}$\\\"]+\}[\w']*)+")


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per paper."""
    return [http.get(f"https://aclanthology.org/{identifier.value}.bib") for identifier in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for an unknown ID is the Anthology's own page for 404."""
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def venue(anthology_id: str) -> str:
    """The short name of the venue of a paper; empty for workshops and for IDs without a known venue.

    >>> venue("2024.emnlp-main.12"), venue("2023.findings-acl.7"), venue("N19-1423"), venue("W19-0101")
    ('EMNLP', 'Findings of ACL', 'NAACL', '')
    """
    volume = anthology_volume(anthology_id)
    # A workshop at a conference has the same letter and a high volume number: D19-50.
    is_of_workshop = volume.name in "56789" and volume.series and volume.series.kind != "journal"
    if volume.series is None or is_of_workshop or volume.track.startswith("workshop"):
        return ""
    return f"Findings of {volume.series.short}" if volume.track == "findings" else volume.series.short


def _answer(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    entry = single_record(_TITLE.sub(_widened, read_text(response, types=_CONTENT_TYPES), count=1))
    if entry is None:
        raise UnexpectedAnswer("aclanthology.org returned invalid or truncated BibTeX", url=response.url)
    return answer_of(_NAME, identifier, _record(entry, identifier), response.fetched)


def _widened(title: re.Match[str]) -> str:
    """The title with braces around whole words ("{Danish}"); the Anthology has them around letters ("{D}anish")."""
    words = _BRACED.sub(lambda word: "{" + word[0].replace("{", "").replace("}", "") + "}", title[0])
    # No style changes the first letter of a title, so it needs no braces.
    return re.sub(r"(?<=^title = \")\{(\w[a-z]*)\}", r"\1", words)


def _record(entry: Record, identifier: Identifier) -> Record | None:
    all_identifiers = dict.fromkeys((*entry.identifiers, *identifiers(entry.url)))
    # The DOI contains the ID, too.
    all_identifiers |= {identifier.canonical: None for identifier in all_identifiers}
    # The volumes of a conference with old IDs include workshops ("P19-2001"), which only the title tells.
    in_workshop = "-" in identifier.value[:4] and "workshop" in entry.container_title.lower()
    fields = dict(entry) | {
        "identifiers": tuple(all_identifiers),
        "url": None,
        "extra": {},
        "container_title_short": "" if in_workshop else venue(identifier.value),
    }
    del fields["id"]
    return make_record(**fields)


SOURCE = Source(
    schemes=frozenset({Scheme.ACL}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(Limit("aclanthology.org"),),
    rank=Rank(venue=10, title=10, author=10, abstract=20, identity=20),
    types=frozenset({"paper-conference", "article-journal", "book"}),
    example="acl:2024.cit-main.12",
)
