"""Pairs the runs of ``*`` and ``_`` in a line to emphasis (CommonMark 6.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from moebib.formats.paper_list.read.line import BREAK, CELL, EM, EM_END, STRONG, STRONG_END, InlinePiece

__all__ = ["pair_emphasis"]

_RUN = re.compile(r"\*+|_+")


class _Opener(NamedTuple):
    """One character of a run that may begin emphasis."""

    at: int
    """Its index among the pieces."""
    char: str
    run: int
    """How long the run is."""
    closes: bool
    """Whether the run may end emphasis, too."""


def pair_emphasis(pieces: list[InlinePiece]) -> list[InlinePiece]:
    """The pieces with the runs of ``*`` and ``_`` that are emphasis as marks (CommonMark 6.2)."""
    paired: list[InlinePiece] = []
    openers: list[_Opener] = []
    for index, piece in enumerate(pieces):
        if piece.mask != piece.text or not _RUN.fullmatch(piece.text):
            paired.append(piece)
            continue
        before = pieces[index - 1].text[-1:] if index else " "
        after = pieces[index + 1].text[:1] if index + 1 < len(pieces) else " "
        char, run, left = piece.text[0], len(piece.text), len(piece.text)
        opens, closes = _flanks(before or " ", after or " ", char)
        while closes and left and (depth := _match(openers, char, run, opens=opens)):
            del openers[depth:]
            width = 2 if left >= 2 and depth >= 2 and openers[-2].at + 1 == openers[-1].at else 1
            begin, end = (STRONG, STRONG_END) if width == 2 else (EM, EM_END)
            for opener in openers[-width:]:
                paired[opener.at] = InlinePiece("", "", paired[opener.at].start)
            paired[openers[-width].at] = InlinePiece(begin, begin, paired[openers[-width].at].start)
            del openers[-width:]
            paired.append(InlinePiece(end, end, piece.start + run - left))
            left -= width
        for i in range(run - left, run):
            if opens:
                openers.append(_Opener(len(paired), char, run, closes))
            paired.append(InlinePiece(char, char, piece.start + i))
    return [piece for piece in paired if piece.text]


def _match(openers: Sequence[_Opener], char: str, run: int, *, opens: bool) -> int:
    """How many openers there are up to the one that a run closes; 0 if it closes none (rules 9 and 10)."""
    for depth in range(len(openers), max(0, len(openers) - 50), -1):
        opener = openers[depth - 1]
        is_odd = (opener.closes or opens) and (opener.run + run) % 3 == 0 and opener.run % 3 != 0
        if opener.char == char and not is_odd:
            return depth
    return 0


def _flanks(before: str, after: str, char: str) -> tuple[bool, bool]:
    """Whether a run may open and close emphasis (CommonMark 6.2).

    People also write ``**Title.**Text`` and expect it to close, but "Ida Lund*, Jon Berg*" opens nothing.
    """
    space_before = before.isspace() or before in (BREAK, CELL)
    space_after = after.isspace() or after in (BREAK, CELL)
    if char == "_":
        return not space_after and not before.isalnum(), not space_before and not after.isalnum()
    opens = not space_after and not (before.isalnum() and after in ",.;:)!?")
    return opens, not space_before
