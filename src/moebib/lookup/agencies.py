"""Registration agencies: which sources to query first for a DOI.

The agency of a prefix is looked up once and kept for long. It decides the order only: for a DOI that it does not have,
which may have moved to another agency, and without a known agency, the sources of all agencies are queried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import Source
from moebib.web.response import Http, read_json

__all__ = ["Agencies"]

_LOOKUPS = 10
"""How many prefixes are looked up in one round, the most frequent ones first: 100 DOIs cost a source one request."""


class Agencies:
    """The agencies of DOI prefixes, by the service of doi.org (https://www.doi.org/doi-handbook, "Which RA?")."""

    def __init__(self, http: Http, sources: Mapping[str, Source]) -> None:
        self._http = http
        self._of_sources = {source.agency for source in sources.values() if source.agency}
        self._of_prefixes: dict[str, str] = {}
        """Prefix -> its agency; empty if it is unknown."""
        self._moved: set[Identifier] = set()

    def look_up(self, identifiers: Iterable[Identifier]) -> None:
        """Look up the agencies of the DOIs in *identifiers*, if there are sources to choose from."""
        prefixes = Counter(_prefix(identifier) for identifier in identifiers if identifier.scheme is Scheme.DOI)
        unknown = [prefix for prefix, _ in prefixes.most_common() if prefix not in self._of_prefixes]
        self._of_prefixes |= dict.fromkeys(unknown, "")
        for prefix in unknown[:_LOOKUPS] if len(self._of_sources) > 1 else ():
            try:
                self._of_prefixes[prefix] = _agency(self._http, prefix)
            except SourceError:
                break

    def note(self, source: Source, identifier: Identifier, answer: Answer) -> None:
        """Note the *answer* of *source*, which shows whether the DOI is still one of its agency."""
        if source.agency and isinstance(answer, Absent):
            self._moved.add(identifier)

    def is_last_resort(self, source: Source, identifier: Identifier) -> bool:
        """Whether *source* is queried for *identifier* only if no other source describes it."""
        is_last_resort = identifier.scheme in source.last_resort
        agency = self._of_prefixes.get(_prefix(identifier)) if identifier.scheme is Scheme.DOI else ""
        if not agency or identifier in self._moved:
            return is_last_resort
        return source.agency != agency if source.agency else is_last_resort and agency in self._of_sources


def _prefix(identifier: Identifier) -> str:
    return identifier.value.partition("/")[0]


def _agency(http: Http, prefix: str) -> str:
    """The agency of *prefix*; empty if doi.org does not know it.

    Raises:
        SourceError: If that could not be found out.
    """
    response = http.get(f"https://doi.org/ra/{prefix}")
    match read_json(response):
        case [{"DOI": str(found), "RA": str(agency)}] if found.casefold() == prefix.casefold():
            response.keep(is_lasting=True)
            return agency
        case [{"DOI": str(), "status": str()}]:
            response.keep(is_absence=True)
    return ""
