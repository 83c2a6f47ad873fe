r"""Characters of formulas: their LaTeX for fonts that lack them, and back.

Sub- and superscripts, mathematical letters and some signs are single characters in Unicode, at which pdfLaTeX stops.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["RAISED", "as_math", "from_math"]

_SIGNS = {"\u2212": "-", "\u2032": "'", "\u2033": "''", "\u2034": "'''", "\u221a": r"\surd", "\u2215": "/"}
_ALPHABETS = {
    "DOUBLE-STRUCK": "mathbb", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak", "BLACK-LETTER": "mathfrak",
    "BOLD": "mathbf", "ITALIC": "mathit", "SANS-SERIF": "mathsf", "MONOSPACE": "mathtt", "BOLD ITALIC": "boldsymbol",
}  # fmt: skip
_GREEK = {
    letter: unicodedata.name(letter).rpartition(" ")[2].replace("LAMDA", "LAMBDA").lower()
    for letter in "αβγδεζηθικλμνξπρστυφχψω"
} | {"ε": "varepsilon", "φ": "varphi"}
_STYLE = re.compile(r"(?:MATHEMATICAL )?([A-Z-]+|BOLD ITALIC) (?:CAPITAL|SMALL|DIGIT) \w+")
# Superscript one to three have commands of their own.
_RAISED_CODES = (*range(0x2070, 0x209D), *range(0x1D62, 0x1D66), 0x2C7C, 0x02B0, 0x02B2, 0x02B3, 0x02B7, 0x02B8, 0x02E2)


def _raised(kind: str) -> dict[str, str]:
    signs: dict[str, str] = {}
    for char in map(chr, _RAISED_CODES):
        mark, _, codes = unicodedata.decomposition(char).partition(" ")
        base = chr(int(codes, 16)) if mark == kind and " " not in codes else ""
        base = _SIGNS.get(base, base)
        if base and base.isascii():
            signs[char] = base
    return signs


_SUB, _SUP = _raised("<sub>"), _raised("<super>")
RAISED = f"[{''.join(_SUB)}]+|[{''.join(_SUP)}]+"
"""A run of subscripts or of superscripts, as a regular expression."""


def as_math(text: str) -> str:
    r"""The formula for a run of scripts or one character, or nothing.

    >>> as_math("₁₋ₓ"), as_math("\N{DOUBLE-STRUCK CAPITAL N}"), as_math("é")
    ('_{1-x}', '\\mathbb{N}', '')
    """
    if text in _SIGNS:
        return _SIGNS[text]
    for mark, signs in (("_", _SUB), ("^", _SUP)):
        if signs.keys() >= set(text):
            return f"{mark}{{{''.join(signs[char] for char in text)}}}"
    return _letters().get(text, "")


@cache
def _letters() -> dict[str, str]:
    codes = (*range(0x2100, 0x2140), *range(0x1D400, 0x1D800))
    letters: dict[str, str] = {}
    for char in map(chr, codes):
        style = _STYLE.fullmatch(unicodedata.name(char, ""))
        base = unicodedata.normalize("NFKC", char)
        if not style or style[1] not in _ALPHABETS or len(base) > 1:
            continue
        command = _ALPHABETS[style[1]]
        if not base.isascii() and (name := _GREEK.get(base)) and command in ("mathit", "boldsymbol"):
            letters[char] = f"\\{command}{{\\{name}}}"
        if not base.isascii():
            continue
        is_there = base.isupper() if command in ("mathcal", "mathbb") else base.isalpha() or command != "mathfrak"
        if is_there:  # else the font has another character in its place
            letters[char] = f"\\{command}{{{base}}}"
    return letters


_WRITTEN = re.compile(
    r"\\ensuremath\{((?P<mark>[_^])\{(?P<script>[^{}\\]+)\}|\\(?:math[a-z]{2,4}|boldsymbol)\{(?:[A-Za-z0-9]|\\[A-Za-z]{2,7})\}|-|/|'{1,3}|\\surd)\}"
)
_GROUP = re.compile(rf"\{{({_WRITTEN.pattern})\}}|{_WRITTEN.pattern.replace('?P<mark>', '').replace('?P<script>', '')}")


def from_math(latex: str) -> str:
    r"""*latex* with the characters for which :func:`as_math` gave their formulas.

    >>> from_math(r"In{\ensuremath{_{1-x}}}N of{\ensuremath{_{i}}}")
    'In₁₋ₓN ofᵢ'
    """
    return _GROUP.sub(lambda match: _character(match[0]), latex) if "\\ensuremath{" in latex else latex


def _character(latex: str) -> str:
    match = _WRITTEN.search(latex)
    if not match:
        return latex
    if mark := match["mark"]:
        back = {base: char for char, base in (_SUB if mark == "_" else _SUP).items()}
        known = all(char in back for char in match["script"])
        return "".join(back[char] for char in match["script"]) if known else latex
    return _characters().get(match[1], latex)


@cache
def _characters() -> dict[str, str]:
    """Formula -> character, the first one of several."""
    characters: dict[str, str] = {}
    for char, tex in (*_SIGNS.items(), *_letters().items()):
        characters.setdefault(tex, char)
    return characters
