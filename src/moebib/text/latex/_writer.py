"""Writes characters as LaTeX."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moebib.text.characters import CONTROLS, HIDDEN
from moebib.text.latex._math import RAISED, as_math
from moebib.text.latex._tables import ACCENTS, ASCII, commands

__all__ = ["escape", "tidy"]

_UNTIDY = re.compile(rf"[\t\n\r{CONTROLS}{HIDDEN}]|  |^ | $")
_UNTIDY_RUN = re.compile(rf"[ \t\n\r{CONTROLS}{HIDDEN}]+")
_SPECIAL = r"[&%#_$~^\\|<>`{}]|,,+"
_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"
_ESCAPED = {
    # A single Greek letter is a symbol; a Greek word stays, because it is set in a Greek font.
    True: re.compile(rf"{_SPECIAL}|--+|''+|{_GREEK}{{2,}}|{_GREEK}|(?!\w)[^\x00-\x7f]"),
    False: re.compile(
        rf"{RAISED}|{_SPECIAL}|[-\u2013\u2014]{{2,}}|['\u201d]{{2,}}|{_GREEK}{{2,}}|"
        r"(?:[^\x00-\x7f]|[A-Za-z](?=[\u0300-\u036f]))[\u0300-\u036f]*"
    ),
}
# TeX joins several of these to one character; a pair of braces prevents it.
_JOINED = {"-": "-", "\u2013": "--", "\u2014": "---", "'": "'", "\u201c": "``", "\u201d": "''", ",": ","}


def tidy(text: str) -> str:
    """*text* without characters that nobody sees, and without leading, trailing and double spaces."""
    if not _UNTIDY.search(text):
        return text
    return _UNTIDY_RUN.sub(lambda run: " " if any(char.isspace() for char in run[0]) else "", text).strip(" ")


def escape(text: str, unicode: bool) -> str:
    """The LaTeX for *text*, which is not a formula; see :func:`moebib.text.latex.encode` for *unicode*."""
    write = _symbol if unicode else _command
    return _ESCAPED[unicode].sub(lambda match: write(match[0]), text)


def _symbol(char: str) -> str:
    """As :func:`_command`, but only for ASCII special characters and symbols that pdfTeX cannot print as Unicode."""
    command = _command(char)
    return command if char.isascii() or "ensuremath" in command else char


@lru_cache(maxsize=20_000)
def _command(text: str) -> str:
    r"""The LaTeX for a special character, a letter with its marks, or characters that TeX would join (``--``)."""
    if all(char in _JOINED for char in text):
        return "{}".join(_JOINED[char] for char in text)
    if text in ASCII:
        return ASCII[text]
    if tex := as_math(text):
        return f"{{\\ensuremath{{{tex}}}}}"
    base, *marks = list(unicodedata.normalize("NFD", text))
    if not all(mark in ACCENTS for mark in marks) or (marks and base in "\u0131\u0237"):
        return text
    if base == "\u00a0":
        return "~" if not marks else text
    command = base if base.isascii() else commands().get(base)
    if command is None or (marks and "ensuremath" in command):
        return text
    return _accented(command, marks)


def _accented(base: str, marks: list[str]) -> str:
    latex = base if len(base) == 1 else "{" + base + "}"
    for mark in marks:
        accent = ACCENTS[mark]
        bare = len(latex) == 1 and not accent.isalpha()
        argument = latex if bare or latex.startswith("{") else "{" + latex + "}"
        latex = f"{{\\{accent}{argument}}}"
    return latex
