"""The files that continue a list of papers: those to which it links, in its folder and below."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from moebib import store
from moebib.formats import Format

__all__ = ["continuations_of"]

_MOST = 500
"""How many files are read."""


def continuations_of(file: Path, data: bytes, format: Format) -> dict[str, str]:
    """The texts that continue the content *data* of *file*, by their paths from its folder; none in most formats.

    Only regular files in that folder are read, and none that a symbolic link leads out of it; each is read once.

    Raises:
        InputError: If one of them is not UTF-8.
    """
    if format.continued is None:
        return {}
    texts: dict[str, str] = {}
    waiting = deque([(file.name, format.decode(data, store.printable(file))[0])])
    while waiting and len(texts) < _MOST:
        path, text = waiting.popleft()
        for linked in format.continued.find(text, path):
            if linked not in texts and linked != file.name:
                found = store.read_below(file.parent, linked)
                if found is not None:
                    texts[linked] = found
                    waiting.append((linked, found))
    return texts
