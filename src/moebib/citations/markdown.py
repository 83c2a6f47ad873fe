"""Markdown as pandoc, Quarto, R Markdown, manubot and MyST read it: ``@key``, ``[-@key, p. 3]``, ``{cite:p}`key```.

https://pandoc.org/MANUAL.html#citation-syntax, https://mystmd.org/guide/citations and
https://github.com/manubot/rootstock/blob/main/USAGE.md#citations. Code, link targets and comments, as pandoc reads
them, contain no citations; the metadata at the top of a file may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Any

import yaml
from markdown_it import MarkdownIt

from moebib.citations import ALL, CitingText, Offsets, blank, latex, restructuredtext, without_spans

__all__ = ["offsets", "read_markdown"]

# As in pandoc, a key may end in ":" or "/" before a "/", and what is in braces has balanced braces and no spaces.
_KEY = re.compile(
    r"(?<![^\W_]|@)@(?:\{(?P<braced>(?:[^{}\s]|\{[^{}\s]*\})+)\}|(?P<bare>\w(?:\w|[:.\#$%&\-+?<>~/](?=\w)|[:/](?=/))*)|(?P<all>\*))"
)
_CROSS_REFERENCE = re.compile(
    r"(?:[Ff]ig|[Tt]bl|[Ss]ec|[Ee]q|[Ll]st|[Tt]hm|[Ll]em|[Cc]or|[Pp]rp|[Cc]nj|[Dd]ef|[Ee]xm|[Ee]xr|[Ss]ol|[Rr]em|[Aa]lg"
    r"|[Tt]ip|[Nn]te|[Ww]rn|[Ii]mp|[Cc]au|[Vv]id)[-:].+"
)
_EXAMPLE = re.compile(r"^[ \t]*\(@([\w-]+)\)[ \t]", re.MULTILINE)
_METADATA = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_MORE_METADATA = re.compile(
    r"(?<=\n)\r?\n---[ \t]*\r?\n(?=[^\s])(.{1,5000}?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL
)
_UNREAD = re.compile(
    r"""
      (?P<comment><!--)
    | \\[!-/:-@\[-`{-~]
    | (?P<doi>\]\(|<)(?P<key>doi:10\.[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)[)>]
    | (?P<role>\{[a-z]*cite[a-z]*(?:[:.][a-z]+)*\}
      (?P<marks>`+)(?!`)(?P<keys>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=marks)(?!`))
    | ^%[^\n]*\{[a-z]*cite[^\n]*
    | (?P<attribute>\bdata-cite\s*=\s*(?P<sign>["'])(?P<of_attribute>[^"'\n]+)(?P=sign))
    | (?P<liquid>\{%-?[ ]{0,20}(?:no)?cite[ ](?P<of_liquid>[^%\n]+)%\})
    | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*
    | <[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>
    | (?<![\w@:{])https?://[^\s<>]+
    | ^[ ]{0,3}\[[^]\n]+\]:[ \t]*\S+
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CAPTION = re.compile(r"\s*(?:#|//|%%|--)\|\s*[\w-]*cap\s*:")
_CAPTION_OF_CELL = re.compile(r"(\b\w+\.cap\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*'))")
_WORD = re.compile(r"[^\s,]+")
_INCLUDE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}|\bchild\s*=\s*[\"']([^\"'\n]+)[\"']")
_ALIAS = re.compile(r"^[ ]{0,3}\[@([^\]\n]+)\]:[ \t]*(\S+)", re.MULTILINE)  # of manubot: [@key]: doi:10.1000/x
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<argument>.*)")
# The directives of MyST whose content is text; what is in others is code, as in the cells of Quarto and R Markdown.
_OF_TEXT = re.compile(
    r"(?:admonition|attention|caution|danger|error|hint|important|note|seealso|tip|warning|todo|figure|figure-md|table"
    r"|list-table|margin|sidebar|aside|topic|epigraph|pull-quote|blockquote|dropdown|details|card|grid(?:-item)?"
    r"(?:-card)?|tab-set|tab-item|div|glossary|only|versionadded|versionchanged|deprecated|exercise|solution|[a-z]+:.+)"
)
_CODE_IN_COLONS = re.compile(
    r"^(:{3,})\{(?:code|code-block|code-cell|literalinclude|math|mermaid|raw)\}.*?(?:^\1[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)


def read_markdown(text: str) -> CitingText:
    """The citations of a .md, .qmd or .Rmd file, and the files it includes.

    >>> [citation.key for citation in read_markdown("As @knuth1984 [p. 3; -@doe_2020]; {cite}`roe`, `@x`").citations]
    ['knuth1984', 'doe_2020', 'roe']
    """
    return offsets(text).placed(text)


def offsets(text: str) -> Offsets:
    """What a text in Markdown cites and includes."""
    head = _METADATA.match(text)
    end = head.end() if head else 0
    top = re.sub(r"^[ \t]*#.*", lambda match: blank(match[0]), text[:end], flags=re.MULTILINE)
    blocks = _MarkdownReader(text, end)
    blocks.read(0, len(blocks.lines))
    in_rst = restructuredtext.offsets(blocks.restructuredtext)
    body = "\n".join(blocks.lines)
    whole = top + _CODE_IN_COLONS.sub(lambda match: blank(match[0]), body)
    metadata = [_values(match[1]) for match in (head, *_MORE_METADATA.finditer(whole, end)) if match]
    aliases = {match[1]: match[2] for match in _ALIAS.finditer(whole)}
    for values in metadata:
        aliases |= {str(alias): str(key) for alias, key in _mapping(values.get("citekey-aliases")).items()}
    spans = tuple(_unread(whole))
    read = without_spans(whole, (span for span, _ in spans))
    in_roles = [key for _, keys in spans for key in keys]
    in_text = ((offset, aliases.get(key, key)) for offset, key in _keys(read))
    includes = ((match.start(), (match[1] or match[2],)) for match in _INCLUDE.finditer(text))
    own = (_mapping(work).get("id") for values in metadata for work in _listed(values.get("references")))
    return Offsets(
        keys=(*in_text, *in_roles, *latex.keys_of_commands(read), *blocks.keys, *in_rst.keys),
        includes=(*includes, *blocks.includes, *in_rst.includes),
        bibliographies=(
            *(name for values in metadata for name in _listed(values.get("bibliography")) if isinstance(name, str)),
            *blocks.bibliographies,
            *in_rst.bibliographies,
        ),
        labels=(*(match[1] for match in _EXAMPLE.finditer(read)), *map(str, own), *in_rst.labels),
        biblatex=not in_roles,  # pandoc reads a .bib file as biblatex does, and Sphinx as BibTeX does
    )


def _unread(text: str) -> Iterator[tuple[tuple[int, int], tuple[tuple[int, str], ...]]]:
    """The spans of all that contains no ``@key``, with the keys in roles of MyST; an unclosed comment is text."""
    at = 0
    last = text.rfind("-->")
    while match := _UNREAD.search(text, at):
        at = match.end()
        if match["comment"] and at > last:
            continue
        at = text.index("-->", at) + len("-->") if match["comment"] else at
        yield (match.start(), at), tuple(_keys_in_place(text, match))


def _keys_in_place(text: str, match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """The keys of a role or a link of MyST, an attribute of nbconvert, or a tag of Jekyll."""
    if match["role"]:
        yield from restructuredtext.keys_of_role(text, *match.span("keys"))
    elif match["doi"]:
        yield match.start("key"), match["key"]
    elif match["attribute"]:
        yield from latex.split_keys(text, *match.span("of_attribute"))
    elif match["liquid"]:
        words = _WORD.finditer(text, *match.span("of_liquid"))
        yield from ((key.start(), key[0]) for key in takewhile(lambda word: not word[0].startswith("-"), words))


class _MarkdownReader:
    """Reads the blocks of a text from *start*; code becomes blank, so that all offsets stay the same."""

    def __init__(self, text: str, start: int) -> None:
        self.lines = text[start:].split("\n")  # as markdown-it counts them
        self.starts = [*accumulate((len(line) + 1 for line in self.lines), initial=start)]
        self.keys: list[tuple[int, str]] = []
        self.includes: list[tuple[int, tuple[str, ...]]] = []
        self.bibliographies: list[str] = []
        self.in_rst: dict[int, str] = {}
        """The lines in reStructuredText, by number."""

    @property
    def restructuredtext(self) -> str:
        """The text with nothing but the lines in reStructuredText."""
        if not self.in_rst:
            return ""
        lines = (self.in_rst.get(number, blank(line)) for number, line in enumerate(self.lines))
        return " " * self.starts[0] + "\n".join(lines)

    def read(self, first: int, end: int, indentation: int = 0) -> None:
        """Blank the code in some of the lines; captions in the options of Quarto's cells are kept."""
        for token in MarkdownIt("commonmark").parse("\n".join(line[indentation:] for line in self.lines[first:end])):
            if token.type not in ("fence", "code_block") or not token.map:
                continue
            start, stop = (min(first + number, len(self.lines)) for number in token.map)
            directive = _DIRECTIVE.match(token.info)
            if directive and _OF_TEXT.fullmatch(directive["name"]):
                opening = self.lines[start]
                self.lines[start] = blank(opening)
                self.read(start + 1, stop, len(opening) - len(opening.lstrip()))
                continue
            if directive:
                self._directive(directive["name"], directive["argument"], start, stop)
            for number in range(start, stop):
                if not _CAPTION.match(self.lines[number]):
                    parts = _CAPTION_OF_CELL.split(self.lines[number]) if number == start else [self.lines[number]]
                    self.lines[number] = "".join(part if index % 2 else blank(part) for index, part in enumerate(parts))

    def _directive(self, name: str, argument: str, start: int, stop: int) -> None:
        body = range(start + 1, stop)
        match name:
            case "bibliography":
                self.bibliographies += argument.split()
                for number in body[:-1]:
                    self.keys += restructuredtext.keys_in_bibliography(self.lines[number], self.starts[number])
            case "include":
                self.includes.append((self.starts[start], (argument.strip(),)))
            case "toctree":
                for number in body:
                    self.includes += restructuredtext.documents_in(self.lines[number], self.starts[number])
            case "eval-rst":
                self.in_rst |= {number: self.lines[number] for number in body[:-1]}


def _keys(text: str) -> Iterator[tuple[int, str]]:
    for match in _KEY.finditer(text):
        key = match["braced"] or match["bare"] or ALL
        if match["braced"] or not _CROSS_REFERENCE.fullmatch(key):
            yield match.start(), key


def _values(metadata: str) -> dict[str, Any]:
    """The metadata; empty if they are invalid."""
    try:
        return _mapping(yaml.safe_load(metadata))
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
