"""The text of a title whose atoms are known, and exactly where it is: which marks and brackets belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.paper_list.read.atoms import IN_SQUARE
from moebib.formats.paper_list.read.line import CODE, CODE_END, EM, EM_END, INS, INS_END, STRONG, STRONG_END
from moebib.formats.paper_list.read.titles import TitledDraft
from moebib.formats.paper_list.read.unit import TitlePlace

__all__ = ["spans_of_title", "title_text"]

_OPENINGS = {closing: opening for opening, closing in (
    (EM, EM_END), (STRONG, STRONG_END), (CODE, CODE_END), (INS, INS_END), ("(", ")"), ("[", "]"), ("\uff08", "\uff09"),
    ("\u201c", "\u201d"), ("\u300a", "\u300b"), ("\u3010", "\u3011"), ("\u300c", "\u300d"),
)}  # fmt: skip


def spans_of_title(draft: TitledDraft, title: TitlePlace) -> Iterator[tuple[int, int]]:
    """Where the pieces of *title* are that are no links: most titles are one piece, or one link."""
    atoms = draft.atoms
    begin = None
    for index in range(title.first, title.last + 1):
        if atoms[index].link:
            if begin is not None:
                yield begin, atoms[index - 1].end
            begin = None
        elif begin is None:
            begin = atoms[index].start if index > title.first else _start_of(draft, title)
    if begin is not None:
        yield begin, _end_of(draft, title)


def _start_of(draft: TitledDraft, title: TitlePlace) -> int:
    """Where the title begins: with the bracket of "[Re]"."""
    start = draft.atoms[title.first].start
    is_mark = draft.atoms[title.first].wrap[-1:] == IN_SQUARE and title.last > title.first
    return start - 1 if is_mark and draft.line.mask[start - 1 : start] == "[" else start


def _end_of(draft: TitledDraft, title: TitlePlace) -> int:
    """Where the title ends: with what closes the brackets and marks that were opened in it."""
    atoms = draft.atoms
    start, end = atoms[title.first].start, atoms[title.last].end
    mask = draft.line.mask
    while (
        end < len(mask)
        and (opening := _OPENINGS.get(mask[end]))
        and mask.count(opening, start, end) > mask.count(mask[end], start, end)
    ):
        end += 1
    return end


def title_text(draft: TitledDraft, title: TitlePlace) -> str:
    """The text of *title*, with its markup."""
    if title.span:
        return draft.line.part(*title.span).marked.strip()
    start, end = _start_of(draft, title), _end_of(draft, title)
    # "What is MoE?" keeps its question mark, which is a separator to the atoms.
    if draft.line.mask[end : end + 1] in ("?", "!", "\uff1f", "\uff01"):
        end += 1
    return draft.line.part(start, end).marked.strip(' .,:;|\u2013\u2014\uff0c\u3002\uff1a-\u201c\u201d"')
