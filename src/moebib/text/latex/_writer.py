"""Writes characters as LaTeX."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moebib.text.characters import CONTROLS, HIDDEN
from moebib.text.latex._math import RAISED, as_math
from moebib.text.latex._tables import ACCENTS, ASCII, commands

__all__ = ["escape", "tidy", "unprintable"]

_UNTIDY = re.compile(rf"[\t\n\r{CONTROLS}{HIDDEN}]|  |^ | $")
_UNTIDY_RUN = re.compile(rf"[ \t\n\r{CONTROLS}{HIDDEN}]+")
_SPECIAL = r"[&%#_$~^\\|<>`{}]|,,+"
_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"
_ESCAPED = {
    # Some Greek letters are symbols; a Greek word stays, because it is set in a Greek font.
    True: re.compile(rf"{_SPECIAL}|--+|''+|{_GREEK}{{2,}}|{_GREEK}|(?!\w)[^\x00-\x7f]"),
    False: re.compile(
        rf"{RAISED}|{_SPECIAL}|[-\u2013\u2014]{{2,}}|['\u201d]{{2,}}|{_GREEK}{{2,}}|"
        r"(?:[^\x00-\x7f]|[A-Za-z](?=[\u0300-\u036f]))[\u0300-\u036f]*"
    ),
}
# What pdfLaTeX was found to print in a document with T1 fonts, of all characters up to U+30FF and of some others.
_PRINTABLE = (
    "\x00-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0192\u01c4-\u01d4\u01e2\u01e3"
    "\u01e6-\u01eb\u01f0\u01f4\u01f5\u0218-\u021b\u0232\u0233\u0237\u02c6\u02c7\u02d8\u02d9\u02db-\u02dd\u0e3f\u1e02"
    "\u1e03\u1e0d\u1e1e-\u1e21\u1e25\u1e30\u1e31\u1e37\u1e43\u1e45\u1e47\u1e5b\u1e63\u1e6d\u1e8e-\u1e91\u1e9e\u1ef2"
    "\u1ef3\u200c\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2031\u2039-\u203b\u203d\u2044"
    "\u204e\u2052\u20a1\u20a4\u20a6\u20a9\u20ab\u20ac\u20b1\u2103\u2116\u2117\u211e\u2120\u2122\u2126\u2127\u212e"
    "\u2190-\u2193\u2329\u232a\u2422\u2423\u25e6\u25ef\u266a\u27e8\u27e9\u3008\u3009\ufb00-\ufb06\ufeff"
)
_UNPRINTABLE = re.compile(rf"[^{_PRINTABLE}]")
_SPACES = "\u2002\u2003\u2004\u2005\u2007\u2008\u205f"
_THIN_SPACES = "\u2006\u2009\u200a\u202f"
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


def unprintable(latex: str) -> tuple[str, ...]:
    """The characters at which pdfLaTeX stops, each once.

    >>> unprintable("Phở, 東京 and 東")
    ('ở', '東', '京')
    """
    return tuple(dict.fromkeys(_UNPRINTABLE.findall(unicodedata.normalize("NFC", latex))))


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
    if len(text) in (2, 3) and all(char in commands() for char in text):  # γδ are symbols, and no word
        return "".join(_accented(commands()[char], []) for char in text)
    if symbol := commands().get(text):  # before it is taken apart: ≠ is = with a stroke
        return _accented(symbol, [])
    base, *marks = list(unicodedata.normalize("NFD", text))
    if not all(mark in ACCENTS for mark in marks) or (marks and base in "\u0131\u0237"):
        return text
    if base == "\u00a0":
        return "~" if not marks else text
    if base in _THIN_SPACES or base in _SPACES:
        return text if marks else r"\," if base in _THIN_SPACES else " "
    command = base if base.isascii() else commands().get(base)
    if command is None or (marks and "ensuremath" in command):
        return _compatible(unicodedata.normalize("NFC", text))
    return _accented(command, marks)


def _compatible(char: str) -> str:
    """A number or sign in characters that pdfLaTeX prints, as "IV" for one that looks like it; else *char* itself."""
    is_number_or_sign = unicodedata.category(char[:1]) in ("Nl", "No", "Po")
    is_compatible = unicodedata.decomposition(char[:1]).startswith(("<compat>", "<fraction>"))
    if len(char) > 1 or not (is_number_or_sign and is_compatible) or not unprintable(char):
        return char
    latex = escape(unicodedata.normalize("NFKC", char), unicode=False)
    return char if unprintable(latex) else latex


def _accented(base: str, marks: list[str]) -> str:
    latex = base if len(base) == 1 else "{" + base + "}"
    for mark in marks:
        accent = ACCENTS[mark]
        bare = len(latex) == 1 and not accent.isalpha()
        argument = latex if bare or latex.startswith("{") else "{" + latex + "}"
        latex = f"{{\\{accent}{argument}}}"
    return latex
