"""The status of a publication in words, as BibLaTeX (``pubstate``) and CSL (``status``) have it."""

from __future__ import annotations

from typing import Literal

from moebib.records.publication import Status

__all__ = ["read_status", "status_in_words", "status_key", "write_status"]

_Kind = Literal["accepted", "corrected", "retracted", "withdrawn"]
# "forthcoming" is a word of both: the manual of biblatex explains it as accepted, and so does CSL 1.0.2. A correction
# does not change how a work is cited.
_WORDS: dict[_Kind, str] = {"accepted": "forthcoming", "retracted": "retracted", "withdrawn": "withdrawn"}
_KINDS: dict[str, _Kind] = {word: kind for kind, word in _WORDS.items()} | {
    "accepted": "accepted",
    "in press": "accepted",
    "inpress": "accepted",
    "to appear": "accepted",
}


# The keys of BibLaTeX (3.17, section 4.9.2) that are no words.
_KEYS = {"inpress": "in press", "inpreparation": "in preparation", "prepublished": "pre-published"}


def status_in_words(text: str) -> str:
    """The status that a .bib file has as a key of BibLaTeX in words.

    >>> status_in_words("inpress"), status_in_words("submitted")
    ('in press', 'submitted')
    """
    return _KEYS.get(text, text)


def status_key(text: str) -> str:
    """The key of BibLaTeX for a status in words; "" if it is none."""
    return next((key for key, words in _KEYS.items() if words == text.lower()), "")


def write_status(status: Status) -> str:
    """The word for a status; "" if there is none.

    >>> write_status(Status(kind="accepted", date="2026-11-24")), write_status(Status(kind="corrected"))
    ('forthcoming', '')
    """
    return _WORDS.get(status.kind, "")


def read_status(text: str) -> Status | None:
    """The status that *text* names, ``None`` for another one, such as "submitted".

    >>> read_status("In press").kind
    'accepted'
    """
    kind = _KINDS.get(text.strip().lower())
    return Status(kind=kind) if kind else None
