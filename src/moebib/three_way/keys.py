"""Which block of a README is which work: of the entries, or of an earlier state of the list."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.library.library import Library
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.three_way.states import ListState

__all__ = ["find_keys"]

_NEARLY = 80
"""How alike two titles are, in percent, of which one is the other with a few words changed."""


def find_keys(document: ListDocument, library: Library, states: Sequence[ListState]) -> tuple[str | None, ...]:
    """The key of the work of each block: in the library, else in an earlier state; ``None`` if it is a new work.

    A work that has another key now has that one. One that is in an earlier state only was removed since. Of two works
    that a block may be, as those with one link, it is the one whose title it had. A block whose title and link changed
    is the work that is missing in its section and has nearly its title.
    """
    found = list(match_blocks(document, library))
    for state in states:
        earlier = match_blocks(document, Library((work.record for work in state.works.values()), config=library.config))
        for number, key in enumerate(earlier):
            if key is None or key == found[number]:
                continue
            title, now = fold(plain(document.blocks[number].item.title)), library.find_key(key)
            other = library.find_key(found[number] or "")
            had_title = title in map(fold, state.works[key].record.titles)
            if other is None or (had_title and now and title not in map(fold, other.titles)):
                found[number] = now.id if now else key
    for number, key in enumerate(found):
        if key is None:
            found[number] = _retitled(document.blocks[number], library, states, found)
    return tuple(found)


def _retitled(
    block: WorkBlock, library: Library, states: Sequence[ListState], found: Sequence[str | None]
) -> str | None:
    """The work that was in the section of a block, is in none now, and has nearly the title of the block."""
    title = fold(plain(block.item.title))
    missing = {
        now.id: work
        for state in reversed(states)
        for key, work in state.works.items()
        if block.tag in work.sections and (now := library.find_key(key)) and now.id not in found
    }
    likeness = {key: fuzz.ratio(title, fold(plain(work.record.title))) for key, work in missing.items()}
    best = max(likeness, key=lambda key: likeness[key], default=None)
    return best if best is not None and likeness[best] >= _NEARLY else None
