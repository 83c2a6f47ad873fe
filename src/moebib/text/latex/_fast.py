r"""Fast path for simple LaTeX: accents, escaped characters, dashes and braces that are not nested."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from moebib.text.latex._reader import read as read_slowly

__all__ = ["read"]

_ACTIVE = re.compile(r"[\\{}$~`\x00-\x1f\x7f]|--|''|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\r\n]+")
# A letter with its accents, in its own braces or after the command: {\'{\i}}, \"{u}, \'e, \c{c}; and \&.
_LETTER = re.compile(
    r"\{\\(?:[\"'`^~=.]|[A-Za-z]{1,2}(?![A-Za-z]) ?)(?:\\?[A-Za-z]|\{\\?[A-Za-z]?\})?\}"
    r"|(?<![\\{])\\(?:[\"'`^~=.](?:[A-Za-z]|\{[A-Za-z]\})|[bcdHkruv]\{[A-Za-z]\}|[&%#_])"
)
_ONE_LAYER = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*")
_SPAN = re.compile(r"\{([^{}]*)\}")
_LIGATURES = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d", "`": "\u2018", "~": "\u00a0"}
_LIGATURE = re.compile(r"---?|``|''|`|~")


def read(latex: str, *, keep: bool = False, outermost: Callable[[str], str] | None = None) -> str:
    """The Unicode for LaTeX, as in the general reader, which reads everything that is not simple."""
    if not _ACTIVE.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    if _CONTROLS.search(latex):  # they are not written either
        latex = _CONTROLS.sub("", latex.replace("\f", " ").replace("\v", " "))
    text = None if "$" in latex else _read_simple(latex, keep, outermost)
    return read_slowly(latex, keep=keep, outermost=outermost) if text is None else text


def _read_simple(latex: str, keep: bool, outermost: Callable[[str], str] | None) -> str | None:
    # NFC first, so that an accent is not put between a letter and its combining mark.
    text = _SPACES.sub(" ", latex if latex.isascii() else unicodedata.normalize("NFC", latex))
    if "\\" in text:
        text = _LETTER.sub(lambda match: _letter(match[0]), text)
        if "\\" in text:
            return None
    if "?`" in text or "!`" in text:
        return None
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    if "{" in text or "}" in text:
        if not _ONE_LAYER.fullmatch(text):
            return None
        text = text.replace("{}", "")
        if keep and outermost:
            text = _SPAN.sub(lambda span: outermost(span[1]), text)
        elif not keep:
            text = text.replace("{", "").replace("}", "")
        text = _SPACES.sub(" ", text)
    text = text.strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=5_000)
def _letter(latex: str) -> str:
    """The letter that *latex* stands for, or *latex* itself if it is anything else."""
    letter = read_slowly(latex)
    return letter if letter.isalpha() or letter in ("&", "%", "#", "_") else latex
