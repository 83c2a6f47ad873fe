"""Marks: what two people made of one thing, both shown, as git shows it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Result", "marked"]


class Result(NamedTuple):
    """The text after the merge, and what could not be decided: it stands in the text between conflict marks."""

    text: str
    conflicts: tuple[str, ...] = ()


def marked(ours: str, theirs: str, newline: str = "\n") -> str:
    r"""Whole lines between marks; where one side has nothing, nothing.

    >>> marked("a = 1\n", "")
    '<<<<<<< ours\na = 1\n=======\n>>>>>>> theirs\n'
    """
    own, other = (f"{text}{newline}" if text and not text.endswith(("\n", "\r")) else text for text in (ours, theirs))
    return f"<<<<<<< ours{newline}{own}======={newline}{other}>>>>>>> theirs{newline}"
