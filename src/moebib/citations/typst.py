"""Typst: ``@key``, ``#cite(<key>)`` and ``#cite(label("key"))`` (https://typst.app/docs/reference/model/cite/).

Markup contains code, and code contains markup. Both are tracked, to know what is text and what is a string.
"""

from __future__ import annotations

import re

from moebib.citations import ALL, CitingText, Offsets

__all__ = ["read_typst"]

_LABEL = r"[\w:.\-]*[\w\-]"
_UNREAD = re.compile(r"//[^\n]*|(?P<ticks>`{3,}+).*?(?P=ticks)|`(?!``)[^`]*`", re.DOTALL)
_IN_MARKUP = re.compile(
    rf"\\.|https?://[^\s\])]*|/\*|//|`|@(?P<cited>{_LABEL})|<(?P<label>{_LABEL})>|#|[\[\]]", re.DOTALL
)
# A function of the document cites, too, as in `#let see = cite.with(form: "prose")`; these refer to its own parts.
_REFERS = r"(?:link|query|counter|locate|selector|numbering|within|before|after|or|and)\b"
_IN_CODE = re.compile(
    r'"(?:\\.|[^"\\])*"|/\*|//|`'
    rf"|\b(?:(?!{_REFERS})[^\W\d][\w-]{{0,60}}\s*\(|attribution\s*:)\s*(?:<(?P<cited>{_LABEL})>"
    r'|label\s*\(\s*"(?P<named>[^"\\]+)"(?=\s*\)))'
    r'|\b(?P<reads>include|import|bibliography)\s*(?:\(\s*){0,2}(?P<files>"[^"\\]+"(?:\s*,\s*"[^"\\]+")*)'
    r"|[\[\](){};\n]",
    re.DOTALL,
)
_FULL = re.compile(r"[^()]{0,500}(?:\)[^()]{0,500})?\bfull\s*:\s*true\b")  # all works are in the bibliography
_STATEMENT = re.compile(r"(?:let|set|show|import|include|return)\b")
_BLOCK = re.compile(r"(?:if|for|while|context)\b")
_CALL = re.compile(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*")
_ELSE = re.compile(r"\s*else\b")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_LINE, _THEN, _CALLED = "line", "then", "called"


def read_typst(text: str) -> CitingText:
    """The citations of a .typ file, and the files it includes or imports.

    >>> source = read_typst('@knuth1984[p. 3] #figure[x] <fig:one> @fig:one. #link("mailto:me@b.org")')
    >>> [citation.key for citation in source.citations], set(source.labels)
    (['knuth1984', 'fig:one'], {'fig:one'})
    """
    reader = _TypstReader(text)
    reader.read()
    return Offsets(reader.keys, reader.includes, reader.bibliographies, reader.labels, biblatex=True).placed(text)


class _TypstReader:
    """Reads a text once; ``open`` holds what closes each part that contains the position, the innermost last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.open: list[str] = []
        self.keys: list[tuple[int, str]] = []
        self.includes: list[tuple[int, tuple[str, ...]]] = []
        self.bibliographies: list[str] = []
        self.labels: set[str] = set()

    def read(self) -> None:
        while self.at < len(self.text):
            in_code = bool(self.open) and self.open[-1] != "]"
            pattern = _IN_CODE if in_code else _IN_MARKUP
            match = pattern.search(self.text, self.at)
            if match is None:
                return
            self.at = match.end()
            if match[0] in ("/*", "//", "`"):
                self._skip(match)
            elif in_code:
                self._code(match)
            else:
                self._markup(match)

    def _skip(self, match: re.Match[str]) -> None:
        """A comment (block comments nest), or raw text."""
        if match[0] != "/*":
            raw = _UNREAD.match(self.text, match.start())
            self.at = raw.end() if raw else len(self.text)
            return
        depth = 1
        for mark in re.compile(r"/\*|\*/").finditer(self.text, self.at):
            depth += 1 if mark[0] == "/*" else -1
            if depth == 0:
                self.at = mark.end()
                return
        self.at = len(self.text)

    def _markup(self, match: re.Match[str]) -> None:
        if match["cited"]:
            self.keys.append((match.start(), match["cited"]))
        elif match["label"]:
            self.labels.add(match["label"])
        elif match[0] == "[":
            self.open.append("]")
        elif match[0] == "]" and self.open:
            self._close()
        elif match[0] == "#":
            self._begin_code()

    def _begin_code(self) -> None:
        """``#name(...)``, ``#name[...]``, ``#{...}``, or a statement, which ends with its line or with its block."""
        if _STATEMENT.match(self.text, self.at):
            self.open.append(_LINE)
        elif _BLOCK.match(self.text, self.at):
            self.open.append(_THEN)
        elif name := _CALL.match(self.text, self.at):
            if self.text.startswith("(", name.end()):
                self.open.append(_CALLED)
            else:
                self.at = name.end()
                self._open("[")
        else:
            self._open("([{")

    def _open(self, any_of: str) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening and opening in any_of:
            self.open.append(_CLOSING[opening])
            self.at += 1

    def _code(self, match: re.Match[str]) -> None:
        if group := "cited" if match["cited"] else "named" if match["named"] else "":
            self.keys.append((match.start(group), match[group]))
        if match["reads"]:
            self._files(match)
        # `cite(` also opens a bracket, and `label(` another one.
        for mark in (char for char in re.sub(r'"(?:\\.|[^"\\])*"', "", match[0]) if char in "()[]{};\n"):
            self._mark(mark)

    def _mark(self, mark: str) -> None:
        if mark in _CLOSING:
            self.open.append(_CLOSING[mark])
        elif mark in ";\n":
            if self.open[-1] in (_LINE, _THEN):
                self.open.pop()
        elif self.open[-1] == mark:
            self._close()
        elif self.open[-1] in (_LINE, _THEN) and len(self.open) > 1:  # it ends with the part that contains it
            self.open.pop()
            self._mark(mark)

    def _close(self) -> None:
        closed = self.open.pop()
        if self.open[-1:] == [_CALLED]:
            self.open.pop()
        if self.open[-1:] == [_THEN] and closed in "]}" and not _ELSE.match(self.text, self.at):
            self.open.pop()
        if not self.open or self.open[-1] == "]":
            self._open("([" if closed == ")" else "[")  # further arguments: #f(x)[y]

    def _files(self, match: re.Match[str]) -> None:
        files = re.findall(r'"([^"\\]+)"', match["files"])
        if match["reads"] == "bibliography":
            self.bibliographies += files
            if _FULL.match(self.text, match.end()):
                self.keys.append((match.start(), ALL))
        elif not files[0].startswith("@"):  # a package
            self.includes.append((match.start(), (files[0],)))
