"""Text and the few tags that CSL processors read in it (citeproc-js manual, "HTML-like formatting tags").

A title is plain Unicode with $math$ and {protected} spans; every other text is plain. In CSL-JSON there are no
entities: pandoc and citeproc-js print ``&lt;`` as four characters, and ``<`` as itself, unless a whole tag that they
know begins there. In plain text such a tag is broken by a word joiner (U+2060), which is invisible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from moebib.text.latex import decode, is_math

__all__ = ["ANY_TAG", "from_markup", "is_plain", "quote", "to_markup", "to_text", "unquote"]

_JOINER = "\u2060"
_TAG = rf"{_JOINER}*(?:/?(?:i|b|sc|sub|sup)|span\b[^<>]*|/span)>"
ANY_TAG = rf"{_JOINER}*[A-Za-z/!?]"
"""What may follow ``<`` in any HTML tag; for text that a processor copies without escaping."""
_PIECES = re.compile(r"(</?(?:i|b|sc|sub|sup)>|<span\b[^<>]*>|</span>)")
_NOCASE = '<span class="nocase">'
# What stands for a pair of tags in plain text; other pairs have no equivalent.
_EQUIVALENT = {_NOCASE: ("{", "}"), "<sub>": ("$_{", "}$"), "<sup>": ("$^{", "}$")}


def is_plain(text: str) -> bool:
    """Whether *text* contains nothing that looks like a tag, or like a broken one, so that it is written as it is."""
    return "<" not in text and _JOINER not in text


def quote(text: str, tag: str = _TAG) -> str:
    """*text* with its tags broken, so that a processor prints them; ``unquote(quote(text)) == text``."""
    return re.sub(rf"<(?={tag})", f"<{_JOINER}", text) if "<" in text else text


def unquote(text: str, tag: str = _TAG) -> str:
    """*text* as it was before ``quote``."""
    return re.sub(rf"<{_JOINER}(?={tag})", "<", text) if _JOINER in text else text


def to_markup(title: str) -> str:
    """A title with its ``{spans}`` and simple formulas as tags; an unbalanced brace is left alone.

    >>> to_markup("{iPhone} <i> $x_{1}$")
    '<span class="nocase">iPhone</span> <\u2060i> <span class="nocase">x<sub>1</sub></span>'
    """
    if "{" not in title and "$" not in title:
        return quote(title)
    pieces = re.split(r"(\$[^$]+\$|[{}])", quote(title))
    opened: list[int] = []
    for i, piece in enumerate(pieces):
        if piece == "{":
            opened.append(i)
        elif piece == "}" and opened:
            pieces[opened.pop()], pieces[i] = _NOCASE, "</span>"
        elif piece.startswith("$"):
            pieces[i] = _formula(piece, protected=bool(opened))
    return "".join(pieces)


def _formula(piece: str, *, protected: bool) -> str:
    """A ``$formula$`` without TeX, if that is possible; its letters are protected from styles that change case."""
    text = to_text(unquote(piece)[1:-1]) if is_math(unquote(piece)) else None
    if text is None:
        return piece
    is_safe = protected or text.upper() == text.lower() or text.startswith(("<sub>", "<sup>"))
    return text if is_safe else f"{_NOCASE}{text}</span>"


def from_markup(text: str) -> tuple[str, bool]:
    """*text* without pairs of tags, and whether nothing was lost with them; an unpaired tag is text.

    >>> from_markup("CO<sub>2</sub> and <b>E. coli</b>")
    ('CO$_{2}$ and E. coli', False)
    """
    if is_plain(text):
        return text, True
    pieces = _PIECES.split(text)
    opened: list[int] = []
    exact = True
    for i in range(1, len(pieces), 2):
        if not pieces[i].startswith("</"):
            opened.append(i)
        elif opened and _element(pieces[opened[-1]]) == _element(pieces[i]):
            tag = pieces[opened[-1]]
            exact = exact and tag in _EQUIVALENT
            pieces[opened.pop()], pieces[i] = _EQUIVALENT.get(tag, ("", ""))
    return unquote("".join(pieces)), exact


def _element(tag: str) -> str:
    return re.split(r"\W", tag.strip("</>"), maxsplit=1)[0]


_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)(?P<gap>\s*)|\\(?P<space>[,;:> ])|\\(?P<sign>[!{}%&#_|])|(?P<script>[_^])|(?P<char>.)"
)
_TAGS = {"_": ("<sub>", "</sub>"), "^": ("<sup>", "</sup>")}
# A word joiner, which is invisible, after what might begin a tag.
_CHARS = {"<": "<\u2060", "-": "\u2212", "*": "\u2217", "'": "\u2032", "~": "\u00a0"}
# Commands whose argument is plain words, and commands whose argument is set in letters of an alphabet of Unicode.
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
    r"""The inside of a ``$formula$`` as markup; ``None`` if it is more than letters, signs and scripts.

    >>> to_text(r"x_{1} \to \infty"), to_text(r"O(n \log n)"), to_text(r"\frac{a}{b}")
    ('x<sub>1</sub> → ∞', 'O(n log n)', None)
    """
    try:
        return re.sub(" +", " ", _sequence(_TOKEN.finditer(formula), "")).strip()
    except (LookupError, RecursionError):  # the latter for groups that are nested hundreds of times
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
    """The text of a token and its argument; raises LookupError for what only TeX can set."""
    if script := token["script"]:
        before, after = _TAGS[script]
        if "<" in (text := _argument(tokens)):  # a script of a script
            raise LookupError(text)
        return f"{before}{text}{after}"
    if name := token["name"]:
        text = _command(name, tokens)
        # After a letter, a space only ends the command name; around operators, it is meant to be seen.
        return text if text.isalpha() else text + token["gap"]
    if token["space"]:
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
    """*char* in a mathematical alphabet; some letters were in Unicode before, under another name."""
    case = "CAPITAL" if char.isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {case} {char}")
    except KeyError:
        return unicodedata.lookup(f"{older} {case} {char}")
