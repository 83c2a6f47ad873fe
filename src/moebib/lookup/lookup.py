"""Inquiry: what was asked about one work, and all that sources answered; what of it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from moebib.errors import InvalidIdentifier
from moebib.lookup.reconcile import Assembled, assemble
from moebib.matching.identity import distance_to
from moebib.normalise import normalise
from moebib.records.answer import NEW, Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import Source
from moebib.text.fold import fold

__all__ = ["Inquiry", "Refused", "begin"]


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
    _titled: list[Found] = field(default_factory=list)

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

    def to_follow(self, sources: Mapping[str, Source]) -> list[Identifier]:
        """The identifiers to ask for: the one given, and those that the found records lead to."""
        told = (
            identifier
            for answer in self.found
            for identifier in answer.record.all_identifiers
            if identifier.scheme in sources[answer.source].leads_to
        )
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

    def hear(self, source: str, candidates: Iterable[Record], fetched: date) -> None:
        """What a source has for a title; :meth:`settle` decides when all have been heard."""
        cleaned = (normalise(one) for one in candidates)
        titled = [Found(one, source, fetched) for one in cleaned if _is_titled(one, self.asked)]
        self._titled += titled
        if not titled:
            self.silent.append(Absent(source))

    def settle(self) -> None:
        """Take what has the title, only if all of it has one first author."""
        if not self._titled:
            return
        firsts = [one.record.author[0] for one in self._titled if one.record.author]
        families = {fold(name.family or name.literal) for name in firsts}
        if len(families) != 1:
            number = f"{len(families)} works" if families else "works without an author"
            self.silent.append(Unavailable("moebib", f"{number} have this title; give an identifier"))
            return
        self.found.append(self._titled[0])
        for other in self._titled[1:]:
            if other.record.identifiers:
                self.take(other.source, other.record.identifiers[0], other)


def begin(text: str) -> Inquiry:
    """A text that is neither an identifier nor a title costs none of the others its answer."""
    try:
        return Inquiry(text, parse_identifier(text))
    except InvalidIdentifier as error:
        first, *more = text.split() or [""]
        if more and first.rstrip(":").lower() not in set(Scheme):
            return Inquiry(text.strip(), is_title=True)
        return Inquiry(text, silent=[Unavailable("moebib", str(error))])


def _is_titled(record: Record, title: str) -> bool:
    """Whether *title* is one of the record's, as people write titles: without the last dot, or the subtitle."""
    asked = Record(id=NEW, type="document", title=title)
    return distance_to(asked, record).is_same


def _summed_up(reasons: Iterable[str]) -> str:
    """The reasons, each once; that many hosts cannot be reached for the same one (no network) is said together."""
    hosts: dict[str, list[str]] = {}
    for reason in reasons:
        found = re.fullmatch(r"could not reach (\S+): (.*)", reason, re.S)
        named = hosts.setdefault(found[2] if found else reason, [])
        if found and found[1] not in named:
            named.append(found[1])
    return "; ".join(f"could not reach {', '.join(named)}: {why}" if named else why for why, named in hosts.items())
