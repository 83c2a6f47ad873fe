"""Suggests the closest known word for a misspelt one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

__all__ = ["nearest", "similar", "suggest", "suggestion", "unknown"]

_MOST = 20
"""How many words a message lists."""
_LEAST_PART = 4
"""How many letters must be given of a word of which the rest is missing."""


def similar(word: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that is most similar to *word*, if one is similar enough to be meant.

    Case is ignored. The last step of a path counts, too: the word "offloadin" means the tag "system/offloading". So
    does a part that only one choice has: "mixtral" means the key "jiang2024mixtral".
    """
    from rapidfuzz import fuzz, process  # a file may have 100,000 keys

    choices = list(choices)
    ends = {path.rpartition("/")[2]: path for path in choices}
    match = process.extractOne(word, [*choices, *ends], scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    if match:
        return ends.get(match[0], match[0])
    with_part = [choice for choice in choices if word.lower() in choice.lower()] if len(word) >= _LEAST_PART else []
    return with_part[0] if len(with_part) == 1 else None


def suggest(word: str, choices: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the end of a message if one of *choices* is :func:`similar`, else an empty text."""
    meant = similar(word, choices)
    return f"; did you mean {meant!r}?" if meant else ""


def suggestion(word: str, choices: Collection[str]) -> str | None:
    """``did you mean 'x'?`` for a hint if one of *choices* is similar, else ``None``; see :func:`suggest`."""
    return suggest(word, choices).removeprefix("; ") or None


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The most similar of *words*, if it differs by few letters.

    >>> nearest("ofloading", ["loading", "offloading"])
    'offloading'
    """
    from rapidfuzz import fuzz, process

    match = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=75)
    return match[0] if match else None


def unknown(noun: str, word: str, choices: Iterable[str], *, more: str = "", meant: str | None = None) -> str:
    """The message about a word that is none of *choices*: with the nearest one, or else with them and *more*.

    *meant* is what the word means in another format; it is suggested if it is one of *choices*.

    >>> unknown("format", "bibtx", ["bibtex", "ris"]), unknown("format", "x", ["bibtex", "ris"], more="a file")
    ("unknown format 'bibtx'; did you mean 'bibtex'?", "unknown format 'x'; choose from bibtex, ris, or a file")
    """
    choices = list(choices)
    listed = [*choices[:_MOST], *(["..."] if len(choices) > _MOST else []), *([f"or {more}"] if more else [])]
    similar = f"; did you mean {meant!r}?" if meant in choices else suggest(word, choices)
    hint = similar or (f"; choose from {', '.join(listed)}" if listed else "")
    return f"unknown {noun} {word!r}{hint}"
