r"""LaTeX: plain Unicode with ``$math$`` to LaTeX that is safe to run, and LaTeX back to Unicode.

What cannot be written with a command that every LaTeX has (CJK, emoji, Cyrillic, right-to-left scripts) stays Unicode.
Runs of blanks become one blank, and control characters, which TeX refuses, are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from moebib._latex_reader import read
from moebib._latex_tables import ACCENTS, ASCII, FONTS, MATH, READ_ACCENTS, READ_SYMBOLS, commands, symbols

__all__ = ["decode", "decode_groups", "decode_title", "encode", "encode_groups", "encode_title", "is_math", "is_safe"]

_PLAIN = re.compile(r"[A-Za-z0-9.:;!?()\[\]/+*=@]*(?:[ ,'\"-][A-Za-z0-9.:;!?()\[\]/+*=@]+)*")
_UNTIDY = re.compile(r"[\x00-\x1f\x7f]|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")
# pandoc's rule: no blank after the first and before the last $, and no digit behind it ("costs $5 or $10").
_MATH = re.compile(r"(\$(?=\S)[^$]+(?<=\S)\$(?!\d))")
_SPECIAL = r"[&%#_$~^\\|<>`{}]|,,+"
_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"
_ESCAPED = {
    # One Greek letter is a symbol; a Greek word is set in a Greek font, for which its letters stay.
    True: re.compile(rf"{_SPECIAL}|--+|''+|{_GREEK}{{2,}}|{_GREEK}|(?!\w)[^\x00-\x7f]"),
    False: re.compile(
        rf"{_SPECIAL}|[-\u2013\u2014]{{2,}}|['\u201d]{{2,}}|{_GREEK}{{2,}}|"
        r"(?:[^\x00-\x7f]|[A-Za-z](?=[\u0300-\u036f]))[\u0300-\u036f]*"
    ),
}
# TeX makes one character of several of these, so that a pair of braces must keep them apart.
_JOINED = {"-": "-", "\u2013": "--", "\u2014": "---", "'": "'", "\u201c": "``", "\u201d": "''", ",": ","}
# A part of a word: what stands between blanks and dashes, without the punctuation around it.
_PART = re.compile(r"[^\W_](?:[^\s{}$\-\u2010-\u2014\u2212]*[^\W_])?")
_MATH_TOKEN = re.compile(r"\\([A-Za-z]+)|\\[,;:!{}|_%&#> ]|[^\\%#&~]")


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
    pieces = _MATH.split(_tidy(text))
    return "".join(piece if is_math(piece) else _escape(piece, unicode) for piece in pieces)


def encode_groups(text: str, *, unicode: bool = False) -> str:
    """As :func:`encode`, but braces that match stay braces: they group."""
    if _PLAIN.fullmatch(text):
        return text
    return _open(_encoded(kind, piece, unicode) for kind, piece in _pieces(_tidy(text)))


def encode_title(title: str, *, unicode: bool = False) -> str:
    r"""A title to LaTeX, with braces around what must keep its case in styles that lower the case of titles.

    These are the parts of words with an upper-case letter after the first (DeepSeekMoE, GPU), with a digit and an
    upper-case letter (2D), single capitals but for "A" and "I", and formulas with capitals. A ``{span}`` of the title
    keeps its braces; :func:`decode_title` gives the same title back.

    >>> print(encode_title("Mixture-of-Experts on GPUs: A 303.5mW {Kalman} Filter"))
    Mixture-of-Experts on {GPUs}: A {303.5mW} {Kalman} Filter
    """
    title = _tidy(title)
    if title.islower() and _PLAIN.fullmatch(title):
        return title
    return _open(_protected(_pieces(title), unicode))


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
    return read(latex, keep=True, outermost=_without_protection)


def is_math(text: str) -> bool:
    r"""Whether *text* is one ``$formula$`` that TeX may run: only commands of MATH, braces balanced, no ``^^``."""
    if len(text) < 3 or not text.startswith("$") or not _MATH.fullmatch(text) or not _is_balanced(text):
        return False
    inner = text[1:-1]
    tokens = list(_MATH_TOKEN.finditer(inner))
    names = [token[1] for token in tokens if token[1]]
    # TeX reads ^^5c as a backslash, and stops at a script that has nothing to stand on or for.
    broken = "^^" in inner or re.search(r"[\^_]\s*(?:[\^_}]|$)", inner)
    known = sum(len(token[0]) for token in tokens) == len(inner) and MATH.issuperset(names)
    return known and not broken and names.count("left") == names.count("right")


def is_safe(latex: str) -> bool:
    """Whether LaTeX from outside may be written as it is: braces balanced, and no command but harmless ones."""
    known = MATH | FONTS | READ_ACCENTS.keys() | READ_SYMBOLS.keys() | {"url", "href"}
    names = re.findall(r"\\([A-Za-z]+)", latex)
    return (
        _is_balanced(latex)
        and "^^" not in latex
        and not latex.endswith("\\")
        and all(name in known or name in symbols() for name in names)
    )


def _tidy(text: str) -> str:
    if not _UNTIDY.search(text):
        return text
    return _CONTROLS.sub(lambda run: " " if any(char.isspace() for char in run[0]) else "", text).strip(" ")


def _escape(text: str, unicode: bool) -> str:
    write = _symbol if unicode else _command
    return _ESCAPED[unicode].sub(lambda match: write(match[0]), text)


def _symbol(found: str) -> str:
    """As :func:`_command`, but only for what pdfTeX cannot print as Unicode: ASCII specials and formula symbols."""
    command = _command(found)
    return command if found.isascii() or "ensuremath" in command else found


@lru_cache(maxsize=20_000)
def _command(found: str) -> str:
    r"""LaTeX for a special character, a letter with its marks, or a run that TeX would join (``--``)."""
    if all(char in _JOINED for char in found):
        return "{}".join(_JOINED[char] for char in found)
    if found in ASCII:
        return ASCII[found]
    base, *marks = list(unicodedata.normalize("NFD", found))
    if not all(mark in ACCENTS for mark in marks) or (marks and base in "\u0131\u0237"):
        return found
    if base == "\u00a0":
        return "~" if not marks else found
    command = base if base.isascii() else commands().get(base)
    if command is None or (marks and "ensuremath" in command):
        return found
    return _accented(command, marks)


def _accented(base: str, marks: list[str]) -> str:
    latex = base if len(base) == 1 else "{" + base + "}"
    for mark in marks:
        accent = ACCENTS[mark]
        bare = len(latex) == 1 and not accent.isalpha()
        argument = latex if bare or latex.startswith("{") else "{" + latex + "}"
        latex = f"{{\\{accent}{argument}}}"
    return latex


def _is_balanced(text: str) -> bool:
    """Whether the braces match as BibTeX counts them: escaped ones count too."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _pieces(title: str) -> list[tuple[str, str]]:
    """The title as ("math", span), ("text", ...), and ("open", "{") and ("close", "}") for braces that match."""
    pieces: list[tuple[str, str]] = []
    opened: list[int] = []
    for piece in _MATH.split(title):
        if piece.startswith("$") and _MATH.fullmatch(piece):
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
    return _escape(piece, unicode) if kind == "text" else piece


def _open(latex: Iterator[str]) -> str:
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
            yield from (_escape(text[done : part.start()], unicode), "{", _escape(part[0], unicode), "}")
            done = part.end()
    yield _escape(text[done:], unicode)


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
