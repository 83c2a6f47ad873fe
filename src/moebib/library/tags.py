"""Tagging: which sections a person means, and which a work may belong in by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from moebib.errors import InputError
from moebib.library.config import Config, Section
from moebib.records.record import TAG, Record
from moebib.text.fold import fold

__all__ = ["Suggestion", "find_tags", "suggest_tags"]


class Suggestion(NamedTuple):
    """A section that a work may belong in, and the word that says so."""

    tag: str
    word: str
    where: Literal["title", "abstract"]

    def __str__(self) -> str:
        return f'{self.tag}  because of "{self.word}" in the {self.where}'


def find_tags(config: Config, queries: Iterable[str]) -> tuple[str, ...]:
    """The one tag that each of *queries* means; in a list without sections, any tag.

    Raises:
        InputError: If a query means none, or several.
    """
    return tuple(dict.fromkeys(_find_tag(config, query) for query in queries))


def _find_tag(config: Config, query: str) -> str:
    if query in config.tags or (not config.tags and re.fullmatch(TAG, query)):
        return query
    found = config.find_tags(query)
    if len(found) > 1:
        raise InputError(f"{query!r} means {len(found)} tags; say which: {', '.join(found)}")
    return found[0]


def suggest_tags(record: Record, sections: Iterable[Section]) -> tuple[Suggestion, ...]:
    r"""The sections with a word in the title, or else in the abstract, that is one of theirs or begins with it.

    >>> moe = Record(id="x", type="article", title="Expert-Parallel Offloading", abstract="A cache of experts.")
    >>> sections = [Section(tag="system/offloading", heading="Offloading", words=["offload", "expert cache"]),
    ...             Section(tag="system/parallel", heading="Parallelism", words=["expert parallel"])]
    >>> print(*suggest_tags(moe, sections), sep="\n")
    system/offloading  because of "offload" in the title
    system/parallel  because of "expert parallel" in the title
    """
    texts: dict[Literal["title", "abstract"], str] = {"title": fold(record.title), "abstract": fold(record.abstract)}
    found = (
        next((Suggestion(section.tag, word, where) for where, text in texts.items() for word in section.words
              if _begins_a_word(fold(word), text)), None)
        for section in sections
    )  # fmt: skip
    return tuple(suggestion for suggestion in found if suggestion)


def _begins_a_word(words: str, text: str) -> bool:
    # Between the words of a phrase a blank is as good as a hyphen, of whatever kind.
    parts = re.findall(r"[^\s-]+", words)
    return bool(parts) and bool(re.search(r"(?<!\w)" + r"[\s\-\u2010-\u2015]+".join(map(re.escape, parts)), text))
