r"""Reads LaTeX as Unicode, without recursion and in linear time, because the input may be hostile.

Simple LaTeX (accents, escaped characters, dashes and braces that are not nested) is read by a few regular expressions,
everything else token by token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from moebib.text.latex._tables import FONTS, PRIMITIVES, READ_ACCENTS, READ_SYMBOLS, TAKES, symbols

__all__ = ["read", "read_tokens"]

_ACTIVE = re.compile(r"[\\{}$~`\x00-\x1f\x7f]|--|''|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\r\n]+")
# A letter with its accents, in its own braces or after the command: {\'{\i}}, \"{u}, \'e, \c{c}; and \&.
_LETTER = re.compile(
    r"\{\\(?:[\"'`^~=.]|[A-Za-z]{1,2}(?![A-Za-z]) ?)(?:\\?[A-Za-z]|\{\\?[A-Za-z]?\})?\}"
    r"|(?<![\\{])\\(?:[\"'`^~=.](?:[A-Za-z]|\{[A-Za-z]\})|[bcdHkruv]\{[A-Za-z]\}|[&%#_])"
)
_ONE_LAYER = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*")
_SPAN = re.compile(r"\{([^{}]*)\}")
_LIGATURES = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d", "`": "\u2018", "~": "\u00a0"}
_LIGATURE = re.compile(r"---?|``|''|`|~")


def read(latex: str, *, keep: bool = False, outermost: Callable[[str], str] | None = None) -> str:
    """The Unicode for LaTeX, as in the general reader, which reads everything that is not simple."""
    if not _ACTIVE.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    if _CONTROLS.search(latex):  # they are not written either
        latex = _CONTROLS.sub("", latex.replace("\f", " ").replace("\v", " "))
    text = None if "$" in latex else _read_simple(latex, keep, outermost)
    return read_tokens(latex, keep=keep, outermost=outermost) if text is None else text


def _read_simple(latex: str, keep: bool, outermost: Callable[[str], str] | None) -> str | None:
    # NFC first, so that an accent is not put between a letter and its combining mark.
    text = _SPACES.sub(" ", latex if latex.isascii() else unicodedata.normalize("NFC", latex))
    if "\\" in text:
        text = _LETTER.sub(lambda match: _letter(match[0]), text)
        if "\\" in text:
            return None
    if "?`" in text or "!`" in text:
        return None
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    if "{" in text or "}" in text:
        if not _ONE_LAYER.fullmatch(text):
            return None
        text = text.replace("{}", "")
        if keep and outermost:
            text = _SPAN.sub(lambda span: outermost(span[1]), text)
        elif not keep:
            text = text.replace("{", "").replace("}", "")
        text = _SPACES.sub(" ", text)
    text = text.strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=5_000)
def _letter(latex: str) -> str:
    """The letter that *latex* stands for, or *latex* itself if it is anything else."""
    letter = read_tokens(latex)
    return letter if letter.isalpha() or letter in ("&", "%", "#", "_") else latex


_ACTIVE_TOKEN = re.compile(r"[\\{}$~`]|--|''|[\t\r\n]|  |^ | $")
_TOKEN = re.compile(
    r"\\a(?P<tabbed>['`=])|\\symbol\{(?P<code>\d{1,6})\}|(?P<nothing>\\(?:no)?(?:line|page)break(?:\[\d\])?[ \t\r\n]*)|"
    r"\\(?:url|path|nolinkurl)[ \t\r\n]*\{(?P<verbatim>[^{}]*)\}|\\(?P<name>[A-Za-z]+)(?P<blanks>[ \t\r\n]*)|"
    r"\\\([ \t\r\n]*(?P<inline>(?:[^\\]|\\[^()])+?)[ \t\r\n]*\\\)|"
    r"\\(?P<sign>[^A-Za-z])|\$[ \t\r\n]*(?P<math>(?:[^$\\]|\\.)+?)[ \t\r\n]*\$|(?P<brace>[{}])|"
    r"(?P<ligature>---?|``|''|`|~)|(?P<text>[^\\{}$~\-`']+|.)",
    re.DOTALL,
)
_SIGNS = {"-": "", "/": "", "@": "", "!": ""} | dict.fromkeys(",;:\\ \n\t\r", " ")
_MARKS = "".join(READ_ACCENTS.values())
_UNDOTTED = {"\u0131": "i", "\u0237": "j"}


def read_tokens(latex: str, *, keep: bool = False, outermost: Callable[[str], str] | None = None) -> str:
    """The Unicode (NFC) for LaTeX.

    With *keep*, grouping braces stay; *outermost* replaces the groups that are in no other.
    """
    if not _ACTIVE_TOKEN.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    reader = _LatexReader(keep, outermost)
    for token in _TOKEN.finditer(latex):
        if token["brace"] == "{":
            reader.open(with_command=latex.startswith("\\", token.end()))
        elif token["brace"] and reader.groups:
            reader.close(before_group=latex.startswith("{", token.end()))
        elif token["name"]:
            reader.command(token["name"], token["blanks"])
        else:
            reader.other(token)
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", reader.finish())).strip(" ")


@dataclass(slots=True)
class _Group:
    start: int
    """The position of its opening brace in the output."""
    kind: str
    """"argument" (the braces are removed), "dropped", "quoted", "named" (the first argument of an unknown command: the
    command and the braces are removed if it is the only one), "unknown" (its other arguments), "special" or "plain"."""
    accents: list[str]
    """The accents for its first letter."""
    after: tuple[str, ...] = ()
    """The kinds of the groups after it, if it is one of several arguments."""


@dataclass(slots=True)
class _LatexReader:
    keep: bool
    outermost: Callable[[str], str] | None
    pieces: list[str] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    accents: list[str] = field(default_factory=list)
    """Accents whose letter has not been read yet."""
    next_kinds: tuple[str, ...] = ()
    """The kinds of the groups that follow, if a command takes them as arguments."""

    def open(self, *, with_command: bool) -> None:
        # As in BibTeX, {\'e} is one accented letter, and its braces do not group.
        next_kind, *after = self.next_kinds or ("special" if with_command else "plain",)
        kind = "argument" if self.accents else next_kind
        self.groups.append(_Group(len(self.pieces), kind, self.accents, tuple(after)))
        self.pieces.append("{")
        self.accents, self.next_kinds = [], ()

    def close(self, *, before_group: bool) -> None:
        self._settle()
        group = self.groups.pop()
        if group.kind == "named":
            # \pkg{x} is probably x in another font; the meaning of further arguments is unknown.
            alone = not before_group and any(self.pieces[group.start + 1 :])
            group.kind = "argument" if alone else "unknown"
            self.pieces[group.start - 1] = "" if alone else self.pieces[group.start - 1]
        stays = group.kind == "unknown" or (self.keep and self._groups(group))
        if group.kind == "dropped":
            del self.pieces[group.start :]
        elif group.kind == "quoted":
            self.pieces[group.start] = "\u201c"
            self.pieces.append("\u201d")
        elif not stays:
            self.pieces[group.start] = ""
            self._accent(group.accents, group.start + 1)
        elif self.outermost and not self.groups and group.kind != "unknown":
            inner = unicodedata.normalize("NFC", "".join(self.pieces[group.start + 1 :]))
            self.pieces[group.start :] = [self.outermost(inner)]
        else:
            self.pieces.append("}")
        self.next_kinds = ("unknown",) if group.kind == "unknown" else group.after

    def command(self, name: str, blanks: str) -> None:
        if name in READ_ACCENTS:
            self.accents.append(name)
        elif name in FONTS:
            self.next_kinds = ("argument",)
        elif name in TAKES:
            self.next_kinds = TAKES[name]
        elif symbol := READ_SYMBOLS.get(name) or symbols().get(name):
            self._add(symbol)
        else:
            self._add("\\" + name + blanks)
            self.next_kinds = ("unknown",) if name in PRIMITIVES else ("named",)

    def other(self, token: re.Match[str]) -> None:
        if (sign := token["sign"] or token["tabbed"]) in READ_ACCENTS:
            self.accents.append(sign)
        elif token["sign"]:
            self._add(_SIGNS.get(token["sign"], token["sign"]))
        elif token["code"]:
            self._add(chr(int(token["code"])) if 32 < int(token["code"]) < 127 else token[0])
        elif token["verbatim"] is not None:
            self._add(re.sub(r"\\([_%&#~$])", r"\1", token["verbatim"]))
        elif formula := token["math"] or token["inline"]:
            self._add(f"${formula}$")
        elif token["ligature"] == "`" and self.pieces and self.pieces[-1].endswith(("?", "!")):
            self.pieces[-1] = self.pieces[-1][:-1] + {"?": "\u00bf", "!": "\u00a1"}[self.pieces[-1][-1]]
        elif token["ligature"]:
            self._add(_LIGATURES[token["ligature"]])
        elif not token["nothing"] and (text := (token[0].lstrip() if self.accents else token[0])):
            # \write18{x}: text directly after an unknown command keeps the braces after it.
            is_attached = self.next_kinds in (("named",), ("unknown",)) and not re.search(r"\s", text)
            self._add(text)
            self.next_kinds = ("unknown",) if is_attached else ()

    def finish(self) -> str:
        self._settle()
        return "".join(self.pieces)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self._accent(self.accents, len(self.pieces) - 1)
        self.accents, self.next_kinds = [], ()

    def _settle(self) -> None:
        """Write accents that no letter follows."""
        self.pieces.extend(accent if not accent.isalpha() else "\\" + accent for accent in self.accents)
        self.accents = []

    def _accent(self, accents: list[str], start: int) -> None:
        """Put *accents*, the last one first, on the first letter since *start*."""
        if not accents:
            return
        i = next((i for i in range(start, len(self.pieces)) if self.pieces[i]), None)
        if i is None:
            self.accents = accents
            self._settle()
            return
        letter, rest = self.pieces[i][0], self.pieces[i][1:]
        after = rest.lstrip(_MARKS)  # accents that are already there are closer to the letter
        marks = "".join(READ_ACCENTS[accent] for accent in reversed(accents))
        self.pieces[i] = _UNDOTTED.get(letter, letter) + rest[: len(rest) - len(after)] + marks + after

    def _groups(self, group: _Group) -> bool:
        """Whether the braces group; an empty pair only separates two characters."""
        inner = self.pieces[group.start + 1 : group.start + 100]
        if group.kind == "special":
            return any(" " in piece or "," in piece for piece in inner)
        return group.kind == "plain" and any(inner)
