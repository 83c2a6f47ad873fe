"""Writes sub- and superscripts without markup: as Unicode characters, or as a formula."""

from __future__ import annotations

import re

from moebib.text.latex import is_math

__all__ = ["subscript", "superscript"]

# Only letters that fonts draw as sub- or superscripts; most superscript letters are phonetic symbols, except i and n.
_RAISED = str.maketrans("0123456789+-\u2212=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|ème|a|o", re.I)
_SIGNS = {"TM": "™", "®": "®", "©": "©", "*": "*", "o": "°"}


def superscript(text: str, *, formulas: bool) -> str:
    """The content of a ``<sup>`` element.

    >>> superscript("2+", formulas=True), superscript("N", formulas=True), superscript("N", formulas=False)
    ('²⁺', '$^{N}$', 'N')
    """
    if _ORDINAL.fullmatch(text):
        return text
    return _SIGNS.get(text) or _script(text, _RAISED, "^", formulas)


def subscript(text: str, *, formulas: bool) -> str:
    """The content of a ``<sub>`` element.

    >>> subscript("2", formulas=False), subscript("max", formulas=True), subscript("model", formulas=True)
    ('₂', 'ₘₐₓ', '$_{model}$')
    """
    return _script(text, _LOWERED, "_", formulas)


def _script(text: str, table: dict[int, int], sign: str, formulas: bool) -> str:
    if all(ord(char) in table for char in text):
        return text.translate(table)
    formula = f"${sign}{{{text}}}$"
    fits = formulas and not re.search(r"\s", text) and is_math(formula)
    return formula if fits else text
