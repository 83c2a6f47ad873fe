"""Sub- and superscripts as Unicode characters, for text without markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from moebib.text.grammar import ParsedText, TextPart, merged

__all__ = ["raised_characters", "script", "without_marks", "without_scripts"]

# Only letters that fonts draw as sub- or superscripts; most superscript letters are phonetic symbols, except i and n.
_LETTERS = {
    "sup": str.maketrans("0123456789+-\u2212=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ"),
    "sub": str.maketrans("0123456789+-\u2212=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
}
# With the digit before them: 2e is "deuxième".
_ORDINAL = re.compile(r".?(?:st|nd|rd|th|ème)|[0-9](?:er|re|e|a|o)", re.I)
_RAISED = {"TM": "™", "®": "®", "©": "©", "*": "*", "\u2217": "*", "\u2032": "\u2032", "\u2218": "°"}


def script(text: str, mark: Literal["sub", "sup"], before: str = "") -> str:
    """*text* as a sub- or superscript after the character *before*; with ``_`` or ``^`` if Unicode lacks a character.

    >>> script("2+", "sup"), script("max", "sub"), script("th", "sup", "n"), script("N", "sup"), script("model", "sub")
    ('²⁺', 'ₘₐₓ', 'th', '^N', '_model')
    """
    if mark == "sup" and (raised := raised_characters(text, before)):
        return raised
    if all(ord(char) in _LETTERS[mark] for char in text):
        return text.translate(_LETTERS[mark])
    return ("^" if mark == "sup" else "_") + text


def raised_characters(text: str, before: str) -> str:
    """The characters for a superscript that is only typography ("1st") or has a character ("™"); or nothing."""
    return _RAISED.get(text) or (text if _ORDINAL.fullmatch(before + text) else "")


def without_scripts(text: ParsedText) -> ParsedText:
    """*text* with its sub- and superscripts as characters; there are no marks in these."""
    parts: list[TextPart] = []
    scripts: list[TextPart] = []
    depth = 0
    for part in text:
        is_script = part.kind in ("open", "close") and part.value in ("sub", "sup")
        depth += is_script and (1 if part.kind == "open" else -1)
        if not is_script and not depth:
            parts.append(part)
            continue
        scripts.append(part)
        if not depth:
            before = parts[-1].value[-1:] if parts and parts[-1].kind == "text" else ""
            parts.append(TextPart("text", without_marks((TextPart("text", before), *scripts))[len(before) :]))
            scripts = []
    return merged(parts)


def without_marks(text: Iterable[TextPart]) -> str:
    """*text* as characters, with its sub- and superscripts; a formula is TeX between dollar signs."""
    shown: list[str] = []
    opened: list[int] = []
    nests = False
    for kind, value in text:
        if kind in ("text", "math"):
            shown.append(value if kind == "text" else f"${value}$")
        elif value not in ("sub", "sup"):
            continue
        elif kind == "open":
            opened.append(len(shown))
            shown.append("")
            nests = False
        else:
            start = opened.pop()
            if nests:  # a script with a script in it
                shown[start] = "_" if value == "sub" else "^"
            else:
                before = shown[start - 1][-1:] if start else ""
                shown[start:] = [script("".join(shown[start:]), "sub" if value == "sub" else "sup", before)]
            nests = True
    return "".join(shown)
