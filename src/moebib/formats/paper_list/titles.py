"""Whether two entries of a list have one title: they may cut it, misspell it, or put a name in front of it."""

from __future__ import annotations

from moebib.matching.titles import compare, is_generic, is_name_of_one_work, marks, words
from moebib.records.equivalence import equivalent_text
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.stop_words import FUNCTION_WORDS

__all__ = ["is_distinctive", "is_one_title"]

_ONE_TITLE = 0.3
"""The penalty up to which two titles of works with one link are one."""
_MOST_WORDS = 0.6
"""The share of the words of the shorter title that both have, if it was changed from one version to the next."""


def is_distinctive(record: Record) -> bool:
    """Whether another work hardly has the title of *record*, as many works have "Introduction"."""
    return not is_generic(plain(record.title))


def is_one_title(a: Record, b: Record) -> bool:
    """Whether the titles of two records that share a link can be those of one work.

    >>> titles = ("Hydra: Warm Experts at Work", "Warm experts at work", "HYDRA", "Cold Gates: A Survey")
    >>> records = [Record(id="a", type="article", title=title) for title in titles]
    >>> [is_one_title(records[0], record) for record in records]
    [True, True, True, False]
    """
    if equivalent_text(plain(a.title), plain(b.title)):
        return True
    penalty = compare(a, b)
    if penalty is None or penalty <= _ONE_TITLE:
        return True
    return any(_is_one(words(x), words(y), x, y) for x in a.titles for y in b.titles)


def _is_one(a: tuple[str, ...], b: tuple[str, ...], text_a: str, text_b: str) -> bool:
    (short, long), head_a, head_b = sorted(("".join(a), "".join(b)), key=len), _head(text_a), _head(text_b)
    if not short or long.endswith(short) or (long.startswith(short) and len(short) > 3):
        return True
    if head_a and head_a == head_b:
        return True
    if sorted(marks(a)) != sorted(marks(b)) or (head_a and head_b):
        return False
    named_a, named_b = ({word for word in text if word not in FUNCTION_WORDS} for text in (a, b))
    fewest = min(len(named_a), len(named_b))
    return fewest > 2 and len(named_a & named_b) >= _MOST_WORDS * fewest


def _head(title: str) -> str:
    """The name of the work in front of a colon; "" if there is none."""
    head, colon, _ = title.partition(":")
    return "".join(words(head)) if colon and len(head.split()) < 4 and is_name_of_one_work(head) else ""
