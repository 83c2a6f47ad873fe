r"""Converts plain Unicode with ``$math$`` to LaTeX that is safe to run, and LaTeX back to Unicode.

Characters for which not every LaTeX has a command (CJK, emoji, Cyrillic, right-to-left scripts) stay Unicode. Runs of
spaces become one space. Control characters are removed, because TeX rejects them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from moebib.text.latex._reader import read
from moebib.text.latex._tables import ASCII, FONTS, HARMLESS, symbols
from moebib.text.latex._writer import FORMULA, escape, is_balanced, is_math, tidy

__all__ = [
    "FORMULA", "as_safe", "decode", "decode_groups", "decode_title", "encode", "encode_groups", "encode_title",
    "is_latex", "is_math", "is_safe",
]  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z0-9.:;!?()\[\]/+*=@]*(?:(?:, |[ ,'\"-])[A-Za-z0-9.:;!?()\[\]/+*=@]+)*")
# A part of a word: the characters between spaces and dashes, without the punctuation around them.
_PART = re.compile(r"[^\W_](?:[^\s{}$\-\u2010-\u2014\u2212]*[^\W_])?")
# If nothing matches, no part of a plain title needs braces.
_CAPITALS = re.compile(
    r"(?<!\S)(?:[^\sA-Za-z0-9]*+[A-Za-z0-9]\S*[A-Z]|[^\sA-Z]*+[A-Z]\S*[0-9])"
    r"|(?<![A-Za-z0-9])[B-HJ-Z](?![A-Za-z0-9])"
)
_FORMULAS = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$", re.S)
_COMMAND = re.compile(
    r"""\\(?:(?P<sign>[&%#_${}]|["'`^~=.](?=[A-Za-z{\\])|[bcdHkruv](?=[ {])|url(?=\{))|(?P<name>[A-Za-z]+))"""
)

# Links, commands and formulas, which are skipped, and special characters, which are escaped.
_SIGNS = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{[^{}]*\}|\\.|" + _FORMULAS.pattern + r"|[&%#_^$]", re.S)
_NAME_IN_FRONT = re.compile(r"(\{*)([^\W_]+(?:-[^\W_]+)+)(\}*):")


def encode(text: str, *, unicode: bool = False) -> str:
    r"""The LaTeX for plain Unicode with ``$math$``; braces are text.

    With *unicode*, letters and punctuation stay Unicode; mathematical symbols do not, because pdfTeX cannot print them.

    >>> print(encode("Erdős & Nguyễn: 100% of $d_{model}$"))
    Erd{\H{o}}s \& Nguy{\~{\^e}}n: 100\% of $d_{model}$

    A formula with other than mathematical commands is text:

    >>> print(encode(r"$\input{x}$"))
    \${\textbackslash}input{\textbraceleft}x{\textbraceright}\$
    """
    if _PLAIN.fullmatch(text):
        return text
    pieces = FORMULA.split(tidy(text))
    return "".join(piece if is_math(piece) else escape(piece, unicode) for piece in pieces)


def encode_groups(text: str, *, unicode: bool = False) -> str:
    """As :func:`encode`, but matching braces stay and group."""
    if _PLAIN.fullmatch(text):
        return text
    return _open(_encoded(kind, piece, unicode) for kind, piece in _pieces(tidy(text)))


def encode_title(title: str, *, unicode: bool = False) -> str:
    r"""The LaTeX for a title, with braces around words that must keep their case in styles that lower-case titles.

    Braces are put around parts of words with an upper-case letter after the first (DeepSeekMoE, GPU) or with a digit
    and an upper-case letter (2D), single capitals except "A" and "I", formulas with capitals, and a hyphenated name at
    the beginning of a title ("MoE-Lightning: ..."). A ``{span}`` of the title keeps its braces. :func:`decode_title`
    returns the same title.

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
    r"""The plain Unicode (NFC) for LaTeX; formulas stay, grouping braces are removed, unknown commands stay as text.

    >>> decode(r"{\'E}cole {CNRS}, 10~\% of $\alpha$")
    'École CNRS, 10\xa0% of $\\alpha$'
    """
    return read(latex)


def decode_groups(latex: str) -> str:
    r"""As :func:`decode`, but grouping braces stay, except around a single command (``{\'e}``)."""
    return read(latex, keep=True)


def decode_title(latex: str) -> str:
    """The inverse of :func:`encode_title`: braces that it would add are removed, others stay as spans."""
    title = read(latex, keep=True, outermost=_without_protection)
    layers, name = _name_in_front(title)
    return title[1 : layers + len(name)] + title[layers + len(name) + 1 :] if layers else title


def is_latex(text: str) -> bool:
    r"""Whether *text* contains, outside formulas, an accent, escaped character or command that :func:`decode` reads.

    >>> is_latex(r"Gr\"obner \& {\O}bro"), is_latex(r"C:\temp, {iPhone} and $\alpha$")
    (True, False)
    """
    if "\\" not in text:
        return False
    text = _FORMULAS.sub("", text)
    if re.search(r"(?<!\\)\$", text):
        return False  # a formula that is not closed: it is unclear what is text
    commands = _COMMAND.finditer(text)
    return any(match["sign"] or match["name"] in FONTS or match["name"] in symbols() for match in commands)


def is_safe(latex: str) -> bool:
    """Whether untrusted LaTeX can be written unchanged: its braces are balanced and all its commands are harmless."""
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
    r"""Untrusted LaTeX with special characters escaped where TeX would stop; as plain text if it is not safe.

    >>> print(as_safe(r"\emph{A} & $a_1$ at \url{a_b}"), as_safe(r"\input{x}"))
    \emph{A} \& $a_1$ at \url{a_b} {\textbackslash}input{\textbraceleft}x{\textbraceright}
    """
    if not is_safe(latex):
        return encode(decode(latex))
    return _SIGNS.sub(lambda match: ASCII[match[0]] if len(match[0]) == 1 else match[0], latex)


def _name_in_front(title: str) -> tuple[int, str]:
    """The capitalised, hyphenated name at the beginning of *title*, and the number of braces around it, or (0, "")."""
    match = _NAME_IN_FRONT.match(title) if ":" in title else None
    if not match or len(match[1]) != len(match[3]) or any(part[0].islower() for part in match[2].split("-")):
        return 0, ""
    return len(match[1]), match[2]


def _pieces(title: str) -> list[tuple[str, str]]:
    """The title as ("math", span), ("text", ...), and ("open", "{") and ("close", "}") for matching braces."""
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
    r"""The joined pieces, with ``{}`` between a brace and a command: ``{\`` begins an accented letter in BibTeX."""
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
        latex = (_encoded(*inner, unicode) for inner in pieces[i : end + 1])
        if kind == "text":
            yield from _protected_text(piece, unicode)
        elif _adds_braces("".join(piece for _, piece in pieces[i : end + 1])):
            # A second pair of braces distinguishes a span that would get braces anyway from plain text.
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
    raise AssertionError("every open brace is closed")


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
    """Whether *span*, without the braces around it, would get braces as plain text."""
    layers = min(len(span) - len(span.lstrip("{")), len(span) - len(span.rstrip("}")))
    core = span[layers : len(span) - layers]
    if core.startswith("$"):
        return is_math(core) and any(char.isupper() for char in core)
    return bool(_PART.fullmatch(core)) and _keeps_case(core)


def _without_protection(inner: str) -> str:
    return inner if _adds_braces(inner) else "{" + inner + "}"
