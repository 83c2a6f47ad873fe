"""Unique keys: each entry of a bibliography gets a key that is valid for a record, and that no other one has."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import count

from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.document import Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.fields import ORIGINAL_KEY
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.resolve.macros import Macros, entry_at
from moebib.records.citekey import fit_key, is_key, make_key
from moebib.records.fields import KEY_RULE

__all__ = ["UniqueKeys"]

# Everything that may be a key in the file; a few too many do no harm.
_ANY_KEY = re.compile(r"@[^{(@]{0,99}[{(]\s*([^,\s]+)")


class UniqueKeys:
    """The keys given so far, to read the entries of one or more files one by one."""

    def __init__(self, files: BibFiles, macros: Macros) -> None:
        self._files = files
        self._macros = macros
        self._taken: dict[str, int] = {}
        """Key in lower case -> where the first entry with it starts."""
        self._contents: dict[str, set[int]] = {}
        """Key in lower case -> fingerprints of its entries, for keys that occur several times."""
        self._numbers: dict[str, int] = {}

    @cached_property
    def _reserved(self) -> frozenset[str]:
        """The keys written in the files: no other entry gets one of these."""
        texts = (document.text for document in self._files.documents)
        return frozenset(match[1].lower() for text in texts for match in _ANY_KEY.finditer(text))

    def claim(self, key: str, at: int) -> bool:
        """Give the entry that starts at the offset *at* its own *key*, if that is valid and free."""
        folded = key.lower()
        if folded in self._taken or not is_key(key):
            return False
        self._taken[folded] = at
        return True

    def assign(self, at: int, written: BibEntry, whole: BibEntry, problems: list[Problem]) -> BibEntry | None:
        """The entry *whole*, which starts at *at*, with another key than its own; ``None`` if it is a repetition.

        *written* is the entry without inherited fields.
        """
        given = written.key
        if given and given.lower() in self._taken:
            first = self._place_of(given, at)
            if self._is_repeated(written):
                problems.append(Problem("MB125", f"duplicate entry {given!r}, the same as the first{first}: skipped"))
                return None
            key = self._free(fit_key(given) or _made(whole))
            hint = "BibTeX rejects the second entry with a key, biber drops it"
            also = f", also{first}" if first else ""
            problems.append(Problem("MB125", f"duplicate key {given!r}{also}; read as {key!r}", hint))
        elif given:
            key = self._free(fit_key(given) or _made(whole))
            problems.append(Problem("MB131", f"invalid key {given!r}; read as {key!r}", KEY_RULE))
        else:
            key = self._free(_made(whole))
            problems.append(Problem("MB131", f"entry without a key; read as {key!r}", "add a key"))
        for name in (given.lower(), key.lower()):
            self._taken.setdefault(name, at)
        kept = {ORIGINAL_KEY: given} if given and not is_key(given) else {}
        return BibEntry(whole.type, key, whole.fields | kept)

    def _place_of(self, key: str, at: int) -> str:
        """Where the first entry with this key is, if it is in another file than the one at *at*."""
        first = self._taken[key.lower()]
        document = self._files.document_at(first)
        if document is self._files.document_at(at):
            return ""
        line, _ = document.position(first - self._files.span_at(first)[0])
        return f" in {document.name}:{line}"

    def _free(self, key: str) -> str:
        """*key*, or ``key-2``, ``key-3``, ... if other entries of the file have it."""
        if self._is_free(key):
            return key
        folded = key.lower()
        number = next(n for n in count(self._numbers.get(folded, 2)) if self._is_free(f"{key}-{n}"))
        self._numbers[folded] = number + 1
        return f"{key}-{number}"

    def _is_free(self, key: str) -> bool:
        return key.lower() not in self._taken and key.lower() not in self._reserved

    def _is_repeated(self, entry: BibEntry) -> bool:
        """Whether an earlier entry with this key has the same fields, up to whitespace."""
        folded = entry.key.lower()
        if folded not in self._contents:
            self._contents[folded] = {_fingerprint(entry_at(self._files, self._taken[folded], self._macros))}
        fingerprint = _fingerprint(entry)
        if fingerprint in self._contents[folded]:
            return True
        self._contents[folded].add(fingerprint)
        return False


def _fingerprint(entry: BibEntry) -> int:
    return hash((entry.type, frozenset((name, " ".join(value.split())) for name, value in entry.fields.items())))


def _made(entry: BibEntry) -> str:
    record, _ = decode_entry(entry._replace(key="entry-1"))
    is_named = record and (record.title or record.author or record.editor)
    return make_key(record) if record and is_named else "entry-1"
