r"""Converts plain Unicode with ``$math$`` to LaTeX that is safe to run, and LaTeX back to Unicode.

Characters for which not every LaTeX has a command (CJK, emoji, Cyrillic, right-to-left scripts) stay Unicode. Runs of
spaces become one space. Control characters are removed, because TeX rejects them, and so are characters that change the
direction of text. ``moebib.text.markup`` converts text with markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moebib.text.characters import UNSEEN
from moebib.text.grammar import CASE, Formulas, TextPart, Token, depth_of_braces, pair
from moebib.text.latex._capitals import keep_capitals
from moebib.text.latex._copying import escape_signs, executed, in_ascii, in_unicode, without_executed
from moebib.text.latex._reader import commands_without_markup, read, read_characters
from moebib.text.latex._tables import COMMANDS_OF_TAGS, DECLARATIONS, FONTS, HARMLESS, TAGGED, UPRIGHT, symbols
from moebib.text.latex._writer import escape, tidy, unprintable
from moebib.text.latex.formulas import is_harmless
from moebib.text.urls import HARMLESS_LINK

__all__ = [
    "COMMANDS_OF_TAGS", "PLAIN", "as_safe", "commands_without_markup", "decode", "decode_groups", "encode",
    "encode_groups", "escape", "escape_signs", "executed", "in_ascii", "in_unicode", "is_latex", "is_safe", "is_same",
    "keep_capitals", "read", "separated", "tidy", "unprintable", "without_executed",
]  # fmt: skip

PLAIN = re.compile(r"[A-Za-z0-9.:;!?()\[\]/+*=@]*(?:(?:, |[ ,'\"-])[A-Za-z0-9.:;!?()\[\]/+*=@]+)*")
"""Text that LaTeX prints as it is, in which nothing has to be looked for."""
_FORMULAS = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$", re.S)
_COMMAND = re.compile(
    r"""\\(?:(?P<sign>[&%#_${}]|["'`^~=.](?=[A-Za-z{\\])|[bcdHkruv](?=[ {])|url(?=\{))|(?P<name>[A-Za-z]+))"""
)

_READ = TAGGED.keys() | DECLARATIONS.keys() | UPRIGHT | FONTS


def encode(text: str, *, unicode: bool = False) -> str:
    r"""The LaTeX for plain Unicode with ``$math$``; braces are text.

    With *unicode*, letters and punctuation stay Unicode; mathematical symbols do not, because pdfTeX cannot print them.

    >>> print(encode("Erdős & Nguyễn: 100% of $d_{model}$"))
    Erd{\H{o}}s \& Nguy{\~{\^e}}n: 100\% of $d_{model}$

    A formula with other than mathematical commands is text:

    >>> print(encode(r"$\input{x}$"))
    \${\textbackslash}input{\textbraceleft}x{\textbraceright}\$
    """
    if PLAIN.fullmatch(text):
        return text
    return "".join(_encoded(part, unicode) for part in pair(_tokens(tidy(text), "\\$")))


def encode_groups(text: str, *, unicode: bool = False) -> str:
    """As :func:`encode`, but matching braces stay and group."""
    if PLAIN.fullmatch(text):
        return text
    return separated(_encoded(part, unicode) for part in pair(_tokens(tidy(text), "[${}]")))


def _tokens(text: str, special: str) -> Iterator[Token]:
    """The formulas, the *special* braces and the other characters."""
    formulas = Formulas(text)
    done = 0
    pattern = re.compile(special)
    while token := pattern.search(text, done):
        yield Token("text", text[done : token.start()])
        done = token.end()
        if token[0] in "{}":
            yield Token("open" if token[0] == "{" else "close", CASE, token[0])
        elif is_harmless(tex := formulas.at(token.start())):
            yield Token("math", tex)
            done = token.start() + len(tex) + 2
        else:
            yield Token("text", "$")
    yield Token("text", text[done:])


def _encoded(part: TextPart, unicode: bool) -> str:
    if part.kind == "text":
        return escape(part.value, unicode)
    return f"${part.value}$" if part.kind == "math" else "{" if part.kind == "open" else "}"


def separated(pieces: Iterable[str]) -> str:
    r"""The joined *pieces*, with ``{}`` between a brace and a command: ``{\`` begins an accented letter in BibTeX."""
    joined = []
    before = ""
    for piece in pieces:
        joined.append("{}" + piece if before.endswith("{") and piece.startswith("\\") else piece)
        before = piece
    return "".join(joined)


def decode(latex: str) -> str:
    r"""The plain Unicode (NFC) for LaTeX; formulas stay, grouping braces are removed, unknown commands stay as text.

    >>> decode(r"{\'E}cole {CNRS}, 10~\% of $\alpha$")
    'École CNRS, 10\xa0% of $\\alpha$'
    """
    return read_characters(latex)


def decode_groups(latex: str) -> str:
    r"""As :func:`decode`, but grouping braces stay, except around a single command (``{\'e}``)."""
    return read_characters(latex, groups=True)


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
    return any(match["sign"] or match["name"] in _READ or match["name"] in symbols() for match in commands)


# A link that hyperref opens with another program ("run:", "file:", "javascript:"), or whose target TeX computes.
_LINK = re.compile(
    r"\\(?=(?:href|url|nolinkurl)(?![A-Za-z])"
    rf"(?!\s*\{{\s*(?:{HARMLESS_LINK}|[^{{}}:\\^%]*[/?#}}])))",
    re.I,
)


def is_safe(latex: str) -> bool:
    r"""Whether untrusted LaTeX can be written unchanged: its braces are balanced, and all it does is harmless.

    >>> is_safe(r"\emph{A} at \url{https://a.example}"), is_safe(r"\input{x}"), is_safe(r"\href{run:x}{y}")
    (True, False, False)
    """
    is_seen = latex.isprintable() or not UNSEEN.search(latex)  # the first is much faster
    if not is_seen or depth_of_braces(latex) is None or "^^" in latex or latex.endswith("\\"):
        return False
    if "\\" not in latex:
        return True
    names = re.findall(r"\\([A-Za-z]+)", latex)
    return all(name in HARMLESS or name in symbols() for name in names) and not _LINK.search(latex)


def is_same(before: str, after: str) -> bool:
    r"""Whether two values differ only in their spaces, and in that signs are escaped in *after*.

    >>> is_same("R&D\n  of ponds", r"R\&D of ponds"), is_same(r"\foo", "foo")
    (True, False)
    """
    if before == after:
        return True
    before, after = " ".join(before.split()), " ".join(after.split())
    if before == after:
        return True
    if not after:
        return not before.strip("{}~ ")
    return is_safe(before) and as_safe(before) == as_safe(after)


def as_safe(latex: str) -> str:
    r"""Untrusted LaTeX with special characters escaped where TeX would stop; as plain text if it is not safe.

    >>> print(as_safe(r"\emph{A} & $a_1$ at \url{a_b}"), as_safe(r"\input{x}"))
    \emph{A} \& $a_1$ at \url{a_b} {\textbackslash}input{\textbraceleft}x{\textbraceright}
    >>> print(as_safe(r"\href{run:x}{y}"))
    {\textbackslash}href{run:x}{y}
    """
    if not latex.isprintable():
        latex = UNSEEN.sub("", latex)
    if "\\" in latex:
        latex = _LINK.sub(r"{\\textbackslash}", latex)
    if not is_safe(latex):
        return encode(decode(latex))
    return escape_signs(latex)
