"""Related works: one is probably the publication of the other under another title, a longer version, or a sequel.

The evidence is the people, the words of the titles and abstracts, and when and where the two appeared. These are
suggestions: nothing follows from them without a person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from moebib.matching.distance import compare
from moebib.matching.name_words import letters_of
from moebib.matching.publications import compare_types, share_identifier
from moebib.matching.titles import is_coined, is_generic, marks, words
from moebib.records.equivalence import words_of
from moebib.records.identifier import Scheme
from moebib.records.name import Name, Names
from moebib.records.people import NOBODY, People
from moebib.records.record import Record, RelationKind
from moebib.text.markup import plain
from moebib.text.stop_words import STOP_WORDS

__all__ = ["Evidence", "RelatedPair", "find_related", "relate"]

_SAME_STUDY, _OTHER_STUDY = 0.6, 0.15
"""Abstracts of the same people with at least this share of common words are of one study; with less, of two.

In between, and without abstracts, the titles decide. docs/benchmarks.md has the pairs that were looked at.
"""
_LEAST_OF_ABSTRACT = 15
"""How many words make an abstract; a sentence may only say that the paper was withdrawn."""
_SAME_TEXT = 0.8
"""With that, the abstract is the same text, and the titles need not be similar."""
_TITLES_OF_VERSIONS, _TITLES_OF_ARTICLES = 0.3, 0.5
"""The least share of common words in the titles of longer versions: with one study, and without abstracts."""
_PEOPLE, _PEOPLE_OF_SEQUELS = 2 / 3, 1 / 3
"""The least share of common authors: of the longer list, and for sequels of the shorter one."""
_YEARS = 4
"""How many years later the publication or the longer version may have appeared."""
_MOST = 20
"""Of long lists, the first people are enough to find another work of theirs."""
_LARGE = 200
"""Works of two people whose names that many works share are not compared."""


class Evidence(NamedTuple):
    """What two works have in common."""

    people: int
    """How many authors both have."""
    of_people: tuple[int, int]
    """How many authors each has."""
    title: float
    """The share of the words of both titles that both have, from 0 to 1; function words do not count."""
    abstract: float | None
    """That of the abstracts, if both are known."""

    def __str__(self) -> str:
        few, many = sorted(self.of_people)
        of = f"{few}" if few == many else f"{self.of_people[0]} and {self.of_people[1]}"
        parts = [f"{self.people} of {of} authors", f"{self.title:.0%} of the words of the titles"]
        if self.abstract is not None:
            parts.append(f"{self.abstract:.0%} of those of the abstracts")
        return f"in common: {', '.join(parts)}"


class RelatedPair(NamedTuple):
    """*first* is probably ``published-as``, ``extended-by`` or ``continued-by`` *second*."""

    first: Record
    second: Record
    kind: RelationKind
    evidence: Evidence


def find_related(
    records: Sequence[Record], different: Collection[frozenset[str]] = (), *, people: People = NOBODY
) -> list[RelatedPair]:
    """The related works among *records*, without the pairs of keys in *different*.

    The names of one of the *people* are one name. Time and memory are linear in the number of records.
    """
    named = list(map(people.with_main_names, records)) if people else records
    found = []
    for i, j in {pair for block in _blocks(named) for pair in combinations(block, 2)}:
        if frozenset((records[i].id, records[j].id)) not in different and (pair := relate(named[i], named[j])):
            first, second = (records[i], records[j]) if pair.first is named[i] else (records[j], records[i])
            found.append(pair._replace(first=first, second=second))
    return sorted(found, key=lambda pair: (pair.first.id, pair.second.id))


def relate(a: Record, b: Record) -> RelatedPair | None:
    """How two works are probably related; ``None`` if that is known, if they are one work, or without evidence."""
    people = _people_in_common(a.author, b.author)
    if people < 2 or _are_told_apart(a, b):
        return None
    pair = _in_order(a, b)
    if pair is None:
        return None
    first, second = pair
    abstracts = (_content(plain(first.abstract)), _content(plain(second.abstract)))
    evidence = Evidence(
        people,
        (len(first.author), len(second.author)),
        _share(_content(plain(first.title)), _content(plain(second.title))),
        _share(*abstracts) if min(map(len, abstracts)) >= _LEAST_OF_ABSTRACT else None,
    )
    kind = _kind(first, second, evidence)
    if kind is None or compare(first, second).is_same:
        return None
    return RelatedPair(first, second, kind, evidence)


def _kind(first: Record, second: Record, evidence: Evidence) -> RelationKind | None:
    here, there = (words(plain(record.title)) for record in (first, second))
    if sorted(marks(here)) != sorted(marks(there)):
        is_sequel = _is_sequel(first, second) and evidence.people >= _PEOPLE_OF_SEQUELS * min(evidence.of_people)
        return "continued-by" if is_sequel else None
    if evidence.people < _PEOPLE * max(evidence.of_people) or not _is_soon(first, second):
        return None
    similar = evidence.abstract or 0.0
    if evidence.abstract is not None and similar < _OTHER_STUDY:
        return None
    are_similar = evidence.title >= _least_of_titles(first.author, second.author)
    if first.is_preprint and not second.is_preprint and not _have_other_arxiv_ids(first, second):
        return "published-as" if second.venue and (similar >= _SAME_STUDY or are_similar) else None
    is_article = (first.type, second.type) == ("paper-conference", "article-journal")
    is_longer = (
        similar >= _SAME_TEXT
        or (similar >= _SAME_STUDY and evidence.title >= _TITLES_OF_VERSIONS)
        or (is_article and are_similar and evidence.title >= _TITLES_OF_ARTICLES)
    )
    return "extended-by" if is_longer else None


def _least_of_titles(a: Names, b: Names) -> float:
    """The share of common words in titles that is evidence without abstracts: the less, the more people are the same.

    Two people write many papers on one subject, but the same eight in the same order hardly do.
    """
    people = [list(map(_person, names)) for names in (a, b)]
    common = set(people[0]) & set(people[1])
    in_order = [[person for person in names if person in common] for names in people]
    if in_order[0] != in_order[1]:
        return 1.0
    return 2 / len(common) + (0.0 if len(a) == len(b) == len(common) else 0.1)


def _is_sequel(first: Record, second: Record) -> bool:
    """Whether the titles begin with one name and a number, which is higher in *second*: "Kiln-V2", "Kiln-V3"."""
    (name, number), (other_name, other_number) = (_numbered_name(plain(record.title)) for record in (first, second))
    return bool(name) and name == other_name and number < other_number


@lru_cache(maxsize=20_000)
def _numbered_name(title: str) -> tuple[tuple[str, ...], float]:
    """The words of *title* up to the first number, without its digits, and the number; no words if it names nothing."""
    name: list[str] = []
    for word in words(title):
        digits = re.search(r"\d+", word)
        name.append(word[: digits.start()] if digits else word)
        if digits:
            is_name = len(_content(" ".join(name))) > 1 or is_coined(title.split()[0])
            is_year = len(digits[0]) == 4 and digits[0][:2] in ("19", "20")
            return (tuple(name), float(digits[0])) if is_name and not is_year else ((), 0.0)
    return (), 0.0


def _in_order(a: Record, b: Record) -> tuple[Record, Record] | None:
    """A preprint before a publication, else the earlier one first; ``None`` if that is not known."""
    if a.is_preprint != b.is_preprint:
        return (a, b) if a.is_preprint else (b, a)
    if not a.issued or not b.issued:
        return None
    size = min(len(a.issued.parts), len(b.issued.parts))
    here, there = a.issued.parts[:size], b.issued.parts[:size]
    return None if here == there else (a, b) if here < there else (b, a)


def _is_soon(first: Record, second: Record) -> bool:
    return not (first.issued and second.issued) or 0 <= second.issued.year - first.issued.year <= _YEARS


def _are_told_apart(a: Record, b: Record) -> bool:
    """Whether the relation of the two is known, or is of a kind that is not looked for here."""
    is_known = any(relation.is_to(b) for relation in a.relations) or any(relation.is_to(a) for relation in b.relations)
    is_volume = any("proceedings" in words_of(plain(record.title)) for record in (a, b))
    return (
        is_known
        or is_volume
        or is_generic(plain(a.title))
        or is_generic(plain(b.title))
        or compare_types(a, b) == 1.0
        or share_identifier(a, b)
    )


def _have_other_arxiv_ids(a: Record, b: Record) -> bool:
    ids = [{other.canonical for other in record.all_identifiers if other.scheme is Scheme.ARXIV} for record in (a, b)]
    return all(ids) and ids[0].isdisjoint(ids[1])


def _people_in_common(a: Names, b: Names) -> int:
    return (Counter(map(_person, a)) & Counter(map(_person, b))).total()


@lru_cache(maxsize=20_000)
def _person(name: Name) -> str:
    """The family name and the first initial, which all services print."""
    return f"{letters_of(name.family or name.literal)} {letters_of(name.given)[:1]}"


@lru_cache(maxsize=2_000)
def _content(text: str) -> frozenset[str]:
    """The folded words that are no function words, in the singular."""
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words_of(text)
        if word not in STOP_WORDS
    )


def _share(a: Collection[str], b: Collection[str]) -> float:
    common = set(a) & set(b)
    return len(common) / len(set(a) | set(b)) if common else 0.0


def _blocks(records: Iterable[Record]) -> Iterator[list[int]]:
    """The positions of works with the same first author and another one in common."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        first, *others = map(_person, record.author) if record.author else ("",)
        for other in set(others[:_MOST]):
            blocks[first, other].append(position)
    return (block for block in blocks.values() if 1 < len(block) <= _LARGE)
