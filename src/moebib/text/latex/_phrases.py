r"""Commands with arguments whose text is more than that of the arguments: citations, units, molecules, conditions.

They are replaced by the LaTeX of what they print before a text is read, and so are the many ways to write a formula.
"""

from __future__ import annotations

import re

from moebib.text.latex._math import from_math
from moebib.text.latex._tables import READ_SYMBOLS, symbols
from moebib.text.latex._units import quantity

__all__ = ["FORMULA", "GROUP", "with_phrases"]

FORMULA = (
    r"(?<!(?<!\\)\\)(?:\$\$(?:[^$\\]|\\.)++\$\$|\$(?:[^$\\]|\\.)++\$|"
    r"\\\((?:[^\\]|\\[^()]){0,500}+\\\)|\\\[(?:[^\\]|\\[^][]){0,500}+\\\])"
)
r"""A formula with its delimiters, as a regular expression: ``$x$``, ``$$x$$``, ``\(x\)`` or ``\[x\]``."""

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDINALS = {
    "ier": "er", "iers": "ers", "iere": "re", "ieres": "res", "ieme": "e", "iemes": "es",
}  # fmt: skip
"""The endings of numbers in the French of babel."""

_OPTION = r"(?:\s*\[[^][]*\])?"
_END = "(?![A-Za-z])"


def _until(ends: str) -> str:
    r"""What is before one of the commands *ends*; no condition begins in it, so that each is read once."""
    return rf"(?:(?!\\(?:{ends}|ifmmode){_END}).)*+"


def _group(name: str) -> str:
    return rf"\s*\{{(?P<{name}>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}}"


GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+\}"
_CONDITION = (
    rf"\\ifmmode{_END}(?P<of_math>{_until('else|fi')})(?:\\else{_END}\s*(?P<text>{_until('fi')}))?"
    rf"\\fi{_END}(?:\s*\{{\}})?"
)
_ENSURED = rf"\\ensuremath\s*(?:(?P<ensured>{GROUP})|(?P<one>\\[A-Za-z]+{_END}))"
_PHANTOM = rf"\\[hv]?phantom\s*\{{\s*\\rule\s*\{{(?P<width>[^{{}}]*)\}}\s*{GROUP}\s*\}}"
_PHRASE = re.compile(
    rf"(?P<formula>{FORMULA})|{_CONDITION}|\{{{_ENSURED.replace('P<', 'P<braced_')}\}}|{_ENSURED}|{_PHANTOM}|"
    r"\\(?:[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[(?P<note>[^][]*)\](?:\s*\[(?P<after>[^][]*)\])?" + _group("keys")
    + rf"|(?P<range>SIrange|qtyrange){_OPTION}" + _group("low") + _group("high") + _group("of_range")
    + rf"|(?P<of_two>numrange){_OPTION}" + _group("least") + _group("most")
    + rf"|(?P<quantity>SIlist|qtylist|SI|qty){_OPTION}" + _group("value") + _group("of_value")
    + rf"|(?:si|unit){_OPTION}" + _group("unit")
    + rf"|(?P<number>numlist|num|ang){_OPTION}" + _group("digits")
    + "|doi" + _group("doi")
    + "|ion" + _group("element") + _group("charge")
    + rf"|(?:ce|chem|cf){_END}" + _group("molecule")
    + rf"|(?:isotope|nuclide){_END}\s*(?:\[(?P<mass>[^][]*)\])?" + _group("nucleus")
    + rf"|(?P<ordinal>{'|'.join(_ORDINALS)}){_END}(?:\{{\}})?"
    + rf"|(?P<item>item){_END}\s*(?:\[(?P<label>[^][]*)\])?"
    + rf"|begin\s*\{{(?:otherlanguage|CJK)\*?\}}{_OPTION}(?:\s*\{{[A-Za-z0-9]*\}}){{1,2}})",
    re.S,
)  # fmt: skip
_MAY_BE = re.compile(
    r"\\(?:[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[|begin\s*\{(?:otherlanguage|CJK)|(?:ensuremath|[hv]?phantom|SI(?:range|list)?|"
    r"qty(?:range|list)?|num(?:range|list)?|si|unit|ang|doi|ion|ce|chem|cf|isotope|nuclide|ifmmode|less|backslash|item|"
    rf"{'|'.join(_ORDINALS)})(?![A-Za-z]))"
)


def with_phrases(latex: str) -> str:
    r"""*latex* with the LaTeX that its phrases print.

    >>> with_phrases(r"\ion{Fe}{ii} at \SI{3}{\kilo\meter\per\second}, see \citep[p.~3]{a}")
    '{Fe II} at 3~km s\\textsuperscript{-1}, see a, p.~3'
    >>> with_phrases(r"\ifmmode a\else b\fi $\ifmmode a\else b\fi$ RuCl\ensuremath{_3}")
    'b$a$ RuCl$_3$'
    >>> with_phrases(r"\doi{10.5555/1}")
    'doi:10.5555/1'
    """
    return _PHRASE.sub(_printed, latex) if _MAY_BE.search(latex) else latex


def _printed(phrase: re.Match[str]) -> str:
    if (formula := phrase["formula"]) is not None:
        if sign := _SIGN.fullmatch(formula):
            return rf"\text{sign[1]}{{}}"
        molecule = _ONLY_MOLECULE.fullmatch(formula)
        return _molecule(molecule["molecule"]) if molecule else _OF_FORMULA.sub(_in_formula, formula)
    if phrase["of_math"] is not None:
        return phrase["text"] or ""
    for prefix in ("braced_", ""):
        if tex := phrase[f"{prefix}ensured"] or phrase[f"{prefix}one"]:
            return _ensured(phrase[0], tex[1:-1] if tex.startswith("{") else tex)
    if phrase["width"] is not None:
        return _gap(phrase["width"])
    if phrase["keys"] is not None:
        before, after = ("", phrase["note"]) if phrase["after"] is None else (phrase["note"], phrase["after"])
        return f"{before} {phrase['keys']}".strip() + (f", {after}" if after else "")
    if phrase["range"]:
        return quantity("SIrange", [phrase["low"], phrase["high"]], phrase["of_range"])
    if phrase["of_two"]:
        return quantity("numrange", [phrase["least"], phrase["most"]], "")
    if phrase["quantity"]:
        return quantity(phrase["quantity"], [phrase["value"]], phrase["of_value"])
    if phrase["unit"] is not None:
        return quantity("unit", [], phrase["unit"])
    if phrase["number"]:
        return quantity(phrase["number"], [phrase["digits"]], "")
    if phrase["doi"] is not None:
        return phrase["doi"] if re.match(r"(?i)doi|https?:", phrase["doi"].strip()) else f"doi:{phrase['doi'].strip()}"
    if phrase["element"] is not None:
        charge = phrase["charge"]
        is_number = charge.isdecimal() and int(charge) < len(_ROMAN)
        return f"{{{phrase['element']} {_ROMAN[int(charge)] if is_number else charge.upper()}}}"
    if phrase["molecule"] is not None:
        return _molecule(phrase["molecule"])
    if phrase["nucleus"] is not None:
        return "{" + (rf"\textsuperscript{{{phrase['mass']}}}" if phrase["mass"] else "") + phrase["nucleus"] + "}"
    if phrase["item"]:
        return rf"\ {phrase['label'] or '•'}\ "
    return rf"\textsuperscript{{{_ORDINALS[phrase['ordinal']]}}}" if phrase["ordinal"] else ""


def _ensured(latex: str, tex: str) -> str:
    r"""A formula with scripts or commands with arguments as one; of letters and symbols, as the writer has it."""
    character = from_math(latex)
    names = re.findall(r"\\([A-Za-z]+)", tex)
    is_plain = not re.search(r"[_^$]|\\[^A-Za-z]", tex) and all(
        name in READ_SYMBOLS or name in symbols() for name in names
    )
    return character if character != latex else latex if is_plain or "$" in tex else f"${tex}$"


# Crossref writes the tags of a title so, and Mendeley a backslash.
_SIGN = re.compile(r"\$\\(less|greater|backslash)\$")
_ONLY_MOLECULE = re.compile(r"\$\s*\\ce" + _group("molecule") + r"\s*\$")
_OF_FORMULA = re.compile(
    rf"{_CONDITION}|\\(?:text|mbox|hbox)\s*\{{\s*{_ENSURED.replace('P<', 'P<braced_')}\s*\}}|{_ENSURED}|{_PHANTOM}",
    re.S,
)


def _in_formula(phrase: re.Match[str]) -> str:
    r"""What is in a formula anyway: ``\ifmmode`` is true there, and the American Physical Society writes empty gaps."""
    if phrase["of_math"] is not None:
        return phrase["of_math"].strip() + ("" if phrase["of_math"].rstrip().endswith("}") else " ")
    if phrase["width"] is not None:
        return _gap(phrase["width"])
    return phrase["braced_ensured"] or phrase["braced_one"] or phrase["ensured"] or phrase["one"]


def _gap(width: str) -> str:
    return r"\," if re.search("[1-9]", width) else ""


_OF_MOLECULE = re.compile(
    r"(?P<formula>\$[^$]*\$)|(?P<arrow>(?<!\s)\s*+<?(?:->|=>|<=>|<->)\s*)|\^\{(?P<sup>[^{}]*)\}|\^(?P<charge>\d*[+-]?)|"
    r"_\{(?P<sub>[^{}]*)\}|_(?P<index>\d+|[a-z])|(?<=[A-Za-z)\]])(?P<count>\d+)|(?<=[A-Za-z0-9)\]])(?P<ion>[+-])(?=\s|$)|"
    r"(?P<dot>(?<!\s)\s*+[*]\s*+|(?<!\s)\s++\.\s++)"
)
_ARROWS = {"->": "→", "<-": "←", "<->": "↔", "<=>": "⇌", "=>": "⇒"}


def _molecule(latex: str) -> str:
    r"""What mhchem prints: a number after a letter is a subscript, and a sign at the end a charge.

    >>> print(_molecule("SO4^2-"), _molecule("^{12}C -> (CO)3+"))
    {SO\textsubscript{4}\textsuperscript{2-}} {\textsuperscript{12}C → (CO)\textsubscript{3}\textsuperscript{+}}
    """

    def printed(part: re.Match[str]) -> str:
        if part["formula"]:
            return part[0]
        if part["arrow"]:
            return f" {_ARROWS.get(part['arrow'].strip(), part['arrow'].strip())} "
        if part["dot"]:
            return "·"
        if raised := part["sup"] or part["charge"] or part["ion"]:
            return rf"\textsuperscript{{{raised}}}"
        lowered = part["sub"] or part["index"] or part["count"]
        return rf"\textsubscript{{{lowered}}}" if lowered else part[0]

    return f"{{{_OF_MOLECULE.sub(printed, latex)}}}"
