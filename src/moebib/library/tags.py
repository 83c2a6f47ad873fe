"""Finds the tags that a user means, and suggests sections for a work by its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from moebib.errors import InputError
from moebib.library.config import Config, Section, matching_tags
from moebib.records.fields import TAG
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["Suggestion", "find_tag", "find_tags", "suggest_tags"]


class Suggestion(NamedTuple):
    """A section that a work may belong to, and the word that suggests it."""

    tag: str
    word: str
    where: Literal["title", "abstract"]

    def __str__(self) -> str:
        return f'{self.tag}  because of "{self.word}" in the {self.where}'


def find_tags(config: Config, queries: Iterable[str]) -> tuple[str, ...]:
    """The tag that each of *queries* matches; in a list without sections, any tag is valid.

    Raises:
        InputError: If a query matches no tag, or several.
    """
    is_open = not config.tags
    return tuple(
        dict.fromkeys(
            query if is_open and re.fullmatch(TAG, query) else find_tag(config.tags, query) for query in queries
        )
    )


def find_tag(tags: Collection[str], query: str) -> str:
    """The one of *tags* that *query* matches: itself, or the only one of which it is a part ("offloading").

    Raises:
        InputError: If *query* matches none of them, or several.
    """
    if query in tags:
        return query
    matches = matching_tags(tags, query)
    if len(matches) > 1:
        raise InputError(f"{query!r} matches {len(matches)} tags; choose from {', '.join(matches)}")
    return matches[0]


def suggest_tags(record: Record, sections: Iterable[Section]) -> tuple[Suggestion, ...]:
    r"""The sections of which one of the words begins a word of the title, or else of the abstract.

    >>> moe = Record(id="x", type="article", title="Expert-Parallel Offloading", abstract="A cache of experts.")
    >>> sections = [Section(tag="system/offloading", heading="Offloading", words=["offload", "expert cache"]),
    ...             Section(tag="system/parallel", heading="Parallelism", words=["expert parallel"])]
    >>> print(*suggest_tags(moe, sections), sep="\n")
    system/offloading  because of "offload" in the title
    system/parallel  because of "expert parallel" in the title
    """
    texts: dict[Literal["title", "abstract"], str] = {
        name: fold(plain(getattr(record, name))) for name in ("title", "abstract")
    }
    suggestions = (
        next((Suggestion(section.tag, word, where) for where, text in texts.items() for word in section.words
              if _begins_a_word(fold(word), text)), None)
        for section in sections
    )  # fmt: skip
    return tuple(filter(None, suggestions))


def _begins_a_word(words: str, text: str) -> bool:
    # The words of a phrase may be separated by spaces or by hyphens of any kind.
    parts = re.findall(r"[^\s-]+", words)
    return bool(parts) and bool(re.search(r"(?<!\w)" + r"[\s\-\u2010-\u2015]+".join(map(re.escape, parts)), text))
