r"""LaTeX as most values have it, read with a few replacements: accents, escaped signs, dashes, braces in one layer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from moebib.text.latex import _reader as _latex_reader

__all__ = ["read"]

_ACTIVE = re.compile(r"[\\{}$~`\x00-\x1f\x7f]|--|''|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t\r\n]+")
# A letter and its accents, in braces of its own or behind the command: {\'{\i}}, \"{u}, \'e, \c{c}; and \&.
_LETTER = re.compile(
    r"\{\\(?:[\"'`^~=.]|[A-Za-z]{1,2}(?![A-Za-z]) ?)(?:\\?[A-Za-z]|\{\\?[A-Za-z]?\})?\}"
    r"|(?<![\\{])\\(?:[\"'`^~=.](?:[A-Za-z]|\{[A-Za-z]\})|[bcdHkruv]\{[A-Za-z]\}|[&%#_])"
)
_ONE_LAYER = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*")
_SPAN = re.compile(r"\{([^{}]*)\}")
_LIGATURES = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d", "`": "\u2018", "~": "\u00a0"}
_LIGATURE = re.compile(r"---?|``|''|`|~")


def read(latex: str, *, keep: bool = False, outermost: Callable[[str], str] | None = None) -> str:
    """As the general reader, which reads what is not plain enough here."""
    if not _ACTIVE.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    if _CONTROLS.search(latex):  # what is not written is not read either
        latex = _CONTROLS.sub("", latex.replace("\f", " ").replace("\v", " "))
    found = None if "$" in latex else _quick(latex, keep, outermost)
    return _latex_reader.read(latex, keep=keep, outermost=outermost) if found is None else found


def _quick(latex: str, keep: bool, outermost: Callable[[str], str] | None) -> str | None:
    # Composed first, so that an accent is not put on the bare letter before a combining mark.
    text = _BLANKS.sub(" ", latex if latex.isascii() else unicodedata.normalize("NFC", latex))
    if "\\" in text:
        text = _LETTER.sub(lambda found: _letter(found[0]), text)
        if "\\" in text:
            return None
    if "?`" in text or "!`" in text:
        return None
    text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
    if "{" in text or "}" in text:
        if not _ONE_LAYER.fullmatch(text):
            return None
        text = text.replace("{}", "")
        if keep and outermost:
            text = _SPAN.sub(lambda span: outermost(span[1]), text)
        elif not keep:
            text = text.replace("{", "").replace("}", "")
        text = _BLANKS.sub(" ", text)
    text = text.strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=5_000)
def _letter(latex: str) -> str:
    """One letter, or *latex* itself where it is anything else."""
    letter = _latex_reader.read(latex)
    return letter if letter.isalpha() or letter in ("&", "%", "#", "_") else latex
