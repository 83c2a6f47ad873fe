r"""Commands with arguments whose text is more than that of the arguments: citations, units, molecules, conditions.

They are replaced by the LaTeX of what they print before a text is read, and so are the many ways to write a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from moebib.text.latex._math import from_math
from moebib.text.latex._tables import symbols
from moebib.text.latex._units import quantity

__all__ = ["COMMANDS", "FORMULA", "GROUP", "with_phrases"]

FORMULA = (
    r"(?<!(?<!\\)\\)(?:\$\$(?:[^$\\]|\\.)++\$\$|\$(?:[^$\\]|\\.)++\$|"
    r"\\\((?:[^\\]|\\[^()]){0,500}+\\\)|\\\[(?:[^\\]|\\[^][]){0,500}+\\\])"
)
r"""A formula with its delimiters, as a regular expression: ``$x$``, ``$$x$$``, ``\(x\)`` or ``\[x\]``."""

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDINALS = {"ier": "er", "iers": "ers", "iere": "re", "ieres": "res", "ieme": "e", "iemes": "es"}
"""The endings of numbers in the French of babel."""

_OPTION = r"(?:\s*\[[^][]*\])?"
_END = "(?![A-Za-z])"
GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+\}"
"""An argument in braces, as a regular expression."""


def _until(ends: str) -> str:
    r"""What is before one of the commands *ends*; no condition begins in it, so that each is read once."""
    return rf"(?:(?!\\(?:{ends}|ifmmode){_END}).)*+"


def _group(name: str) -> str:
    return rf"\s*\{{(?P<{name}>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}}"


_CONDITION = (
    rf"\\ifmmode{_END}(?P<of_math>{_until('else|fi')})(?:\\else{_END}\s*(?P<of_text>{_until('fi')}))?"
    rf"\\fi{_END}\s*+(?:\{{\}})?"
)
_ENSURED = rf"\\ensuremath\s*(?P<ensured>{GROUP}|\\[A-Za-z]+{_END})"
_PHANTOM = rf"\\[hv]?phantom\s*\{{\s*\\rule\s*\{{(?P<width>[^{{}}]*)\}}\s*{GROUP}\s*\}}"


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
    kind = next(kind for kind in _KINDS if phrase[kind] is not None)
    return _KINDS[kind][1](phrase)


def _formula(phrase: re.Match[str]) -> str:
    if sign := _SIGN.fullmatch(phrase[0]):
        return rf"\text{sign[1]}{{}}"
    molecule = _ONLY_MOLECULE.fullmatch(phrase[0])
    return _molecule(molecule["molecule"]) if molecule else _OF_FORMULA.sub(_in_formula, phrase[0])


# Crossref writes the tags of a title so, and Mendeley a backslash.
_SIGN = re.compile(r"\$\\(less|greater|backslash)\$")
_ONLY_MOLECULE = re.compile(r"\$\s*\\ce" + _group("molecule") + r"\s*\$")
_OF_FORMULA = re.compile(rf"{_CONDITION}|\\(?:text|mbox|hbox)\s*\{{\s*{_ENSURED}\s*\}}|"
                         rf"{_ENSURED.replace('ensured', 'bare')}|{_PHANTOM}", re.S)  # fmt: skip


def _in_formula(phrase: re.Match[str]) -> str:
    r"""What is in a formula anyway: ``\ifmmode`` is true there, and the American Physical Society writes empty gaps."""
    if phrase["of_math"] is not None:
        of_math = phrase["of_math"].strip()
        return of_math + (" " if re.search(r"\\[A-Za-z]+\Z", of_math) else "")
    return phrase["ensured"] or phrase["bare"] or _gap(phrase)


def _ensured(phrase: re.Match[str]) -> str:
    r"""A formula with scripts or commands with arguments as one; of letters and symbols, as the writer has it."""
    latex, tex = phrase[0], phrase["ensured"] or phrase["inner"]
    tex = tex[1:-1] if tex.startswith("{") else tex
    character = from_math(latex)
    if character != latex:
        return character
    names = re.findall(r"\\([A-Za-z]+)", tex)
    is_plain = not re.search(r"[_^]|\\[^A-Za-z]", tex) and all(name in symbols() for name in names)
    return latex if is_plain or "$" in tex else f"${tex}$"


def _gap(phrase: re.Match[str]) -> str:
    return r"\," if re.search("[1-9]", phrase["width"]) else ""


def _citation(phrase: re.Match[str]) -> str:
    before, after = ("", phrase["note"]) if phrase["after"] is None else (phrase["note"], phrase["after"])
    return f"{before} {phrase['keys']}".strip() + (f", {after}" if after else "")


def _doi(phrase: re.Match[str]) -> str:
    doi = phrase["of_doi"].strip()
    return doi if re.match(r"(?i)doi|https?:", doi) else f"doi:{doi}"


def _ion(phrase: re.Match[str]) -> str:
    charge = phrase["charge"]
    is_number = charge.isdecimal() and int(charge) < len(_ROMAN)
    return f"{{{phrase['element']} {_ROMAN[int(charge)] if is_number else charge.upper()}}}"


def _isotope(phrase: re.Match[str]) -> str:
    mass = rf"\textsuperscript{{{phrase['mass']}}}" if phrase["mass"] else ""
    return f"{{{mass}{phrase['nucleus']}}}"


_ACCENTS = {
    18: "`", 19: "'", 20: "v", 21: "u", 22: "=", 23: "r", 94: "^", 95: ".", 125: "H", 126: "~", 127: '"',
}  # fmt: skip
"""The accents of TeX's first fonts, by their codes."""


def _accented(phrase: re.Match[str]) -> str:
    bases = (("octal", 8), ("hexadecimal", 16), ("decimal", 10))
    code = next(int(phrase[name], base) for name, base in bases if phrase[name])
    return f"\\{_ACCENTS[code]}{{{phrase['letter']}}}" if code in _ACCENTS else phrase[0]


_KINDS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "formula": (FORMULA, _formula),
    "condition": (_CONDITION, lambda phrase: phrase["of_text"] or ""),
    "in_braces": (rf"\{{{_ENSURED.replace('ensured', 'inner')}\}}", _ensured),
    "ensuring": (_ENSURED, _ensured),
    "phantom": (_PHANTOM, _gap),
    "citation": (
        r"\\[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[(?P<note>[^][]*)\](?:\s*\[(?P<after>[^][]*)\])?" + _group("keys"), _citation,
    ),
    "range": (
        rf"\\(?:SI|qty)range{_OPTION}" + _group("low") + _group("high") + _group("of_range"),
        lambda phrase: quantity("SIrange", [phrase["low"], phrase["high"]], phrase["of_range"]),
    ),
    "numrange": (
        rf"\\numrange{_OPTION}" + _group("least") + _group("most"),
        lambda phrase: quantity("numrange", [phrase["least"], phrase["most"]], ""),
    ),
    "quantity": (
        rf"\\(?P<of_value>SIlist|qtylist|SI|qty){_OPTION}" + _group("value") + _group("unit_of_value"),
        lambda phrase: quantity(phrase["of_value"], [phrase["value"]], phrase["unit_of_value"]),
    ),
    "unit": (rf"\\(?:si|unit){_OPTION}" + _group("symbol"), lambda phrase: quantity("unit", [], phrase["symbol"])),
    "number": (
        rf"\\(?P<of_digits>numlist|num|ang){_OPTION}" + _group("digits"),
        lambda phrase: quantity(phrase["of_digits"], [phrase["digits"]], ""),
    ),
    "doi": (r"\\doi" + _group("of_doi"), _doi),
    "ion": (r"\\ion" + _group("element") + _group("charge"), _ion),
    "chemistry": (rf"\\(?:ce|chem|cf){_END}" + _group("molecule"), lambda phrase: _molecule(phrase["molecule"])),
    "isotope": (rf"\\(?:isotope|nuclide){_END}\s*(?:\[(?P<mass>[^][]*)\])?" + _group("nucleus"), _isotope),
    "ordinal": (
        rf"\\(?P<ending>{'|'.join(_ORDINALS)}){_END}(?:\{{\}})?",
        lambda phrase: rf"\textsuperscript{{{_ORDINALS[phrase['ending']]}}}",
    ),
    "accent": (
        r"\\accent\s*(?:'(?P<octal>[0-7]{1,3})|\"(?P<hexadecimal>[0-9A-F]{1,2})|(?P<decimal>[0-9]{1,3}))\s*"
        r"(?P<letter>[A-Za-z]|\\[ij](?![A-Za-z]))", _accented,
    ),
    "item": (
        rf"\\item{_END}\s*(?:\[(?P<label>[^][]*)\])?", lambda phrase: rf"\ {phrase['label'] or '•'}\ ",
    ),
    "environment": (
        rf"\\begin\s*\{{(?:otherlanguage|CJK)\*?\}}{_OPTION}(?:\s*\{{[A-Za-z0-9]*\}}){{1,2}}", lambda _: "",
    ),
}  # fmt: skip
"""The kinds of phrases, and what each prints."""
_PHRASE = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, (pattern, _) in _KINDS.items()), re.S)
COMMANDS = frozenset(
    """
    ensuremath phantom hphantom vphantom SI SIrange SIlist qty qtyrange qtylist num numrange numlist si unit ang doi
    ion ce chem cf isotope nuclide ifmmode accent less backslash item
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
) | frozenset(_ORDINALS)
"""The commands with which a phrase begins, or that are one; others are citations and environments."""
_MAY_BE = re.compile(
    rf"\\(?:[A-Za-z]*[Cc]ite[a-z]*\*?\s*\[|begin\s*\{{(?:otherlanguage|CJK)|(?:{'|'.join(sorted(COMMANDS))}){_END})"
)


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
