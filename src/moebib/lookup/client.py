"""Client: identifiers to answers. It asks every source that may know, in rounds, and believes none alone.

A round asks each source for all that is still to be asked of it, in batches; sources of different hosts run side by
side. What an answer tells of further identifiers (the DOI of a preprint's publication) is asked in the next round.
An answer that is of another paper is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from moebib import sources
from moebib.errors import NoSuchWork, SourceError, SourceUnavailable
from moebib.lookup.lookup import Inquiry, begin
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import Source
from moebib.web import Web, in_parallel
from moebib.web.response import Http

__all__ = ["Client", "fetch", "fetch_many"]

_ROUNDS = 4
_CHUNK = 100


class Client:
    """Asks the sources. Keep one for many questions: it holds the connections, the cache and the limits.

    ``transport`` is what a source's ``load`` asks through, by default a :class:`moebib.web.Web` with the settings of
    the environment, which keeps its answers in the folder ``cache`` (by default the user's cache). ``only`` names the
    sources to ask.
    """

    def __init__(
        self, transport: Http | None = None, *, cache: str | None = None, only: Iterable[str] | None = None
    ) -> None:
        own = None if transport else Web.from_environment(limits=sources.limits(), cache=cache)
        self._own = own
        self._http: Http = transport or own  # type: ignore[assignment]  # one of them is there
        self._sources: Mapping[str, Source] = {name: sources.source(name) for name in only or sources.sources()}
        self._down: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._own:
            self._own.close()

    def fetch(self, text: str) -> Record:
        """The work that *text* names: an identifier in any form, or a title.

        Raises:
            InvalidIdentifier: If it is neither.
            NoSuchWork: If every source that was asked says that there is none.
            SourceUnavailable: If that is not known, because one of them did not answer.
        """
        (inquiry,) = self.inquire([text])
        if inquiry.identifier is None and not inquiry.is_title:
            parse_identifier(text)
        answer = inquiry.answer
        if isinstance(answer, Found):
            return answer.record
        if isinstance(answer, Absent):
            raise NoSuchWork(f"no such work: {text!r} (asked: {answer.source})")
        raise SourceUnavailable(f"cannot tell whether there is {text!r}: {answer.why}", url=text)

    def fetch_many(self, texts: Iterable[str]) -> Iterator[Answer]:
        """An answer for each text, in the order asked; they come as soon as their batch is done."""
        return (inquiry.answer for inquiry in self.inquire(texts))

    def inquire(self, texts: Iterable[str]) -> Iterator[Inquiry]:
        """:meth:`fetch_many` with everything that was said on the way."""
        self._down = {}
        chunk: list[Inquiry] = []
        for text in texts:
            chunk.append(begin(text))
            if len(chunk) == _CHUNK:
                yield from self._ask(chunk)
                chunk = []
        yield from self._ask(chunk)

    def _ask(self, inquiries: list[Inquiry]) -> list[Inquiry]:
        for inquiry in inquiries:
            if inquiry.is_title:
                self._search(inquiry)
        for _ in range(_ROUNDS):
            if not self._round(inquiries):
                break
        return inquiries

    def _round(self, inquiries: Sequence[Inquiry]) -> bool:
        """Ask what has not been asked; whether there was anything."""
        questions = self._questions(inquiries, last_resort=False)
        if not questions:
            questions = self._questions([one for one in inquiries if not one.found], last_resort=True)
        if not questions:
            return False
        answers = in_parallel(self._ask_source, questions)
        for name in sorted(answers, key=lambda name: self._sources[name].rank.identity):
            for identifier, answer in answers[name].items():
                for inquiry in questions[name][identifier]:
                    inquiry.take(name, identifier, answer)
        return True

    def _questions(
        self, inquiries: Sequence[Inquiry], *, last_resort: bool
    ) -> dict[str, dict[Identifier, list[Inquiry]]]:
        """For each source that is to be asked: what, and for whom."""
        questions: dict[str, dict[Identifier, list[Inquiry]]] = {}
        for name, source in self._sources.items():
            for inquiry in inquiries:
                for identifier in inquiry.to_follow(self._sources):
                    is_due = (identifier.scheme in source.last_resort) == last_resort
                    if is_due and _takes(source, identifier) and inquiry.asks_first(name, identifier):
                        questions.setdefault(name, {}).setdefault(identifier, []).append(inquiry)
        return questions

    def _ask_source(self, name: str, identifiers: Iterable[Identifier]) -> dict[Identifier, Answer]:
        source = self._sources[name]
        wanted = list(identifiers)
        answers: dict[Identifier, Answer] = {}
        for start in range(0, len(wanted), source.batch):
            batch = wanted[start : start + source.batch]
            answers |= self._ask_batch(name, source, batch)
        return answers

    def _ask_batch(self, name: str, source: Source, batch: Sequence[Identifier]) -> dict[Identifier, Answer]:
        try:
            if name in self._down:
                raise SourceUnavailable(self._down[name], url=name)
            answers = source.parse(source.load(self._http, batch), batch)
        except SourceError as error:
            if isinstance(error, SourceUnavailable) and Scheme.URL not in source.schemes:
                # Whoever does not answer is not asked again and again. Pages are of many hosts, each by itself.
                self._down[name] = str(error)
            return dict.fromkeys(batch, Unavailable(name, str(error)))
        return {one: answers.get(one, Unavailable(name, f"{name} left {one} unanswered")) for one in batch}

    def _search(self, inquiry: Inquiry) -> None:
        for name, source in self._sources.items():
            if source.search and source.candidates:
                try:
                    responses = source.search(self._http, inquiry.asked)
                    inquiry.hear(name, source.candidates(responses), responses[-1].fetched)
                except SourceError as error:
                    inquiry.silent.append(Unavailable(name, str(error)))
        inquiry.settle()


def _takes(source: Source, identifier: Identifier) -> bool:
    return identifier.scheme in source.schemes and (source.takes is None or source.takes(identifier))


def fetch(text: str) -> Record:
    """The work that *text* names; see :meth:`Client.fetch`. For many works, :func:`fetch_many` asks in batches."""
    with Client() as client:
        return client.fetch(text)


def fetch_many(texts: Iterable[str]) -> Iterator[Answer]:
    """An answer for each text, in the order asked; see :meth:`Client.fetch_many`."""
    with Client() as client:
        yield from client.fetch_many(texts)
