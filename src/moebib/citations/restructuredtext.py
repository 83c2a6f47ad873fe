r"""reStructuredText: the roles of sphinxcontrib-bibtex (``:cite:p:`key```), and docutils' own citations (``[key]_``).

https://sphinxcontrib-bibtex.readthedocs.io/en/latest/usage.html and
https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html. Literal text, code and comments contain no
citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from moebib.citations import ALL, CitingText, Offsets, blank

__all__ = ["documents_in", "keys_in_bibliography", "keys_of_role", "offsets", "read_restructuredtext"]

_EXPLICIT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?P<text>.*))?$")
_DIRECTIVE = re.compile(r"(?:\|[^|]+\|[ \t]+)?(?P<name>[\w:+.-]*\w)::(?:[ \t]+(?P<argument>.*))?$")
_CODE = re.compile(
    r"(?:code|code-block|sourcecode|highlight|literalinclude|math|raw|doctest|test(?:code|output|setup|cleanup)"
    r"|ipython|jupyter-execute|plot|graphviz|(?:di)?graph|mermaid|uml|productionlist|image|unicode|meta)"
)
_LABEL = r"[^\W_](?:[-._:+]?[^\W_])*"
_DEFINITION = re.compile(rf"\[({_LABEL})\]")
_MARKERS = re.compile(r"(?:(?:[-*+\u2022]|\(?(?:\w|\d+|#)[.)])[ \t]+)*")
_DOCTEST = re.compile(r"[ \t]*>>>[ \t]")
_PUNCTUATION = re.compile(r"[ \t]*([!-/:-@\[-`{-~])")
_INLINE = re.compile(
    rf"""
      \\.
    | ``.+?``(?!`)
    | :(?P<role>[\w:+.-]{{1,100}}):`(?P<content>[^`]+)`
    | `(?P<content_before>[^`]+)`(?::(?P<role_behind>[\w:+.-]{{1,100}}):)?
    | (?<![\w\]])\[(?P<label>{_LABEL})\]_(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)
_CITING_ROLE = re.compile(r"[a-z]*cite[a-z]*(?:[:.][a-z]+)*")
_PART = re.compile(r"\{[^{}]*\}|[^,;{}]+")
_DOCUMENT = re.compile(r"[ \t]*(?!-)(?:[^<>]*<)?(?P<name>[^<>\s:*?\[`][^<>:*?\[`]*)>?$")


def read_restructuredtext(text: str) -> CitingText:
    """The citations of an .rst file, the files it includes, and the documents in its tables of contents.

    >>> [citation.key for citation in read_restructuredtext("As :cite:t:`knuth1984` [doe]_, ``[x]_``.").citations]
    ['knuth1984', 'doe']
    """
    return offsets(text).placed(text)


def offsets(text: str) -> Offsets:
    """What a text in reStructuredText cites and includes."""
    blocks = _RestReader(text)
    blocks.read()
    keys = (*blocks.keys, *_keys_in_roles("".join(blocks.lines)))
    return Offsets(keys, blocks.includes, blocks.bibliographies, blocks.labels)


def _keys_in_roles(text: str) -> Iterator[tuple[int, str]]:
    """The keys in the roles and citations of a text without literal blocks, each with its offset."""
    for match in _INLINE.finditer(text):
        if match["label"]:
            if not match["label"].isdecimal():  # [1]_ is a footnote
                yield match.start("label"), match["label"]
        elif _CITING_ROLE.fullmatch(match["role"] or match["role_behind"] or ""):
            yield from keys_of_role(text, *match.span("content" if match["content"] else "content_before"))


def keys_of_role(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The keys in ``{see}key{p. 3},other``, each with its offset; sphinxcontrib-bibtex and MyST write them alike."""
    for part in _PART.finditer(text, start, end):
        if not part[0].startswith("{") and (key := part[0].strip()):
            yield part.start() + part[0].index(key), key


def keys_in_bibliography(line: str, start: int) -> Iterator[tuple[int, str]]:
    """The key in a line of a bibliography; an option, or ``*``, cites every work."""
    key = line.strip()
    if key in (":all:", ALL):
        yield start, ALL
    elif key and not key.startswith(":"):
        yield start + line.index(key), key


def documents_in(line: str, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The document in a line of a table of contents, as file names with their offset; its ending may be missing."""
    document = _DOCUMENT.match(line.rstrip())
    if document and document["name"] != "self":
        names = tuple(f"{document['name']}{ending}" for ending in (".rst", ".md", ".ipynb", ""))
        yield start + document.start("name"), names


class _RestReader:
    """Reads the lines of a text once; those without inline markup become blank, so that all offsets stay the same."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, self.lines))]
        self.keys: list[tuple[int, str]] = []
        self.includes: list[tuple[int, tuple[str, ...]]] = []
        self.bibliographies: list[str] = []
        self.labels: set[str] = set()

    def read(self) -> None:
        at = 0
        while at < len(self.lines):
            line = self.lines[at].rstrip()
            if explicit := _EXPLICIT.match(line):
                at = self._explicit(at, explicit["text"] or "")
            elif _DOCTEST.match(line):
                at = self._blank(at, self._next(at, lambda line: not line.strip()))
            else:
                at += 1
                if line.endswith("::"):
                    at = self._literal(at, _indentation(line) + len(_MARKERS.match(line.lstrip())[0]))  # type: ignore[index]

    def _explicit(self, at: int, text: str) -> int:
        """A directive, the text of a citation, a target or a comment; the number of the line to go on with."""
        end = self._end_of_body(at + 1, _indentation(self.lines[at]))
        if definition := _DEFINITION.match(text):
            self.labels.add(definition[1])
            return at + 1
        if directive := _DIRECTIVE.match(text):
            return self._directive(at, end, directive["name"].lower(), directive["argument"] or "")
        is_empty = not text and not "".join(self.lines[at + 1 : at + 2]).strip()  # a comment without lines of its own
        return self._blank(at, at + 1 if is_empty or text.startswith(("_", "|")) else end)

    def _directive(self, at: int, end: int, name: str, argument: str) -> int:
        body = self.lines[at + 1 : end]
        if _CODE.fullmatch(name):
            return self._blank(at, end)
        if name == "include":
            if not argument.startswith("<") and not any(re.match(r"[ \t]*:(?:literal|code):", line) for line in body):
                self.includes.append((self.starts[at], (argument,)))
            return self._blank(at, end)
        if name == "bibliography":
            self.bibliographies += argument.split()
            for number, line in enumerate(body, start=at + 1):
                self.keys += keys_in_bibliography(line, self.starts[number])
            return self._blank(at, end)
        if name == "toctree":
            for number, line in enumerate(body, start=at + 1):
                self.includes += documents_in(line, self.starts[number])
            return self._blank(at, end)
        return at + 1  # its content is text

    def _literal(self, at: int, indentation: int) -> int:
        """The literal block after ``::``, which is indented more, or quoted: each line begins with the same sign."""
        first = self._next(at, lambda line: bool(line.strip()))
        if first == at or first == len(self.lines):
            return at
        if _indentation(self.lines[first]) > indentation:
            return self._blank(first, self._end_of_body(first, indentation))
        if sign := _PUNCTUATION.match(self.lines[first]):
            return self._blank(first, self._next(first, lambda line: not line.startswith(sign[0])))
        return at

    def _end_of_body(self, at: int, indentation: int) -> int:
        return self._next(at, lambda line: bool(line.strip()) and _indentation(line) <= indentation)

    def _next(self, at: int, is_end: Callable[[str], bool]) -> int:
        """The number of the first line from *at* that *is_end*."""
        return next((number for number in range(at, len(self.lines)) if is_end(self.lines[number])), len(self.lines))

    def _blank(self, start: int, end: int) -> int:
        self.lines[start:end] = map(blank, self.lines[start:end])
        return end


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
