"""AsciiDoc: the macros of asciidoctor-bibtex and asciidoctor-bibliography, such as ``cite:[key(pages), other]``.

https://github.com/asciidoctor/asciidoctor-bibtex and https://github.com/riboseinc/asciidoctor-bibliography. Listings,
literal blocks, passthroughs and comments contain no citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations import CitingText, Offsets, without_spans
from moebib.citations.latex import is_known_to_cite

__all__ = ["read_asciidoc"]

_UNREAD = re.compile(
    r"""
      ^(?P<delimiter>-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})[^\n`]*$
    | ^//(?!/)[^\n]*
    | ^\[(?:source|listing|literal|stem|latexmath|asciimath|comment)\b[^\n]*\][ \t]*\n(?!-{4}|\.{4}|\+{4}|/{4}|`{3})
      (?:[^\n]*\S[^\n]*\n?)+
    | \+\+\+.+?\+\+\+
    | (?<![\w\]])\+(?=\S)[^\n]{1,400}?(?<=\S)\+(?!\w)
    | pass:[a-z,]*\[[^\]]*\]
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_MACRO = re.compile(
    r"(?<![\w\\])(?P<name>[A-Za-z]+)(?::(?:[^\s\[\]][^\[\]\n]{0,200})?)?(?P<lists>\[[^\[\]\n]+\](?:\+\[[^\[\]\n]+\])*)"
)
_LIST = re.compile(r"\[([^\[\]]+)\]")
_ITEM = re.compile(r"(?P<key>[^\s,()]+)[ \t]*(?:\([^)]*\))?")
_LINE = re.compile(
    r"^(?:include::(?P<file>[^\[\n]+)\[[^\n]*\]|:(?P<attribute>[\w-]+):[ \t]+(?P<value>[^\n]*\S))[ \t]*$", re.MULTILINE
)
_REFERENCE = re.compile(r"\{([\w-]+)\}")
_BIBLIOGRAPHIES = ("bibtex-file", "bibliography-database")


def read_asciidoc(text: str) -> CitingText:
    """The citations of an .adoc file, and the files it includes.

    >>> [citation.key for citation in read_asciidoc("As cite:[knuth1984(p. 3), doe] and citenp:[roe], +cite:[x]+.")[0]]
    ['knuth1984', 'doe', 'roe']
    """
    read = without_spans(text, _unread(text))
    attributes: dict[str, str] = {}
    includes: list[tuple[int, tuple[str, ...]]] = []
    for line in _LINE.finditer(read):
        if line["attribute"]:
            attributes[line["attribute"]] = line["value"]
            continue
        name = _REFERENCE.sub(lambda reference: attributes.get(reference[1], reference[0]), line["file"])
        if not _REFERENCE.search(name) and "://" not in name:
            includes.append((line.start(), (name,)))
    bibliographies = (attributes[name] for name in _BIBLIOGRAPHIES if name in attributes)
    return Offsets(_keys(read), includes, bibliographies).placed(text)


def _unread(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while match := _UNREAD.search(text, at):
        at = match.end()
        if delimiter := match["delimiter"]:
            if _is_underline(text, match):
                continue
            closing = re.compile(rf"^{re.escape(delimiter)}[ \t]*$", re.MULTILINE).search(text, at)
            at = closing.end() if closing else len(text)
        yield match.start(), at


def _is_underline(text: str, line: re.Match[str]) -> bool:
    """Whether the line underlines a title: the line before it is text of about the same length."""
    end = max(line.start() - 1, 0)
    title = text[text.rfind("\n", 0, end) + 1 : end]
    return bool(re.match(r"[^\[.+].*\w", title)) and abs(len(title.rstrip()) - len(line[0].rstrip())) <= 1


def _keys(text: str) -> Iterator[tuple[int, str]]:
    for macro in _MACRO.finditer(text):
        if not is_known_to_cite(macro["name"]):
            continue
        for keys in _LIST.finditer(text, *macro.span("lists")):
            for item in _ITEM.finditer(text, *keys.span(1)):
                if "=" in item["key"]:  # cite[key, page=3]
                    break
                yield item.start(), item["key"]
