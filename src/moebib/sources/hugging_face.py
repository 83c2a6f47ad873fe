"""Hugging Face (https://huggingface.co/docs/hub/api): models and data sets, and the code and page of a preprint.

Its metadata of a paper are a copy of arXiv's. The paper about a model or a data set is another work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, link, make_record, part, published, text
from moebib.normalise.names import all_names, names_in, organisation
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
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


_BEFORE_DATES = "2022-03-02T23:29:04"
"""When a repository was created that is older than this date, as the documentation says."""


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per paper or repository."""
    return [http.get(f"https://huggingface.co/api/{_path(identifier)}") for identifier in identifiers]


def _path(identifier: Identifier) -> str:
    if identifier.scheme is Scheme.ARXIV:
        return f"papers/{identifier.value}"
    return identifier.value if identifier.value.startswith(("datasets/", "spaces/")) else f"models/{identifier.value}"


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a paper that is not indexed is 404 with an ``error``.

    That for an unknown repository is 401, as for a private one: it proves nothing.
    """
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def _answer(response: Response, identifier: Identifier) -> Answer:
    return _paper(response, identifier) if identifier.scheme is Scheme.ARXIV else _repository(response, identifier)


def _paper(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    paper = read_json(response)
    if not isinstance(paper, dict) or "id" not in paper:
        raise UnexpectedAnswer("huggingface.co returned no paper", url=response.url)
    return answer_of(_NAME, identifier, _record(paper), response.fetched)


def _record(paper: Mapping[str, Any]) -> Record | None:
    author = names_in(paper.get("authors"))
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


def _repository(response: Response, identifier: Identifier) -> Answer:
    if response.status in (401, 404):  # it is the answer about one repository: the service is up
        return Unavailable(_NAME, f"Hugging Face has no public repository {identifier.value!r}")
    repository = read_json(response)
    name = text(repository.get("id")) if isinstance(repository, dict) else ""
    owner, _, title = name.rpartition("/")
    if not title:
        raise UnexpectedAnswer("huggingface.co returned no repository", url=response.url)
    kind = identifier.value.partition("/")[0] + "/" if identifier.value.startswith(("datasets/", "spaces/")) else ""
    own = identifiers(f"hf:{kind}{name}", *_dois(repository))
    # A repository that was renamed is at its new URL, to which the old one is redirected.
    requested = identifier.value.removeprefix(kind)
    is_at_url = response.url.lower().endswith(f"/{name.lower()}") or requested.lower() == title.lower()
    created = text(repository.get("createdAt"))
    record = make_record(
        type="dataset" if kind == "datasets/" else "software",
        title=text(part(repository, "cardData").get("pretty_name")) or title,
        author=all_names([organisation(owner)] if owner else []),
        issued=None if created.startswith(_BEFORE_DATES) else published(created),
        publisher="Hugging Face",
        identifiers=tuple(dict.fromkeys((*own, identifier))) if is_at_url else own,
    )
    return answer_of(_NAME, identifier, record, response.fetched)


def _dois(repository: Mapping[str, Any]) -> Iterator[str]:
    """The DOIs that Hugging Face made for the repository; others among its tags are of papers."""
    tags = repository.get("tags")
    for tag in map(text, tags) if isinstance(tags, list) else ():
        if tag.startswith("doi:10.57967/hf/"):
            yield tag


SOURCE = Source(
    schemes=frozenset({Scheme.ARXIV, Scheme.HF}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(Limit("huggingface.co", ((5, 1), (500, 300))),),
    rank=Rank(venue=110, title=110, author=100, abstract=110),
    copies=frozenset({Scheme.ARXIV}),
    leads_to=frozenset({Scheme.ARXIV, Scheme.DOI}),
    types=frozenset({"article", "dataset", "software"}),
    example="arxiv:2402.01234",
)
