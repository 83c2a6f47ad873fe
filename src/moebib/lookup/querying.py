"""Querying sources: in batches, from the cache where possible, and no source again and again that is silent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from moebib.errors import InvalidIdentifier, SourceError, SourceUnavailable
from moebib.lookup._search_order import in_search_order, sources_of_publications, sources_of_titles
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import Source
from moebib.web import Web
from moebib.web.response import Http, Response

__all__ = ["IsSettled", "Querying", "keep"]

IsSettled = Callable[[Record, Sequence[Found]], bool]
"""Whether answers for the title of a record are enough to know what it is."""
_SILENT_AFTER = 2
"""After so many searches in a row without a response, a source is only searched in the cache."""


class Querying:
    """The queries of one run, which remembers which sources did not respond. Each source may have a thread."""

    def __init__(self, http: Http, sources: Mapping[str, Source]) -> None:
        self._http, self._sources = http, sources
        self._web = http if isinstance(http, Web) else None
        self._down: dict[str, str] = {}
        self._silent: dict[str, list[str]] = {}
        """Source -> why it did not respond to the last searches."""

    def search(self, lookup: Lookup, is_settled: IsSettled | None, *, only_publications: bool) -> None:
        """Search the sources that can search for the title; those that have most works of its kind are the first."""
        titled: list[Found] = []
        reference = lookup.reference
        names = (
            sources_of_publications(self._sources) if only_publications else sources_of_titles(self._sources, reference)
        )
        for name in in_search_order(names, self._sources, reference) if is_settled else names:
            source = self._sources[name]
            if source.search and source.candidates:
                try:
                    responses, works = self._found_by_title(name, lookup.query)
                    candidates = [replace(found, record=lookup.as_printed(found.record)) for found in works]
                    matches = [found for found in candidates if lookup.matches_title(found.record)]
                except SourceError as error:
                    lookup.misses.append(Unavailable(name, str(error)))
                    continue
                keep(responses, is_absence=not matches)
                titled += matches
                if not matches:
                    lookup.misses.append(_absent(name, responses))
                elif is_settled and reference and is_settled(reference, titled):
                    break
        lookup.add_titled(titled)

    def search_people(self, lookup: Lookup, record: Record) -> None:
        """Search the sources that can search by people for the authors of *record*; one that is down only once."""
        for name, source in self._sources.items():
            if not source.search_people or not source.candidates:
                continue
            try:
                if name in self._down:
                    raise SourceUnavailable(self._down[name], url=name)
                responses = source.search_people(self._http, record)
                works = source.candidates(responses)
            except SourceError as error:
                self._down[name] = str(error)
                lookup.misses.append(Unavailable(name, str(error)))
            else:
                keep(responses, is_absence=not works)
                lookup.add_others(replace(found, record=lookup.as_printed(found.record)) for found in works)

    def _found_by_title(self, name: str, title: str) -> tuple[Sequence[Response], Sequence[Found]]:
        """The responses of a source to a search and the works in them; of one that is silent, from the cache only.

        Raises:
            SourceError: If there are none, or they are unusable.
        """
        source, reasons = self._sources[name], self._silent.setdefault(name, [])
        assert source.search
        assert source.candidates
        is_silent = self._web is not None and len(reasons) >= _SILENT_AFTER
        try:
            responses = source.search(self._web.only_cached if self._web and is_silent else self._http, title)
            works = source.candidates(responses)
        except SourceUnavailable as error:
            if is_silent:
                raise SourceUnavailable(reasons[-1], url=name) from None
            reasons.append(str(error))
            raise
        if not is_silent:
            reasons.clear()
        return responses, works

    def query(self, name: str, identifiers: Iterable[Identifier]) -> dict[Identifier, Answer]:
        """An answer for each identifier, queried in batches; a source that is down is not queried again."""
        source = self._sources[name]
        answers = self._cached_answers(name, tuple(identifiers))
        remaining = [identifier for identifier in identifiers if identifier not in answers]
        for start in range(0, len(remaining), source.batch):
            batch = remaining[start : start + source.batch]
            try:
                if name in self._down:
                    raise SourceUnavailable(self._down[name], url=name)
                answers |= self._load(name, batch, self._http)
            except SourceError as error:
                if isinstance(error, SourceUnavailable) and Scheme.URL not in source.schemes:
                    self._down[name] = str(error)  # web pages are on many hosts, each of which may be up
                answers |= dict.fromkeys(batch, Unavailable(name, str(error)))
        return answers

    def _cached_answers(self, name: str, identifiers: Collection[Identifier]) -> dict[Identifier, Answer]:
        """What is in the cache about *identifiers*, which may have been requested together with others."""
        answers: dict[Identifier, Answer] = {}
        if not (web := self._web):
            return answers
        for texts in web.batches_with(name, map(str, identifiers)):
            with suppress(InvalidIdentifier, SourceError):
                of_batch = self._load(name, [parse_identifier(text) for text in texts], web.only_cached)
                answers |= {identifier: answer for identifier, answer in of_batch.items() if identifier in identifiers}
        return answers

    def _load(self, name: str, batch: Sequence[Identifier], http: Http) -> dict[Identifier, Answer]:
        """An answer for each identifier of *batch*; usable responses are kept.

        Raises:
            SourceError: If there is no response, or it is unusable as a whole.
        """
        source = self._sources[name]
        responses = source.load(http, batch)
        parsed = source.parse(responses, batch)
        answers: dict[Identifier, Answer] = {
            identifier: parsed.get(identifier, Unavailable(name, f"{name} returned nothing for {identifier}"))
            for identifier in batch
        }
        if not any(isinstance(answer, Unavailable) and not answer.has_record for answer in answers.values()):
            is_kept = keep(responses, is_absence=any(isinstance(answer, Absent) for answer in answers.values()))
            if is_kept and self._web:
                self._web.note_batch(name, list(map(str, batch)))
        return {
            identifier: _absent(name, responses) if isinstance(answer, Absent) else answer
            for identifier, answer in answers.items()
        }


def _absent(source: str, responses: Iterable[Response]) -> Absent | Unavailable:
    """Absent, unless *responses* are so old that the work may have appeared in the meantime."""
    stale = min((response.fetched for response in responses if response.is_stale), default=None)
    return (
        Unavailable(source, f"{source} did not have it on {stale}, and moebib is offline") if stale else Absent(source)
    )


def keep(responses: Iterable[Response], *, is_absence: bool) -> bool:
    """Cache *responses*, which the source could use, and return whether there were new ones."""
    kept = [response.keep(is_absence=is_absence) for response in responses]
    return any(kept)
