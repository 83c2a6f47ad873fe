r"""Formulas in what CSL can say: Unicode, ``<sub>`` and ``<sup>``; no processor of CSL knows TeX.

Reading such text gives no formula back, so an item keeps the title as it was beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from moebib.text.latex import decode

__all__ = ["to_text"]

_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)(?P<gap>\s*)|\\(?P<blank>[,;:> ])|\\(?P<sign>[!{}%&#_|])|(?P<script>[_^])|(?P<char>.)"
)
_TAGS = {"_": ("<sub>", "</sub>"), "^": ("<sup>", "</sup>")}
# A word joiner, which nobody sees, after what might begin a tag.
_CHARS = {"<": "<\u2060", "-": "\u2212", "*": "\u2217", "'": "\u2032", "~": "\u00a0"}
# TeX sets the words of these upright, and everything else that has a style of its own as letters of that style.
_WORDS = frozenset("mathrm text textrm operatorname mathnormal mathit textit mathop".split())  # noqa: SIM905
_ALPHABETS = {
    "mathcal": ("SCRIPT", "SCRIPT"),
    "mathscr": ("SCRIPT", "SCRIPT"),
    "mathbb": ("DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "mathfrak": ("FRAKTUR", "BLACK-LETTER"),
}
_FUNCTIONS = frozenset(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min mod Pr sec sin
    sinh sup tan tanh
    """.split()  # noqa: SIM905
)


def to_text(formula: str) -> str | None:
    r"""The inside of a ``$formula$`` as markup, or None where it is more than letters, signs and scripts.

    >>> to_text(r"x_{1} \to \infty"), to_text(r"O(n \log n)"), to_text(r"\frac{a}{b}")
    ('x<sub>1</sub> → ∞', 'O(n log n)', None)
    """
    try:
        return re.sub(" +", " ", _sequence(_TOKEN.finditer(formula), "")).strip()
    except LookupError:
        return None


def _sequence(tokens: Iterator[re.Match[str]], end: str) -> str:
    """The text up to *end*."""
    pieces: list[str] = []
    for token in tokens:
        if token["char"] and token["char"] == end:
            return "".join(pieces)
        pieces.append(_text(token, tokens))
    if end:
        raise LookupError(end)
    return "".join(pieces)


def _text(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> str:
    """What one token means, with its argument; LookupError for what only TeX can set."""
    if script := token["script"]:
        before, after = _TAGS[script]
        if "<" in (text := _argument(tokens)):  # a script of a script
            raise LookupError(text)
        return f"{before}{text}{after}"
    if name := token["name"]:
        text = _command(name, tokens)
        # The blank after a letter only ends its name; around signs people put blanks to be seen.
        return text if text.isalpha() else text + token["gap"]
    if token["blank"]:
        return " "
    if token["sign"]:
        return {"!": "", "|": "\u2016"}.get(token["sign"], token["sign"])
    char = token["char"]
    if char == "{":
        return _sequence(tokens, "}")
    if char in "}\\":
        raise LookupError(char)
    return _CHARS.get(char, char)


def _argument(tokens: Iterator[re.Match[str]]) -> str:
    for token in tokens:
        if not (token["char"] or "").isspace():
            return _text(token, tokens)
    raise LookupError


def _command(name: str, tokens: Iterator[re.Match[str]]) -> str:
    if name in _FUNCTIONS:
        return f" {name} "
    if name in _WORDS:
        return _argument(tokens)
    if name in _ALPHABETS:
        return "".join(_letter(char, *_ALPHABETS[name]) for char in _argument(tokens))
    if len(symbol := decode(f"\\{name}")) != 1 or unicodedata.category(symbol).startswith("M"):
        raise LookupError(name)
    return symbol


def _letter(char: str, style: str, older: str) -> str:
    """*char* in an alphabet for formulas; some of its letters were in Unicode before the others."""
    case = "CAPITAL" if char.isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {case} {char}")
    except KeyError:
        return unicodedata.lookup(f"{older} {case} {char}")
