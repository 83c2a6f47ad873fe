r"""Capitals of which BibTeX keeps the case without braces of their own: in arguments, accents and names of programs."""

from __future__ import annotations

import re

from moebib.text.latex._commands import takes_words
from moebib.text.latex._phrases import FORMULA, GROUP
from moebib.text.latex._tables import PROGRAMS, READ_SYMBOLS

__all__ = ["keep_capitals"]

_KEPT = re.compile(
    rf"\\\\|{FORMULA}|(?P<capital>\\[`'^\"~=.Hcdbkruv] ?\{{[A-Z]\}})|"
    rf"(?P<brace>\{{)?\\(?P<program>{'|'.join(PROGRAMS)})(?![A-Za-z])(?:\{{\}}| )?+(?(brace)\}})|"
    rf"\\(?P<name>[A-Za-z]+)\s*+(?P<others>(?:{GROUP}\s*+)*?)(?P<argument>{GROUP})(?!\s*\{{)",
    re.S,
)
_COMMAND = re.compile(r"\\[A-Za-z]+")


def keep_capitals(latex: str, *, accented_only: bool = False) -> str:
    r"""*latex* with braces around these capitals, but not around the first letter of a title or after its colon.

    >>> print(keep_capitals(r"\v{C}ech Ponds: \'{E}tudes of \v{C}ech, \'Etudes and {\v{C}}ech Reeds"))
    \v{C}ech Ponds: \'{E}tudes of {{\v{C}}}ech, \'Etudes and {\v{C}}ech Reeds
    >>> print(keep_capitals(r"On \enquote{Reed Ponds} with {\KOMAScript}"))
    On \enquote{{Reed Ponds}} with {KOMA-Script}
    """
    if "\\" not in latex:
        return latex
    pieces: list[str] = []
    depth = done = 0
    is_first = True
    for match in _KEPT.finditer(latex):
        before = latex[done : match.start()]
        depth += before.count("{") - before.count("}")
        is_first = (is_first and not before.strip()) or before.rstrip(" ").endswith(":")
        # In {\Xy-pic}, BibTeX changes the letters, but no command.
        is_outside = not depth or (match["program"] and depth == 1 and before.endswith("{"))
        is_kept = is_outside and (match["capital"] or not accented_only)
        pieces += before, _with_braces(match, is_first=is_first) if is_kept else match[0]
        is_first = False
        done = match.end()
    return "".join((*pieces, latex[done:]))


def _with_braces(match: re.Match[str], *, is_first: bool) -> str:
    if match["capital"] and not is_first:
        return f"{{{{{match[0]}}}}}"
    if match["program"]:
        return f"{{{READ_SYMBOLS[match['program']]}}}"
    if match["name"] and takes_words(match["name"], is_alone=not match["others"]):
        has_capital = any(char.isupper() for char in _COMMAND.sub("", match["argument"]))
        return match[0].removesuffix(match["argument"]) + f"{{{match['argument']}}}" if has_capital else match[0]
    return match[0]
