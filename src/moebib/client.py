"""Client: identifiers to answers. It asks every source that may know, in rounds, and believes none alone.

A round asks each source for all that is still to be asked of it, in batches; sources of different hosts run side by
side. What an answer tells of further identifiers (the DOI of a preprint's publication) is asked in the next round.
An answer that is of another paper is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from moebib import sources
from moebib.answer import NEW, Absent, Answer, Found, Unavailable
from moebib.assemble import Assembled, assemble
from moebib.belongs import distance_to
from moebib.errors import InvalidIdentifier, NoSuchWork, SourceError
from moebib.errors import Unavailable as UnavailableError
from moebib.identifier import Identifier, Scheme, parse_identifier
from moebib.normalise import normalise
from moebib.record import Record
from moebib.search import fold
from moebib.sources import Http, Source
from moebib.web import Web, side_by_side

__all__ = ["Client", "Inquiry", "Refused", "fetch", "fetch_many"]

_ROUNDS = 4
_CHUNK = 100
_FOLLOWED = (Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.DBLP)
"""Identifiers in an answer that lead to more. An ISBN leads to a volume, the number of a database to the database."""


class Refused(NamedTuple):
    """An answer that is of another paper: what was asked, who answered, and how far off it is."""

    identifier: Identifier
    source: str
    title: str
    why: str


@dataclass(slots=True)
class Inquiry:
    """What was asked, and all that was answered: for people who want to know why."""

    asked: str
    identifier: Identifier | None = None
    """``None`` for a title, and for a text that is neither."""
    is_title: bool = False
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    silent: list[Absent | Unavailable] = field(default_factory=list)
    """Who answered to the identifier asked for without a record."""
    unanswered: list[Unavailable] = field(default_factory=list)
    """Who did not answer to an identifier that was found on the way: of what was found there may be more to know."""
    _done: set[tuple[str, Identifier]] = field(default_factory=set)

    @property
    def assembled(self) -> Assembled:
        """The work, and what there was to choose from; only where something was found."""
        return assemble(self.found)

    @property
    def answer(self) -> Answer:
        """The one answer: found; absent only if every source that was asked says so; else unavailable, and why."""
        if self.found:
            first = self.found[0]
            return Found(self.assembled.record, first.source, max(one.fetched for one in self.found))
        unavailable = [one for one in self.silent if isinstance(one, Unavailable)]
        names = ", ".join(dict.fromkeys(one.source for one in self.silent))
        if unavailable or not self.silent:
            why = _summed_up(one.why for one in unavailable) or "no source takes this kind of identifier"
            return Unavailable(", ".join(dict.fromkeys(one.source for one in unavailable)), why)
        return Absent(names)

    @property
    def unavailable(self) -> dict[str, str]:
        """Source -> why it did not answer, to what was asked or to what was found on the way."""
        silent = [one for one in (*self.silent, *self.unanswered) if isinstance(one, Unavailable)]
        return {one.source: one.why for one in silent}

    def to_follow(self) -> list[Identifier]:
        """The identifiers to ask for: the one given, and those of what was found."""
        told = (one for answer in self.found for one in answer.record.all_identifiers if one.scheme in _FOLLOWED)
        return list(dict.fromkeys([*([self.identifier] if self.identifier else []), *told]))

    def asks_first(self, source: str, identifier: Identifier) -> bool:
        """Whether the source has not been asked this; from now on, it has."""
        is_first = (source, identifier) not in self._done
        self._done.add((source, identifier))
        return is_first

    def take(self, source: str, identifier: Identifier, answer: Answer) -> None:
        """Believe *answer*, or refuse it."""
        if not isinstance(answer, Found):
            if identifier == self.identifier:
                self.silent.append(answer)
            elif isinstance(answer, Unavailable):
                self.unanswered.append(answer)
            return
        cleaned = Found(normalise(answer.record), answer.source, answer.fetched)
        distance = distance_to(self.found[0].record, cleaned.record) if self.found else None
        if distance is not None and not distance.is_same:
            self.refused.append(Refused(identifier, source, cleaned.record.title, str(distance)))
        else:
            self.found.append(cleaned)


class Client:
    """Asks the sources. Keep one for many questions: it holds the connections, the cache and the limits.

    ``transport`` is what a source's ``load`` asks through, by default a :class:`moebib.web.Web` with the settings of
    the environment, which keeps its answers in the folder ``cache`` (by default the user's cache). ``only`` names the
    sources to ask.
    """

    def __init__(
        self, transport: Http | None = None, *, cache: str | None = None, only: Iterable[str] | None = None
    ) -> None:
        own = None if transport else Web.from_environment(cache=cache)
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
            Unavailable: If that is not known, because one of them did not answer.
        """
        (inquiry,) = self.inquire([text])
        if inquiry.identifier is None and not inquiry.is_title:
            parse_identifier(text)
        answer = inquiry.answer
        if isinstance(answer, Found):
            return answer.record
        if isinstance(answer, Absent):
            raise NoSuchWork(f"no such work: {text!r} (asked: {answer.source})")
        raise UnavailableError(f"cannot tell whether there is {text!r}: {answer.why}", url=text)

    def fetch_many(self, texts: Iterable[str]) -> Iterator[Answer]:
        """An answer for each text, in the order asked; they come as soon as their batch is done."""
        return (inquiry.answer for inquiry in self.inquire(texts))

    def inquire(self, texts: Iterable[str]) -> Iterator[Inquiry]:
        """:meth:`fetch_many` with everything that was said on the way."""
        self._down = {}
        chunk: list[Inquiry] = []
        for text in texts:
            chunk.append(_begin(text))
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
        answers = side_by_side(self._ask_source, questions)
        for name in _by_trust(answers):
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
                for identifier in inquiry.to_follow():
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
                raise UnavailableError(self._down[name], url=name)
            answers = source.parse(source.load(self._http, batch), batch)
        except SourceError as error:
            if isinstance(error, UnavailableError) and Scheme.URL not in source.schemes:
                # Whoever does not answer is not asked again and again. Pages are of many hosts, each by itself.
                self._down[name] = str(error)
            return dict.fromkeys(batch, Unavailable(name, str(error)))
        return {one: answers.get(one, Unavailable(name, f"{name} left {one} unanswered")) for one in batch}

    def _search(self, inquiry: Inquiry) -> None:
        """A title: taken only if all works of that title have one first author."""
        matches: list[Found] = []
        for name, source in self._sources.items():
            if source.search and source.candidates:
                try:
                    responses = source.search(self._http, inquiry.asked)
                    candidates = [normalise(one) for one in source.candidates(responses)]
                except SourceError as error:
                    inquiry.silent.append(Unavailable(name, str(error)))
                    continue
                same = [one for one in candidates if _is_titled(one, inquiry.asked)]
                matches += (Found(one, name, responses[-1].fetched) for one in same)
                if not same:
                    inquiry.silent.append(Absent(name))
        families = {
            fold(one.record.author[0].family or one.record.author[0].literal) for one in matches if one.record.author
        }
        if len(families) == 1:
            inquiry.found += matches[:1]
            for match in matches[1:]:
                if match.record.identifiers:
                    inquiry.take(match.source, match.record.identifiers[0], match)
        elif matches:
            number = f"{len(families)} works" if families else "works without an author"
            inquiry.silent.append(Unavailable("moebib", f"{number} have this title; give an identifier"))


def _is_titled(record: Record, title: str) -> bool:
    """Whether *title* is one of the record's, as people write titles: without the last dot, or the subtitle."""
    asked = Record(id=NEW, type="document", title=title)
    return distance_to(asked, record).is_same


def _begin(text: str) -> Inquiry:
    """A text that is neither an identifier nor a title costs none of the others its answer."""
    try:
        return Inquiry(text, parse_identifier(text))
    except InvalidIdentifier as error:
        first, *more = text.split() or [""]
        if more and first.rstrip(":").lower() not in set(Scheme):
            return Inquiry(text.strip(), is_title=True)
        return Inquiry(text, silent=[Unavailable("moebib", str(error))])


def _summed_up(reasons: Iterable[str]) -> str:
    """The reasons, each once; that many hosts cannot be reached for the same one (no network) is said together."""
    hosts: dict[str, list[str]] = {}
    for reason in reasons:
        found = re.fullmatch(r"could not reach (\S+): (.*)", reason, re.S)
        named = hosts.setdefault(found[2] if found else reason, [])
        if found and found[1] not in named:
            named.append(found[1])
    return "; ".join(f"could not reach {', '.join(named)}: {why}" if named else why for why, named in hosts.items())


def _takes(source: Source, identifier: Identifier) -> bool:
    return identifier.scheme in source.schemes and (source.takes is None or source.takes(identifier))


def _by_trust(answers: Mapping[str, object]) -> list[str]:
    """Who registers identifiers first: the first answer is what the others are held against."""
    first = ("arxiv", "acl", "crossref", "datacite", "openreview", "dblp")
    return sorted(answers, key=lambda name: first.index(name) if name in first else len(first))


def fetch(text: str) -> Record:
    """The work that *text* names; see :meth:`Client.fetch`. For many works, :func:`fetch_many` asks in batches."""
    with Client() as client:
        return client.fetch(text)


def fetch_many(texts: Iterable[str]) -> Iterator[Answer]:
    """An answer for each text, in the order asked; see :meth:`Client.fetch_many`."""
    with Client() as client:
        yield from client.fetch_many(texts)
