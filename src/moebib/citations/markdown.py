"""Markdown as pandoc, Quarto and R Markdown read it: ``@key``, ``[-@key, p. 3]``, ``@{key}``, ``nocite: "@*"``.

https://pandoc.org/MANUAL.html#citation-syntax. Code, link targets and comments, as pandoc reads them, contain no
citations; the metadata at the top of a file may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt

from moebib.citations import ALL, CitingText, blank, placed, without_spans

__all__ = ["read_markdown"]

_KEY = re.compile(
    r"(?<![\w\\@])@(?:\{(?P<braced>[^{}\n]+)\}|(?P<bare>\w(?:\w|[:.\#$%&\-+?<>~/](?=\w))*)|(?P<all>\*))", re.VERBOSE
)
# `:` is for pandoc-crossref and bookdown, `-` for Quarto (https://quarto.org/docs/authoring/cross-references.html).
_CROSS_REFERENCE = re.compile(
    r"(?:[Ff]ig|[Tt]bl|[Ss]ec|[Ee]q|[Ll]st|[Tt]hm|[Ll]em|[Cc]or|[Pp]rp|[Cc]nj|[Dd]ef|[Ee]xm|[Ee]xr|[Ss]ol|[Rr]em|[Aa]lg"
    r"|[Tt]ip|[Nn]te|[Ww]rn|[Ii]mp|[Cc]au|[Vv]id)[-:].+"
)
_EXAMPLE = re.compile(r"^[ \t]*\(@([\w-]+)\)[ \t]", re.MULTILINE)
_METADATA = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_UNREAD = re.compile(
    r"""
      (?P<comment><!--)
    | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*
    | <[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>
    | (?<!@\{)\bhttps?://[^\s<>]+
    | ^[ ]{0,3}\[[^]\n]+\]:[ \t]*\S+
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CAPTION = re.compile(r"\s*(?:#|//|%%|--)\|\s*[\w-]*cap\s*:")
_INCLUDE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}|\bchild\s*=\s*[\"']([^\"'\n]+)[\"']")


def read_markdown(text: str) -> CitingText:
    """The citations of a .md, .qmd or .Rmd file, and the files it includes.

    >>> [citation.key for citation in read_markdown("As @knuth1984 [p. 3; -@doe_2020]; me@example.org, `@x`").citations]
    ['knuth1984', 'doe_2020']
    """
    head = _METADATA.match(text)
    end = head.end() if head else 0
    top = re.sub(r"^[ \t]*#.*", lambda match: blank(match[0]), text[:end], flags=re.MULTILINE)
    whole = top + _without_code(text[end:])
    read = without_spans(whole, _unread(whole))
    citations, includes = placed(text, _keys(read), _includes(text))
    examples = frozenset(match[1] for match in _EXAMPLE.finditer(read))
    bibliographies = _bibliographies(head[1] if head else "")
    return CitingText(citations, includes, bibliographies, labels=examples, biblatex=True)


def _unread(text: str) -> Iterator[tuple[int, int]]:
    """The spans of all that contains no citations; an unclosed comment is text."""
    at = 0
    last = text.rfind("-->")
    while match := _UNREAD.search(text, at):
        at = match.end()
        if match["comment"] and at > last:
            continue
        at = text.index("-->", at) + len("-->") if match["comment"] else at
        yield match.start(), at


def _without_code(text: str) -> str:
    """The text with spaces in place of code blocks; captions in the options of Quarto's cells are kept."""
    lines = text.split("\n")  # as markdown-it counts them
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map:
            for number in range(*token.map):
                if number < len(lines) and not _CAPTION.match(lines[number]):
                    lines[number] = blank(lines[number])
    return "\n".join(lines)


def _keys(text: str) -> Iterator[tuple[int, str]]:
    for match in _KEY.finditer(text):
        key = match["braced"] or match["bare"] or ALL
        if match["braced"] or not _CROSS_REFERENCE.fullmatch(key):
            yield match.start(), key


def _includes(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for match in _INCLUDE.finditer(text):
        yield match.start(), (match[1] or match[2],)


def _bibliographies(metadata: str) -> tuple[str, ...]:
    """The values of ``bibliography:``, if the metadata is valid."""
    try:
        values = yaml.safe_load(metadata)
    except (yaml.YAMLError, RecursionError, ValueError):
        return ()
    value = values.get("bibliography") if isinstance(values, dict) else None
    names = value if isinstance(value, list) else [value]
    return tuple(name for name in names if isinstance(name, str))
