"""The text of a merge, and git's conflict markers around what could not be decided."""

from __future__ import annotations

import re
from typing import NamedTuple

from moebib.text.conflicts import find_conflicts
from moebib.text.lines import newline_of

__all__ = ["MergedText", "have_conflicts", "sides_of", "with_markers", "with_whole_in_markers"]

_CONFLICT = re.compile(
    r"^<{7} ours\r?\n(?P<ours>(?:.*\n)*?)={7}\r?\n(?P<theirs>(?:.*\n)*?)>{7} theirs(?:\r?\n|\Z)", re.M
)


class MergedText(NamedTuple):
    """The text after a merge, and its conflicts: in the text, both sides of each are between conflict markers."""

    text: str
    conflicts: tuple[str, ...] = ()


def with_markers(ours: str, theirs: str, newline: str = "\n") -> str:
    r"""The whole lines of both sides between conflict markers; a side may be empty.

    >>> with_markers("a = 1\n", "")
    '<<<<<<< ours\na = 1\n=======\n>>>>>>> theirs\n'
    """
    ours, theirs = (f"{text}{newline}" if text and not text.endswith(("\n", "\r")) else text for text in (ours, theirs))
    return f"<<<<<<< ours{newline}{ours}======={newline}{theirs}>>>>>>> theirs{newline}"


def with_whole_in_markers(ours: str, theirs: str) -> MergedText:
    """Both texts between conflict markers, for changes that cannot be merged safely in any smaller part."""
    return MergedText(with_markers(ours, theirs, newline_of(ours)), ("the whole file",))


def sides_of(text: str) -> tuple[str, str]:
    r"""The two texts that are left if all conflicts are resolved in favour of ours, or of theirs.

    >>> sides_of("a\n<<<<<<< ours\nb\n=======\n>>>>>>> theirs\nc")
    ('a\nb\nc', 'a\nc')
    """
    return _CONFLICT.sub(r"\g<ours>", text), _CONFLICT.sub(r"\g<theirs>", text)


def have_conflicts(*texts: str) -> bool:
    """Whether any of the texts contains conflict markers: one that does is not what either side means."""
    return any(map(find_conflicts, texts))
