r"""Formulas: which of them no program runs as more than a formula, and their letters without TeX.

LaTeX, pandoc, MathJax and KaTeX execute what is in a formula: ``\input`` reads files, ``\href{javascript:...}`` runs
scripts, ``\def`` changes other commands. Every writer for them lets only those through that pass ``is_harmless``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from moebib.text.characters import UNSEEN
from moebib.text.grammar import DEEPEST, ParsedText, TextPart, depth_of_braces, merged
from moebib.text.latex._tables import MATH, symbols

__all__ = ["as_text", "is_harmless"]

_PIECE = re.compile(r"\\([A-Za-z]+)|\\[,;:!{}|_%&#> ]|[^\\%#&~$]")


def is_harmless(tex: str) -> bool:
    r"""Whether the inside of a ``$formula$`` has only the commands of MATH, in a form that TeX can set.

    >>> is_harmless(r"d_{model} \leq 2^n"), is_harmless(r"\input{x}"), is_harmless("^^5cinput{x}")
    (True, False, False)
    """
    return _has_only(MATH, tex)


def _has_only(names: Collection[str], tex: str) -> bool:
    """Whether a formula is well formed, and has only commands of these *names*."""
    depth = depth_of_braces(tex)
    if not tex or depth is None or depth > DEEPEST:
        return False
    pieces = list(_PIECE.finditer(tex))
    found = [piece[1] for piece in pieces if piece[1]]
    # TeX reads ^^5c as a backslash, and stops at a sub- or superscript of nothing, or without content.
    is_broken = re.search(r"[\^_]\s*(?:[\^_}]|$)", tex) or UNSEEN.search(tex)
    has_only_known = sum(len(piece[0]) for piece in pieces) == len(tex) and all(name in names for name in found)
    return has_only_known and not is_broken and found.count("left") == found.count("right")


_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)(?P<gap>\s*)|\\(?P<space>[,;:> ])|\\(?P<sign>[!{}%&#_|])|(?P<script>[_^])|(?P<char>.)", re.S
)
_HALF_SPACED = re.compile("(?<=[^ ])([<>=+\u2212\u2264\u2265\u2248\u223c\u2260\u00b1\u00d7]) (?=[^ ])")
"""A sign before which a command ended, with the space there."""
_CHARS = {"-": "\u2212", "*": "\u2217", "'": "\u2032", "~": "\u00a0"}
_OF_WORDS = str.maketrans({char: sign for sign, char in _CHARS.items() if sign != "~"})
# Commands whose argument is plain words, and commands whose argument is set in letters of an alphabet of Unicode.
_WORDS = frozenset(
    "mathrm text textrm mbox hbox operatorname mathnormal mathit textit mathop mathsf mathtt".split()  # noqa: SIM905
)
_BOLD = frozenset(("mathbf", "textbf", "boldsymbol", "bm"))
_UPRIGHT = frozenset(("rm", "it", "sf", "tt", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle"))
"""Commands that only change the look of what follows them."""
_ALPHABETS = {
    "mathcal": ("SCRIPT", "SCRIPT"),
    "mathscr": ("SCRIPT", "SCRIPT"),
    "mathbb": ("DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "mathfrak": ("FRAKTUR", "BLACK-LETTER"),
    "cal": ("SCRIPT", "SCRIPT"),
    "Bbb": ("DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "frak": ("FRAKTUR", "BLACK-LETTER"),
}
_ACCENTS = {
    "bar": "\u0304", "overline": "\u0305", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
}  # fmt: skip
_FUNCTIONS = frozenset(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min mod Pr sec sin
    sinh sup tan tanh
    """.split()  # noqa: SIM905
)


_LONGEST = 1_000
"""The most characters of a formula that is read as text, which takes a few levels of recursion for each command."""


@lru_cache(maxsize=5_000)
def as_text(tex: str) -> ParsedText | None:
    r"""A harmless formula as text with sub- and superscripts; ``None`` if it is more than letters, signs and scripts.

    >>> as_text(r"O(n \log n) \in \Omega = k"), as_text(r"\frac{a}{b}")
    ((TextPart(kind='text', value='O(n log n) ∈ Ω = k'),), None)
    """
    if len(tex) > _LONGEST or not (is_harmless(tex) or _has_only(_known(), tex)):
        return None
    try:
        text = merged(_sequence(_TOKEN.finditer(tex), ""))
    except LookupError:
        return None
    parts = [part._replace(value=_HALF_SPACED.sub(r" \1 ", re.sub(" +", " ", part.value))) for part in text]
    if parts:
        parts[0] = parts[0]._replace(value=parts[0].value.lstrip(" "))
        parts[-1] = parts[-1]._replace(value=parts[-1].value.rstrip(" "))
    return merged(parts)


@cache
def _known() -> frozenset[str]:
    return MATH | symbols().keys()


def _sequence(tokens: Iterator[re.Match[str]], end: str) -> Iterable[TextPart]:
    """The parts up to *end*."""
    parts: list[TextPart] = []
    for token in tokens:
        if token["char"] and token["char"] == end:
            return parts
        if token["name"] == "bf":
            return [*parts, TextPart("open", "b"), *_sequence(tokens, end), TextPart("close", "b")]
        parts += _parts(token, tokens)
    if end:
        raise LookupError(end)
    return parts


def _parts(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> Iterable[TextPart]:
    """A token with its argument; raises LookupError for what only TeX can set."""
    if token["script"]:
        mark = "sub" if token["script"] == "_" else "sup"
        inner = merged(_argument(tokens))
        inner = merged([*inner[:-1], *(part._replace(value=part.value.rstrip(" ")) for part in inner[-1:])])
        if not inner or any(part.kind == "open" for part in inner):  # a script of a script
            raise LookupError(mark)
        return [TextPart("open", mark), *inner, TextPart("close", mark)]
    if name := token["name"]:
        parts = list(_command(name, tokens))
        if name in _UPRIGHT:
            return parts
        # After a letter, a space only ends the command name; around operators, it is meant to be seen.
        is_letter = all(part.kind == "text" for part in parts) and "".join(part.value for part in parts).isalpha()
        return parts if is_letter else [*parts, TextPart("text", token["gap"])]
    if token["char"] == "{":
        return _sequence(tokens, "}")
    if token["char"] and token["char"] in "}\\":
        raise LookupError(token["char"])
    if token["space"]:
        return [TextPart("text", " ")]
    if sign := token["sign"]:
        return [TextPart("text", {"!": "", "|": "\u2016"}.get(sign, sign))]
    return [TextPart("text", _CHARS.get(token["char"], token["char"]))]


def _argument(tokens: Iterator[re.Match[str]]) -> Iterable[TextPart]:
    for token in tokens:
        if not (token["char"] or "").isspace():
            return _parts(token, tokens)
    raise LookupError


def _command(name: str, tokens: Iterator[re.Match[str]]) -> Iterable[TextPart]:
    if name in _FUNCTIONS:
        return [TextPart("text", f" {name} ")]
    if name in _WORDS:
        return _as_words(name, _argument(tokens))
    if name in _UPRIGHT:
        return []
    if name in _BOLD:
        return [TextPart("open", "b"), *_as_words(name, _argument(tokens)), TextPart("close", "b")]
    if name in _ACCENTS or name == "sqrt":
        return _of_letter(name, list(_argument(tokens)))
    if name in _ALPHABETS:
        return [part._replace(value=_letters(part.value, *_ALPHABETS[name])) for part in _argument(tokens)]
    symbol = symbols().get(name, "")
    if not symbol or unicodedata.category(symbol[0]).startswith("M"):
        raise LookupError(name)
    return [TextPart("text", symbol)]


def _as_words(name: str, parts: Iterable[TextPart]) -> Iterable[TextPart]:
    """The argument of a command; between words, a hyphen is no minus."""
    if not name.startswith("text") and not name.endswith("box"):
        return parts
    return [part._replace(value=part.value.translate(_OF_WORDS)) for part in parts]


def _of_letter(name: str, argument: list[TextPart]) -> Iterable[TextPart]:
    """A letter with an accent, or a root, with parentheses around more than a letter and its scripts."""
    if not argument or argument[0].kind != "text" or argument[0].value == "[":  # \sqrt[3]{x}
        raise LookupError(name)
    first, *scripts = merged(argument)
    depths = list(accumulate((part.kind == "open") - (part.kind == "close") for part in scripts))
    is_letter = len(first.value) == 1 and all(
        depth or part.kind == "close" for depth, part in zip(depths, scripts, strict=True)
    )
    if name == "sqrt":
        around = ("", "") if is_letter else ("(", ")")
        return [TextPart("text", f"\u221a{around[0]}"), *argument, TextPart("text", around[1])]
    if scripts or len(first.value) != 1:
        raise LookupError(name)
    return [TextPart("text", unicodedata.normalize("NFC", first.value + _ACCENTS[name]))]


def _letters(text: str, style: str, older: str) -> str:
    """*text* in a mathematical alphabet; some letters were in Unicode before, under another name."""
    return "".join(_letter(char, style, older) for char in text)


def _letter(char: str, style: str, older: str) -> str:
    case = "CAPITAL" if char.isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {case} {char}")
    except KeyError:
        return unicodedata.lookup(f"{older} {case} {char}")
