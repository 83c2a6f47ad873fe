"""Characters written as LaTeX, and formulas told from text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moebib.text.latex._tables import ACCENTS, ASCII, MATH, commands

__all__ = ["FORMULA", "escape", "is_balanced", "is_math", "tidy"]

_UNTIDY = re.compile(r"[\x00-\x1f\x7f]|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")
# pandoc's rule: no blank after the first and before the last $, and no digit behind it ("costs $5 or $10").
FORMULA = re.compile(r"(\$(?=\S)[^$]+(?<=\S)\$(?!\d))")
_SPECIAL = r"[&%#_$~^\\|<>`{}]|,,+"
_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"
_ESCAPED = {
    # One Greek letter is a symbol; a Greek word is set in a Greek font, for which its letters stay.
    True: re.compile(rf"{_SPECIAL}|--+|''+|{_GREEK}{{2,}}|{_GREEK}|(?!\w)[^\x00-\x7f]"),
    False: re.compile(
        rf"{_SPECIAL}|[-\u2013\u2014]{{2,}}|['\u201d]{{2,}}|{_GREEK}{{2,}}|"
        r"(?:[^\x00-\x7f]|[A-Za-z](?=[\u0300-\u036f]))[\u0300-\u036f]*"
    ),
}
# TeX makes one character of several of these, so that a pair of braces must keep them apart.
_JOINED = {"-": "-", "\u2013": "--", "\u2014": "---", "'": "'", "\u201c": "``", "\u201d": "''", ",": ","}
_MATH_TOKEN = re.compile(r"\\([A-Za-z]+)|\\[,;:!{}|_%&#> ]|[^\\%#&~]")


def is_math(text: str) -> bool:
    r"""Whether *text* is one ``$formula$`` that TeX may run: only commands of MATH, braces balanced, no ``^^``."""
    if len(text) < 3 or not text.startswith("$") or not FORMULA.fullmatch(text) or not is_balanced(text):
        return False
    inner = text[1:-1]
    tokens = list(_MATH_TOKEN.finditer(inner))
    names = [token[1] for token in tokens if token[1]]
    # TeX reads ^^5c as a backslash, and stops at a script that has nothing to stand on or for.
    broken = "^^" in inner or re.search(r"[\^_]\s*(?:[\^_}]|$)", inner)
    known = sum(len(token[0]) for token in tokens) == len(inner) and MATH.issuperset(names)
    return known and not broken and names.count("left") == names.count("right")


def tidy(text: str) -> str:
    """Without control characters, and with single blanks inside only."""
    if not _UNTIDY.search(text):
        return text
    return _CONTROLS.sub(lambda run: " " if any(char.isspace() for char in run[0]) else "", text).strip(" ")


def escape(text: str, unicode: bool) -> str:
    write = _symbol if unicode else _command
    return _ESCAPED[unicode].sub(lambda match: write(match[0]), text)


def _symbol(found: str) -> str:
    """As :func:`_command`, but only for what pdfTeX cannot print as Unicode: ASCII specials and formula symbols."""
    command = _command(found)
    return command if found.isascii() or "ensuremath" in command else found


@lru_cache(maxsize=20_000)
def _command(found: str) -> str:
    r"""LaTeX for a special character, a letter with its marks, or a run that TeX would join (``--``)."""
    if all(char in _JOINED for char in found):
        return "{}".join(_JOINED[char] for char in found)
    if found in ASCII:
        return ASCII[found]
    base, *marks = list(unicodedata.normalize("NFD", found))
    if not all(mark in ACCENTS for mark in marks) or (marks and base in "\u0131\u0237"):
        return found
    if base == "\u00a0":
        return "~" if not marks else found
    command = base if base.isascii() else commands().get(base)
    if command is None or (marks and "ensuremath" in command):
        return found
    return _accented(command, marks)


def _accented(base: str, marks: list[str]) -> str:
    latex = base if len(base) == 1 else "{" + base + "}"
    for mark in marks:
        accent = ACCENTS[mark]
        bare = len(latex) == 1 and not accent.isalpha()
        argument = latex if bare or latex.startswith("{") else "{" + latex + "}"
        latex = f"{{\\{accent}{argument}}}"
    return latex


def is_balanced(text: str) -> bool:
    """Whether the braces match as BibTeX counts them: escaped ones count too."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
