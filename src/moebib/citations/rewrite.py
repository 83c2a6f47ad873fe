"""Rekeying: a document whose citations name works by their new keys, with every other character as it is."""

from __future__ import annotations

from collections.abc import Mapping

from moebib.citations import reader_for
from moebib.text.lines import LINE_BREAK

__all__ = ["cite_anew"]


def cite_anew(text: str, file_name: str, keys: Mapping[str, str]) -> tuple[str, int]:
    r"""*text*, of a document called *file_name*, citing by the new keys of *keys*; and how many citations changed.

    Only keys in citations are touched: not those in comments, verbatim text, labels or prose.

    >>> cite_anew(r"\cite{old,older} % \cite{old}", "a.tex", {"old": "new"})
    ('\\cite{new,older} % \\cite{old}', 1)

    Raises:
        InputError: If the ending of the name is that of no language with citations.
    """
    cited = [one for one in reader_for(file_name)(text).citations if one.key in keys]
    starts = _starts(text)
    changed = 0
    for citation in reversed(cited):
        at = starts[citation.line - 1] + citation.column - 1
        # Behind the mark that cites ("@", "@{"). A key that is written otherwise (an escape) is left to the author.
        at = text.find(citation.key, at, at + len(citation.key) + 2)
        if at >= 0:
            text = text[:at] + keys[citation.key] + text[at + len(citation.key) :]
            changed += 1
    return text, changed


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(found.end() for found in LINE_BREAK.finditer(text))]
