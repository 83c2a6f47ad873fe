"""Citation keys: family name, year and first content word in ASCII, unique without regard to case.

The key of an existing entry is never changed, because other people's papers cite it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from moebib.errors import Finding
from moebib.records.fields import KEY_RULE, NOT_IN_KEYS
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.shorten import quote
from moebib.text.stop_words import STOP_WORDS

__all__ = [
    "ascii_word", "fit_key", "free_key", "invalid_key", "is_key", "is_reserved", "make_key", "words_for_key",
]  # fmt: skip

_NOT_ALLOWED = NOT_IN_KEYS + r"\ud800-\udfff"
"""Pydantic refuses surrogates by itself."""
_KEY = re.compile(rf"(?:\^?[^^{_NOT_ALLOWED}])+")
_LEFT_OUT = re.compile(r'[{}\\"]+')
_REPLACED = re.compile(rf"(?:[{_NOT_ALLOWED}]|\^{{2,}}|\^(?![^^{_NOT_ALLOWED}]))+")

# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
_LONGEST = 60
"""The most characters of a name or word in a key, which is a file name, too."""
_FEW = 27
"""How many suffixes are tried one by one: none, and "a" to "z"."""
# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
                          "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "\u0131": "i"})  # fmt: skip


def make_key(record: Record, taken: Collection[str] = ()) -> str:
    """A new key for *record*, with a suffix ("a", "b", ...) if it is one of *taken* (in lower case).

    >>> record = Record(id="new", type="article", title="A Review of Sparsity", author=["Fedus, W."], issued="2022")
    >>> make_key(record), make_key(record, {"fedus2022review"})
    ('fedus2022review', 'fedus2022reviewa')
    """
    return free_key(_base(record), taken)


@lru_cache(maxsize=10_000)  # many entries have the same fields
def is_key(text: str) -> bool:
    """Whether *text* can be a key, or the name of a field, a macro or an entry type in a .bib file.

    >>> is_key("DBLP:conf/acl/Dai24"), is_key("doe^^7d")
    (True, False)
    """
    return _KEY.fullmatch(text) is not None


def fit_key(text: str) -> str:
    r"""The key that is nearest to *text*: *text* itself if it is a key, and "" if nothing of it can be in a key.

    >>> fit_key("Doe et al., 2024"), fit_key(r'M{\"u}ller^^5c')
    ('Doe-et-al.-2024', 'Muller-5c')
    """
    return text if is_key(text) else _REPLACED.sub("-", _LEFT_OUT.sub("", text)).strip("-")


def is_reserved(key: str) -> bool:
    """Whether Windows reserves *key* as the name of a device, so that no file can have it."""
    return bool(_RESERVED.fullmatch(key))


def invalid_key(given: str, key: str) -> Finding:
    """MB131: the entry *given* is read under *key*, because *given* is not a key."""
    return Finding("MB131", f"invalid key {quote(given)}; read as {quote(key)}", key, hint=KEY_RULE)


def free_key(base: str, taken: Collection[str]) -> str:
    """*base*, with a suffix if it is one of *taken* (in lower case), or reserved."""
    for number in range(_FEW):
        if (key := base + _letters(number)).lower() not in taken and not is_reserved(key):
            return key
    # Many works may share a base, as all works without a title do: a search by halves avoids quadratic time.
    least, most = _FEW - 1, 2 * _FEW
    while (base + _letters(most)).lower() in taken:
        least, most = most, 2 * most
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if (base + _letters(middle)).lower() in taken else (least, middle)
    return base + _letters(most)


def _base(record: Record) -> str:
    """The key without a suffix."""
    year = str(record.issued.year) if record.issued else ""
    word = next(words_for_key(plain(record.title)), "").lower()
    names = (ascii_word(name.family or name.literal) for name in (*record.author, *record.editor))
    name = next(filter(None, names), "").lower()
    # Without a name, the word comes first, because a key should not begin with a digit.
    parts = (name, year, word) if name else (word, year)
    return "".join(parts) or "untitled"


def words_for_key(title: str) -> Iterator[str]:
    """The words of a title without formulas, in ASCII, first those that are not stop words."""
    words = [ascii_word(word) for word in re.split("[\\s:/\u2013\u2014]+", re.sub(r"\$[^$]*\$", " ", title))]
    yield from (word for word in words if word and word.lower() not in STOP_WORDS)
    yield from (word for word in words if word)


def ascii_word(text: str) -> str:
    """The letters and digits of *text* in ASCII, at most 60 of them."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return re.sub(r"[^A-Za-z0-9]", "", decomposed)[:_LONGEST]


def _letters(number: int) -> str:
    """0 -> "", 1 -> "a", 26 -> "z", 27 -> "aa"."""
    if not number:
        return ""
    head, last = divmod(number - 1, 26)
    return _letters(head) + chr(ord("a") + last)
