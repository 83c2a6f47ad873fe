r"""LaTeX: plain Unicode with ``$math$`` to LaTeX that is safe to run, and LaTeX back to Unicode.

What cannot be written with a command that every LaTeX has (CJK, emoji, Cyrillic, right-to-left scripts) stays Unicode.
Runs of blanks become one blank, and control characters, which TeX refuses, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from moebib.text.latex._fast import read
from moebib.text.latex._tables import ASCII, FONTS, HARMLESS, symbols
from moebib.text.latex._writer import FORMULA, escape, is_balanced, is_math, tidy

__all__ = [
    "as_safe", "decode", "decode_groups", "decode_title", "encode", "encode_groups", "encode_title", "is_latex",
    "is_math", "is_safe",
]  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z0-9.:;!?()\[\]/+*=@]*(?:(?:, |[ ,'\"-])[A-Za-z0-9.:;!?()\[\]/+*=@]+)*")
# A part of a word: what stands between blanks and dashes, without the punctuation around it.
_PART = re.compile(r"[^\W_](?:[^\s{}$\-\u2010-\u2014\u2212]*[^\W_])?")
# Without any of these no part of a plain title keeps its case.
_CAPITALS = re.compile(
    r"(?<!\S)(?:[^\sA-Za-z0-9]*+[A-Za-z0-9]\S*[A-Z]|[^\sA-Z]*+[A-Z]\S*[0-9])"
    r"|(?<![A-Za-z0-9])[B-HJ-Z](?![A-Za-z0-9])"
)
_FORMULAS = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$", re.S)
_COMMAND = re.compile(
    r"""\\(?:(?P<sign>[&%#_${}]|["'`^~=.](?=[A-Za-z{\\])|[bcdHkruv](?=[ {])|url(?=\{))|(?P<name>[A-Za-z]+))"""
)

# Links, commands and formulas are passed over; then the signs, which are escaped.
_SIGNS = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{[^{}]*\}|\\.|" + _FORMULAS.pattern + r"|[&%#_^$]", re.S)
_NAME_IN_FRONT = re.compile(r"(\{*)([^\W_]+(?:-[^\W_]+)+)(\}*):")


def encode(text: str, *, unicode: bool = False) -> str:
    r"""Plain Unicode with ``$math$`` to LaTeX; every brace is text.

    With *unicode*, letters and punctuation stay as they are, symbols of formulas do not: pdfTeX has no others.

    >>> print(encode("Erdős & Nguyễn: 100% of $d_{model}$"))
    Erd{\H{o}}s \& Nguy{\~{\^e}}n: 100\% of $d_{model}$

    A formula that uses anything but mathematical commands is text:

    >>> print(encode(r"$\input{x}$"))
    \${\textbackslash}input{\textbraceleft}x{\textbraceright}\$
    """
    if _PLAIN.fullmatch(text):
        return text
    pieces = FORMULA.split(tidy(text))
    return "".join(piece if is_math(piece) else escape(piece, unicode) for piece in pieces)


def encode_groups(text: str, *, unicode: bool = False) -> str:
    """As :func:`encode`, but braces that match stay braces: they group."""
    if _PLAIN.fullmatch(text):
        return text
    return _open(_encoded(kind, piece, unicode) for kind, piece in _pieces(tidy(text)))


def encode_title(title: str, *, unicode: bool = False) -> str:
    r"""A title to LaTeX, with braces around what must keep its case in styles that lower the case of titles.

    These are the parts of words with an upper-case letter after the first (DeepSeekMoE, GPU), with a digit and an
    upper-case letter (2D), single capitals but for "A" and "I", formulas with capitals, and a whole name with hyphens
    that a title begins with ("MoE-Lightning: ..."). A ``{span}`` of the title keeps its braces; :func:`decode_title`
    gives the same title back.

    >>> print(encode_title("Mixture-of-Experts on GPUs: A 303.5mW {Kalman} Filter"))
    Mixture-of-Experts on {GPUs}: A {303.5mW} {Kalman} Filter
    >>> print(encode_title("Read-ME: MoE-Based"))
    {Read-ME}: {MoE}-Based
    """
    title = tidy(title)
    layers, name = _name_in_front(title)
    if not name and _PLAIN.fullmatch(title):
        return title if not _CAPITALS.search(title) else _PART.sub(lambda part: _protected_part(part[0]), title)
    front = ["{" * (layers + 1), escape(name, unicode), "}" * (layers + 1)] if name else []
    return _open([*front, *_protected(_pieces(title[len(name) + 2 * layers :]), unicode)])


def decode(latex: str) -> str:
    r"""LaTeX to plain Unicode (NFC); formulas stay, braces that only group go, unknown commands stay as text.

    >>> decode(r"{\'E}cole {CNRS}, 10~\% of $\alpha$")
    'École CNRS, 10\xa0% of $\\alpha$'
    """
    return read(latex)


def decode_groups(latex: str) -> str:
    r"""As :func:`decode`, but braces that group stay, except around a command alone (``{\'e}``)."""
    return read(latex, keep=True)


def decode_title(latex: str) -> str:
    """The title that :func:`encode_title` would write so: braces that it would add go, others stay as spans."""
    title = read(latex, keep=True, outermost=_without_protection)
    layers, name = _name_in_front(title)
    return title[1 : layers + len(name)] + title[layers + len(name) + 1 :] if layers else title


def is_latex(text: str) -> bool:
    r"""Whether *text* holds, outside of formulas, an accent, an escaped sign or a command that :func:`decode` reads.

    >>> is_latex(r"Gr\"obner \& {\O}bro"), is_latex(r"C:\temp, {iPhone} and $\alpha$")
    (True, False)
    """
    if "\\" not in text:
        return False
    text = _FORMULAS.sub("", text)
    if re.search(r"(?<!\\)\$", text):
        return False  # a formula that does not end: nobody knows what is text
    commands = _COMMAND.finditer(text)
    return any(found["sign"] or found["name"] in FONTS or found["name"] in symbols() for found in commands)


def is_safe(latex: str) -> bool:
    """Whether LaTeX from outside may be written as it is: braces balanced, and no command but harmless ones."""
    if "\\" not in latex:
        return is_balanced(latex) and "^^" not in latex
    names = re.findall(r"\\([A-Za-z]+)", latex)
    return (
        is_balanced(latex)
        and "^^" not in latex
        and not latex.endswith("\\")
        and all(name in HARMLESS or name in symbols() for name in names)
    )


def as_safe(latex: str) -> str:
    r"""LaTeX from outside as it is where that is safe, with the signs escaped on which TeX would stop; else as text.

    >>> print(as_safe(r"\emph{A} & $a_1$ at \url{a_b}"), as_safe(r"\input{x}"))
    \emph{A} \& $a_1$ at \url{a_b} {\textbackslash}input{\textbraceleft}x{\textbraceright}
    """
    if not is_safe(latex):
        return encode(decode(latex))
    return _SIGNS.sub(lambda found: ASCII[found[0]] if len(found[0]) == 1 else found[0], latex)


def _name_in_front(title: str) -> tuple[int, str]:
    """The name of capitalised parts that *title* begins with, and how many braces it is in; (0, "") if none."""
    found = _NAME_IN_FRONT.match(title) if ":" in title else None
    if not found or len(found[1]) != len(found[3]) or any(part[0].islower() for part in found[2].split("-")):
        return 0, ""
    return len(found[1]), found[2]


def _pieces(title: str) -> list[tuple[str, str]]:
    """The title as ("math", span), ("text", ...), and ("open", "{") and ("close", "}") for braces that match."""
    pieces: list[tuple[str, str]] = []
    opened: list[int] = []
    for piece in FORMULA.split(title):
        if piece.startswith("$") and FORMULA.fullmatch(piece):
            pieces.append(("math" if is_math(piece) else "text", piece))
            continue
        for part in re.split("([{}])", piece):
            if part == "}" and opened:
                start = opened.pop()
                empty = start == len(pieces) - 1
                pieces[start] = ("text" if empty else "open", "{")
                pieces.append(("text" if empty else "close", "}"))
            elif part:
                if part == "{":
                    opened.append(len(pieces))
                pieces.append(("text", part))
    return pieces


def _encoded(kind: str, piece: str, unicode: bool) -> str:
    return escape(piece, unicode) if kind == "text" else piece


def _open(latex: Iterable[str]) -> str:
    r"""Joined; ``{}`` after a brace before a command, as BibTeX takes ``{\`` for one accented letter."""
    joined = []
    before = ""
    for piece in latex:
        joined.append("{}" + piece if before == "{" and piece.startswith("\\") else piece)
        before = piece
    return "".join(joined)


def _protected(pieces: list[tuple[str, str]], unicode: bool) -> Iterator[str]:
    i = 0
    while i < len(pieces):
        kind, piece = pieces[i]
        end = _closing(pieces, i) if kind == "open" else i
        latex = (_encoded(*one, unicode) for one in pieces[i : end + 1])
        if kind == "text":
            yield from _protected_text(piece, unicode)
        elif _adds_braces("".join(piece for _, piece in pieces[i : end + 1])):
            # A span that would get braces anyway is told from plain text by a second pair.
            yield from ("{", *latex, "}")
        else:
            yield from latex
        i = end + 1


def _closing(pieces: list[tuple[str, str]], start: int) -> int:
    depth = 0
    for i in range(start, len(pieces)):
        depth += (pieces[i][0] == "open") - (pieces[i][0] == "close")
        if depth == 0:
            return i
    raise AssertionError("every open brace has its partner")


def _protected_text(text: str, unicode: bool) -> Iterator[str]:
    done = 0
    for part in _PART.finditer(text):
        if _keeps_case(part[0]):
            yield from (escape(text[done : part.start()], unicode), "{", escape(part[0], unicode), "}")
            done = part.end()
    yield escape(text[done:], unicode)


@lru_cache(maxsize=100_000)
def _protected_part(part: str) -> str:
    return "{" + part + "}" if _keeps_case(part) else part


@lru_cache(maxsize=100_000)
def _keeps_case(part: str) -> bool:
    if len(part) == 1:
        return part.isupper() and part not in "AI"
    capital = part[0].isupper()
    return any(char.isupper() for char in part[1:]) or (capital and any(char.isdigit() for char in part))


def _adds_braces(span: str) -> bool:
    """Whether plain text of this content, without the braces around it, would be given braces."""
    layers = min(len(span) - len(span.lstrip("{")), len(span) - len(span.rstrip("}")))
    core = span[layers : len(span) - layers]
    if core.startswith("$"):
        return is_math(core) and any(char.isupper() for char in core)
    return bool(_PART.fullmatch(core)) and _keeps_case(core)


def _without_protection(inner: str) -> str:
    return inner if _adds_braces(inner) else "{" + inner + "}"
