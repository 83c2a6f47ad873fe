"""GitHub (https://docs.github.com/en/repositories): what a repository's CITATION.cff asks to be cited.

The file is asked for where GitHub serves files, which has none of the narrow limits of its API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import Rank, Source
from moebib.sources._cff import record_of
from moebib.sources._yaml import read_yaml
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_text

_NAME = "github"
# A folder or a file in a repository is not what its CITATION.cff is about.
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?github\.com/(?P<owner>[a-z\d-]+)/(?P<name>[\w.-]+?)(?:\.git)?"
    r"(?:/|/tree/[^/?]+/?|/blob/[^/?]+/(?:README\.md|CITATION\.cff))?(?:\?[^?]*)?",
    re.I | re.A,
)
_NO_OWNERS = {"apps", "collections", "features", "marketplace", "orgs", "settings", "sponsors", "topics", "users"}
_TYPES = ("text/plain", "text/yaml", "application/yaml", "text/x-yaml")


def takes(identifier: Identifier) -> bool:
    """Addresses of repositories."""
    return _repository(identifier) is not None


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One repository a request."""
    return [http.get(_file_of(one)) for one in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """No such file, and no such repository, is answered with 404 and a line of text."""
    return {one: _answer(response, one) for response, one in zip(responses, identifiers, strict=True)}


def _repository(identifier: Identifier) -> str | None:
    found = _REPOSITORY.fullmatch(identifier.value)
    return f"{found['owner']}/{found['name']}" if found and found["owner"].lower() not in _NO_OWNERS else None


def _file_of(identifier: Identifier) -> str:
    return f"https://raw.githubusercontent.com/{_repository(identifier)}/HEAD/CITATION.cff"


def _answer(response: Response, identifier: Identifier) -> Answer:
    text = read_text(response, types=_TYPES, allowed=(200, 404))
    if response.status == 404:
        return Absent(_NAME)
    try:
        cff = read_yaml(text)
    except ValueError as error:
        raise UnexpectedAnswer(f"a CITATION.cff that cannot be read: {error}", url=response.url) from error
    if not isinstance(cff, dict) or "cff-version" not in cff:
        raise UnexpectedAnswer("a CITATION.cff that is none", url=response.url)
    record = record_of(cff, Identifier(Scheme.URL, f"https://github.com/{_repository(identifier)}"))
    why = f"{response.url} does not say in full who wrote what"
    return Found(record, _NAME, response.fetched) if record else Unavailable(_NAME, why)


SOURCE = Source(
    schemes=frozenset({Scheme.URL}),
    batch=1,
    load=load,
    parse=parse,
    takes=takes,
    # Files have no documented limit; the API has, for links to it.
    limits=(
        Limit("raw.githubusercontent.com"),
        Limit("api.github.com", ((1, 1), (5000, 3600)), with_key=_NAME),
        Limit("api.github.com", ((1, 1), (60, 3600))),
    ),
    rank=Rank(venue=120, title=120, author=120, abstract=120),
    example="https://github.com/berg/things",
)
