"""Hugging Face (https://huggingface.co/docs/hub/api): the code and the project page of a preprint.

Its metadata of the paper itself are a copy of arXiv's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._fields import all_names, answer_of, display_name, identifiers, link, make_record, published, text
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "hugging-face"
# The words are not documented.
_ABSENT = (
    AbsentResponse(
        404,
        ("application/json",),
        r'\{\s*"error"\s*:\s*"[Pp]aper (?:\S+ )?(?:(?:is|was|does) )?not (?:found|indexed|exist)\b[^"]*"\s*\}',
    ),
)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per paper."""
    return [http.get(f"https://huggingface.co/api/papers/{identifier.value}") for identifier in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a paper that is not indexed is 404 with an ``error``."""
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def _answer(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    paper = read_json(response)
    if not isinstance(paper, dict) or "id" not in paper:
        raise UnexpectedAnswer("huggingface.co returned no paper", url=response.url)
    return answer_of(_NAME, identifier, _record(paper), response.fetched)


def _record(paper: Mapping[str, Any]) -> Record | None:
    author = _authors(paper)
    if not author:
        return None
    return make_record(
        **ARXIV_PREPRINT,
        title=text(paper.get("title")),
        author=author,
        issued=published(paper.get("publishedAt")),
        identifiers=identifiers(f"arxiv:{text(paper.get('id'))}"),
        abstract=text(paper.get("summary")),
        links={"code": link(paper.get("githubRepo")), "project": link(paper.get("projectPage"))},
    )


def _authors(paper: Mapping[str, Any]) -> tuple[Name, ...] | None:
    authors = paper.get("authors")
    if not isinstance(authors, list):
        return None
    return all_names(display_name(author.get("name")) if isinstance(author, dict) else None for author in authors)


SOURCE = Source(
    schemes=frozenset({Scheme.ARXIV}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(Limit("huggingface.co", ((5, 1), (500, 300))),),
    rank=Rank(venue=110, title=110, author=100, abstract=110),
    leads_to=frozenset({Scheme.ARXIV}),
    types=frozenset({"article"}),
    example="arxiv:2402.01234",
)
