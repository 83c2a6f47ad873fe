r"""Reads LaTeX as text with markup, without recursion and in linear time, because the input may be hostile.

Simple LaTeX (accents, escaped characters, dashes and braces that are not nested) is read by a few regular expressions,
everything else token by token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from moebib.text.grammar import CASE, TAGS, ParsedText, TextPart, is_formula, merged, source
from moebib.text.latex._commands import is_read
from moebib.text.latex._phrases import with_phrases
from moebib.text.latex._tables import (
    DECLARATIONS,
    FONTS,
    PRIMITIVES,
    READ_ACCENTS,
    READ_SYMBOLS,
    TAGGED,
    TAKES,
    UNMARKED,
    UPRIGHT,
    symbols,
)
from moebib.text.scripts import without_marks

__all__ = ["commands_without_markup", "read", "read_characters", "read_parts"]

_ACTIVE = re.compile(r"[\\{}$~`<\x00-\x1f\x7f]|--|''|  |^ | $")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What is not one space already.
_SPACES = re.compile(r"[\t\r\n][ \t\r\n]*| [ \t\r\n]+")
# A letter with its accents, in its own braces or after the command: {\'{\i}}, \"{u}, \'e, \c{c}; and \&.
_LETTER = re.compile(
    r"\{\\(?:[\"'`^~=.]|[A-Za-z]{1,2}(?![A-Za-z]) ?)(?:\\?[A-Za-z]|\{\\?[A-Za-z]?\})?\}"
    r"|(?<![\\{])\\(?:[\"'`^~=.](?:[A-Za-z]|\{[A-Za-z]\})|[bcdHkruv]\{[A-Za-z]\}|[&%#_])"
)
_ONE_LAYER = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*")
_LIGATURES = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d", "`": "\u2018", "~": "\u00a0"}
_LIGATURE = re.compile(r"---?|``|''|`|~")


def read(latex: str) -> str:
    """The text with markup for LaTeX."""
    if not _ACTIVE.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    simple = None if "<" in latex else _read_simple(latex)
    return source(read_parts(latex)) if simple is None else simple


def read_characters(latex: str, *, groups: bool = False) -> str:
    """The characters for LaTeX, with its formulas and, if *groups*, with the braces that group."""
    if not _ACTIVE.search(latex):
        return latex if latex.isascii() else unicodedata.normalize("NFC", latex)
    simple = _read_simple(latex)
    if simple is None:
        parts = read_parts(latex)
        return _tidy(without_marks(map(_brace, parts) if groups else parts))
    return simple if groups else _tidy(re.sub("[{}]", "", simple))


def _brace(part: TextPart) -> TextPart:
    """The part; a brace as a character."""
    is_brace = part.value == CASE and part.kind in ("open", "close")
    return TextPart("text", "{" if part.kind == "open" else "}") if is_brace else part


def _read_simple(latex: str) -> str | None:
    if "$" in latex or _CONTROLS.search(latex):
        return None
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
    return _tidy(text)


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text).strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=5_000)
def _letter(latex: str) -> str:
    """The letter that *latex* stands for, or *latex* itself if it is anything else."""
    letter = without_marks(read_parts(latex))
    return letter if letter.isalpha() or letter in ("&", "%", "#", "_") else latex


_NUMBER = r"[ \t\r\n]*[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)[ \t\r\n]*"
_LENGTH = rf"{_NUMBER}(?:true[ \t]*)?(?:e[mx]|p[tc]|in|bp|[cm]m|d[dm]|cc|sp|mu)"
_TOKEN = re.compile(
    r"\\a(?P<tabbed>['`=])|\\symbol\{(?P<code>\d{1,6})\}|(?P<nothing>\\(?:no)?(?:line|page)break(?:\[\d\])?[ \t\r\n]*|"
    r"\\(?:hspace|vspace)\*\s*\{[^{}]*\}|"
    rf"\\(?:m?kern|raise|lower|moveleft|moveright){_LENGTH}[ \t\r\n]?|"
    r"\\(?:spacefactor|penalty)[ \t\r\n]*=?[ \t\r\n]*-?\d+[ \t\r\n]?)|"
    rf"(?P<gap>\\[hm]skip{_LENGTH}(?:[ \t\r\n]*(?:plus|minus){_LENGTH}){{0,2}}[ \t\r\n]?|"
    rf"\\\\\*?(?:\[{_LENGTH}\])?)|"
    r"\\verb\*?(?P<delimiter>[^A-Za-z\s*])(?P<verb>[^\r\n]{0,200}?)(?P=delimiter)|"
    r"\\(?:url|path|nolinkurl)[ \t\r\n]*\{(?P<verbatim>[^{}]*)\}|\\(?P<name>[A-Za-z]+)(?P<blanks>[ \t\r\n]*)|"
    r"\\\([ \t\r\n]*+(?P<inline>(?:[^\\ \t\r\n]|\\[^()]|[ \t\r\n]++(?!\\\)))++)[ \t\r\n]*+\\\)|"
    r"\\\[[ \t\r\n]*+(?P<displayed>(?:[^\\ \t\r\n]|\\[^][]|[ \t\r\n]++(?!\\\]))++)[ \t\r\n]*+\\\]|"
    r"\$\$[ \t\r\n]*+(?P<display>(?:[^$\\ \t\r\n]|\\.|[ \t\r\n]++(?!\$))++)[ \t\r\n]*+\$\$|"
    r"\\(?P<sign>[^A-Za-z])|"
    r"\$[ \t\r\n]*+(?P<math>(?:[^$\\ \t\r\n]|\\.|[ \t\r\n]++(?!\$))++)[ \t\r\n]*+\$|(?P<brace>[{}])|"
    r"(?P<ligature>---?|``|''|`|~)|(?P<text>[^\\{}$~\-`']+|.)",
    re.DOTALL,
)
_SIGNS = {"-": "", "/": "", "@": "", "!": ""} | dict.fromkeys(",;:\\ \n\t\r", " ")
_MARKS = "".join(READ_ACCENTS.values())
_ALONE = {"=": "\u00af", ".": "\u02d9"}
"""Accents on nothing that are no characters of ASCII."""
_UNDOTTED = {"\u0131": "i", "\u0237": "j"}


def read_parts(latex: str) -> ParsedText:
    """The text for LaTeX, token by token."""
    if _CONTROLS.search(latex):  # they are not written either
        latex = _CONTROLS.sub("", latex.replace("\f", " ").replace("\v", " "))
    latex = with_phrases(latex)
    reader = _LatexReader()
    for token in _TOKEN.finditer(latex):
        if token.lastgroup == "text" and not (reader.accents or reader.next_kinds):  # most tokens
            reader.pieces.append(TextPart("text", token[0]))
        elif token["brace"] == "{":
            reader.open(with_command=latex.startswith("\\", token.end()))
        elif token["brace"] and reader.groups:
            reader.close(before_group=latex.startswith("{", token.end()))
        elif token["name"]:
            reader.command(token["name"], token["blanks"])
        else:
            reader.other(token)
    return reader.finish()


def commands_without_markup(latex: str) -> tuple[str, ...]:
    r"""The commands whose arguments are read, but not what the commands do to them, and those that are not understood.

    >>> commands_without_markup(r"\emph{A} \texttt{b} by \pkg{c} in $\foo{x}$ \'e \begin{center}d\end{center}")
    ('\\texttt', '\\pkg', '\\begin')
    """
    tokens = _TOKEN.finditer(with_phrases(latex))
    names = dict.fromkeys(token["name"] for token in tokens if token["name"])
    return tuple(f"\\{name}" for name in names if name in UNMARKED or not is_read(name))


@dataclass(slots=True)
class _Group:
    start: int
    """The position of its opening brace in the output."""
    kind: str
    """"argument" (the braces are removed), "upper" and "lower" (their letters get this case), "dropped", "quoted",
    "named" (the first argument of an unknown command: the command and the braces are removed if it is the only one),
    "unknown" (its other arguments), "special", "plain", or a mark of TAGS."""
    accents: list[str] = field(default_factory=list)
    """The accents for its first letter."""
    after: tuple[str, ...] = ()
    """The kinds of the groups after it, if it is one of several arguments."""
    declared: list[int] = field(default_factory=list)
    """The positions of the marks that a command in it opened, and that end with it."""
    is_font: bool = False
    """Whether such a command begins it, so that its braces only end the font: {\\it x}."""


@dataclass(slots=True)
class _LatexReader:
    pieces: list[TextPart] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    whole: _Group = field(default_factory=lambda: _Group(0, "argument"))
    """The text outside of all groups."""
    accents: list[str] = field(default_factory=list)
    """Accents whose letter has not been read yet."""
    next_kinds: tuple[str, ...] = ()
    """The kinds of the groups that follow, if a command takes them as arguments."""
    case_begins: int | None = None
    """Where the outermost group begins whose letters get another case; those in it would take quadratic time."""

    def open(self, *, with_command: bool) -> None:
        # As in BibTeX, {\'e} is one accented letter, and its braces do not group.
        next_kind, *after = self.next_kinds or ("special" if with_command else "plain",)
        kind = "argument" if self.accents else next_kind
        if kind in ("upper", "lower") and self.case_begins is None:
            self.case_begins = len(self.pieces)
        self.groups.append(_Group(len(self.pieces), kind, self.accents, tuple(after)))
        self._text("{")
        self.accents, self.next_kinds = [], ()

    def close(self, *, before_group: bool) -> None:
        self._settle()
        group = self.groups.pop()
        self._end_declared(group)
        start, kind = group.start, group.kind
        inner = self.pieces[start + 1 : start + 100]
        if start == self.case_begins:
            self.case_begins = None
            for i in range(start + 1, len(self.pieces)):
                if self.pieces[i].kind == "text" and not self.pieces[i].value.startswith("\\"):
                    self.pieces[i] = TextPart("text", getattr(self.pieces[i].value, kind)())
        if kind == "named":
            # \pkg{x} is probably x in another font; the meaning of further arguments is unknown.
            alone = not before_group and any(part.value for part in inner)
            kind = "argument" if alone else "unknown"
            if alone:
                self.pieces[start - 1] = _NOTHING
        if kind == "dropped":
            del self.pieces[start:]
        elif kind == "quoted":
            self.pieces[start] = TextPart("text", "\u201c")
            self._text("\u201d")
        elif kind == "unknown":
            self._text("}")
        elif kind in TAGS and any(part.value for part in inner):
            self._mark(start, kind)
        elif not group.is_font and self._groups(kind, inner):
            self._mark(start, CASE)
        else:
            self.pieces[start] = _NOTHING
        self._accent(group.accents, start + 1)
        self.next_kinds = ("unknown",) if kind == "unknown" else group.after

    def command(self, name: str, blanks: str) -> None:
        if name in READ_ACCENTS:
            self.accents.append(name)
        elif name in DECLARATIONS or name in UPRIGHT:
            self._settle()
            group = self.groups[-1] if self.groups else self.whole
            if name in UPRIGHT:
                self._end_declared(group)
            else:
                group.is_font = group.is_font or len(self.pieces) == group.start + 1
                group.declared.append(len(self.pieces))
                self.pieces.append(TextPart("open", DECLARATIONS[name]))
            self.next_kinds = ()
        elif name in TAGGED:
            self.next_kinds = (TAGGED[name],)
        elif name in TAKES:
            self.next_kinds = TAKES[name]
        elif name in FONTS:
            self.next_kinds = ("argument",)
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
        elif token["verb"] is not None:
            self._add(token["verb"])
        elif token["verbatim"] is not None:
            self._add(re.sub(r"\\([_%&#~$])", r"\1", token["verbatim"]))
        elif tex := token["math"] or token["inline"] or token["display"] or token["displayed"]:
            self._add(tex, "math") if is_formula(tex) else self._add(f"${tex}$")
        elif token["ligature"] == "`" and self.pieces and self.pieces[-1].value.endswith(("?", "!")):
            before = self.pieces[-1].value
            self.pieces[-1] = TextPart("text", before[:-1] + {"?": "\u00bf", "!": "\u00a1"}[before[-1]])
        elif token["gap"]:
            self._add(" ")
        elif token["ligature"]:
            self._add(_LIGATURES[token["ligature"]])
        elif not token["nothing"] and (text := (token[0].lstrip() if self.accents else token[0])):
            if self.next_kinds and self.next_kinds[0] in TAGS and (argument := text.lstrip()):
                # 10\textsuperscript6: without braces, the argument is one character.
                mark = self.next_kinds[0]
                self.pieces.append(_NOTHING)
                self._text(argument[0])
                self._mark(len(self.pieces) - 2, mark)
                text = argument[1:]
            # \write18{x}: text directly after an unknown command keeps the braces after it.
            is_attached = self.next_kinds in (("named",), ("unknown",)) and not re.search(r"\s", text)
            self._add(text)
            self.next_kinds = ("unknown",) if is_attached else ()

    def finish(self) -> ParsedText:
        self._settle()
        for group in (*reversed(self.groups), self.whole):
            self._end_declared(group)
        parts = [TextPart(kind, _SPACES.sub(" ", value)) for kind, value in map(_composed, merged(self.pieces))]
        if parts and parts[0].kind == "text":
            parts[0] = TextPart("text", parts[0].value.lstrip(" "))
        if parts and parts[-1].kind == "text":
            parts[-1] = TextPart("text", parts[-1].value.rstrip(" "))
        return tuple(part for part in parts if part.value)

    def _text(self, text: str) -> None:
        self.pieces.append(TextPart("text", text))

    def _add(self, value: str, kind: Literal["text", "math"] = "text") -> None:
        self.pieces.append(TextPart(kind, value))
        self._accent(self.accents, len(self.pieces) - 1)
        self.accents, self.next_kinds = [], ()

    def _mark(self, start: int, mark: str) -> None:
        """Begin *mark* at *start*, and end it here."""
        self.pieces[start] = TextPart("open", mark)
        self.pieces.append(TextPart("close", mark))

    def _end_declared(self, group: _Group) -> None:
        while group.declared:
            start = group.declared.pop()
            if any(part.value for part in self.pieces[start + 1 : start + 100]):
                self._mark(start, self.pieces[start].value)
            else:
                self.pieces[start] = _NOTHING

    def _settle(self) -> None:
        """Write accents that no letter follows."""
        for accent in self.accents:
            self._text(_ALONE.get(accent, accent) if not accent.isalpha() else "\\" + accent)
        self.accents = []

    def _accent(self, accents: list[str], start: int) -> None:
        """Put *accents*, the last one first, on the first letter since *start*."""
        if not accents:
            return
        letters = (i for i in range(start, len(self.pieces)) if self.pieces[i].kind == "text" and self.pieces[i].value)
        i = next(letters, None)
        if i is None:
            self.accents = accents
            self._settle()
            return
        letter, rest = self.pieces[i].value[0], self.pieces[i].value[1:]
        after = rest.lstrip(_MARKS)  # accents that are already there are closer to the letter
        marks = "".join(READ_ACCENTS[accent] for accent in reversed(accents))
        self.pieces[i] = TextPart(
            "text", _UNDOTTED.get(letter, letter) + rest[: len(rest) - len(after)] + marks + after
        )

    def _groups(self, kind: str, inner: Sequence[TextPart]) -> bool:
        """Whether braces around *inner* group; an empty pair only separates two characters."""
        if kind == "special":
            return any(part.kind == "open" or " " in part.value or "," in part.value for part in inner)
        return kind == "plain" and any(part.value for part in inner)


_NOTHING = TextPart("text", "")


def _composed(part: TextPart) -> TextPart:
    return part if part.value.isascii() else TextPart(part.kind, unicodedata.normalize("NFC", part.value))
