"""The references of a work, from a source that gives them."""

from __future__ import annotations

from collections.abc import Mapping

from moebib.errors import NoSuchWork
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.sources import Source
from moebib.web.response import Http

__all__ = ["cited_works"]


def cited_works(identifier: Identifier, http: Http, sources: Mapping[str, Source]) -> list[Record]:
    """The references of the work with *identifier*, from the first of *sources* that has any, without keys.

    Raises:
        NoSuchWork: If every source that gives references responds that it has none of this work.
        SourceError: If one of them did not respond.
    """
    queried: list[str] = []
    for name, source in sources.items():
        if source.cites and source.cited and identifier.scheme in source.schemes:
            responses = source.cites(http, identifier)
            references = source.cited(responses)
            for response in responses:
                response.keep(is_absence=not references)
            if references:
                return list(references)
            queried.append(name)
    raise NoSuchWork(f"no references of {identifier} (queried: {', '.join(queried) or 'no source'})")
