r"""Org: ``[cite:@key]`` of org itself, ``cite:key`` and ``cite:&key`` of org-ref, and ``\cite{key}`` of LaTeX.

https://orgmode.org/manual/Citations.html and https://github.com/jkitchin/org-ref. Code, verbatim text and comments
contain no citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations import CitingText, Offsets, without_spans
from moebib.citations.latex import bibliographies_of, is_known_to_cite, keys_of_commands, split_keys, uses_biblatex

__all__ = ["read_org"]

_UNREAD = re.compile(
    r"""
      ^[ \t]*\#(?:[ \t][^\n]*)?$
    | ^[ \t]*:[ \t][^\n]*
    | ^[ \t]*\#\+begin_(?P<block>src|example|comment)\b
    | ^(?P<stars>\*+)[ \t]+COMMENT\b
    | (?:^|(?<=[\s\-({'"]))(?P<verbatim>[=~])(?!\s)[^\n]{1,400}?(?:\n[^\n]{1,400}?)?(?<!\s)(?P=verbatim)
      (?=$|[\s\-.,;:!?')}\["\\])
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(r"^[ \t]*#\+end_(src|example|comment)\b", re.MULTILINE | re.IGNORECASE)
_IN_ORG = re.compile(r"\[cite(?:/[\w/-]+)?:(?P<references>(?:[^\[\]@]|\[[^\[\]]*\])*@(?:[^\[\]]|\[[^\[\]]*\])*)\]")
_REFERENCE = re.compile(r"[^;]+")
_KEY_CHARACTERS = r"[\w\-.:?!`'/*@+|(){}<>&^$#%~]+"
_KEY = re.compile(rf"@({_KEY_CHARACTERS})")
# Links of org-ref; a plain one ends where its punctuation belongs to the sentence.
_LINK = re.compile(
    r"(?:\[\[(?P<type>[A-Za-z]+)\*?:(?P<path>[^\[\]]+)\]|(?<![\w\\/:])(?P<plain_type>[A-Za-z]+)\*?:"
    r"(?P<plain_path>(?:[^\s()<>\[\]]*[^\s()<>\[\].,;:!?'\"])))"
)
_ORG_REF_3 = re.compile(rf"&({_KEY_CHARACTERS})")
_BIBLIOGRAPHY_LINKS = ("bibliography", "nobibliography", "addbibresource")
_KEYWORD = re.compile(
    r"^[ \t]*#\+(?P<name>include|bibliography|cite_export):[ \t]*"
    r"(?:\"(?P<quoted>[^\"\n]+)\"|(?P<bare>\S+))(?P<rest>.*)",
    re.MULTILINE | re.IGNORECASE,
)
_AS_CODE = re.compile(r"[ \t]+(?:src|example|export)\b", re.IGNORECASE)


def read_org(text: str) -> CitingText:
    """The citations of an .org file, and the files it includes.

    >>> [citation.key for citation in read_org("[cite/t:see @knuth1984 p. 3; @doe] citep:roe,poe, =cite:x=").citations]
    ['knuth1984', 'doe', 'roe', 'poe']
    """
    read = without_spans(text, _unread(text))
    bibliographies = [*bibliographies_of(read)]
    includes: list[tuple[int, tuple[str, ...]]] = []
    biblatex = uses_biblatex(read)
    for keyword in _KEYWORD.finditer(read):
        value = keyword["quoted"] or keyword["bare"]
        match keyword["name"].lower():
            case "bibliography":
                bibliographies.append(value)
            case "cite_export":
                biblatex |= value == "biblatex"
            case _ if not _AS_CODE.match(keyword["rest"]):
                includes.append((keyword.start(), (value.partition("::")[0],)))
    for kind, start, end in _links(read):
        if kind in _BIBLIOGRAPHY_LINKS:
            bibliographies += (name for _, name in split_keys(read, start, end))
            biblatex |= kind == "addbibresource"
    keys = (*_in_org(read), *_in_links(read), *keys_of_commands(read))
    return Offsets(keys, includes, bibliographies, biblatex=biblatex).placed(text)


def _unread(text: str) -> Iterator[tuple[int, int]]:
    """The spans of comments, code and verbatim text; a commented heading ends at the next of its level."""
    ends = [(end[1].lower(), end.end()) for end in _END.finditer(text)]
    last_ends = dict(ends)
    at = 0
    while match := _UNREAD.search(text, at):
        at = match.end()
        if block := (match["block"] or "").lower():
            if last_ends.get(block, 0) < at:
                continue  # an unclosed block is text
            at = next(end for name, end in ends if name == block and end > at)
        elif stars := match["stars"]:
            following = re.compile(rf"^\*{{1,{len(stars)}}}[ \t]", re.MULTILINE).search(text, at)
            at = following.start() if following else len(text)
        yield match.start(), at


def _in_org(text: str) -> Iterator[tuple[int, str]]:
    """The keys of org's own citations: one in each part between semicolons."""
    for citation in _IN_ORG.finditer(text):
        for reference in _REFERENCE.finditer(text, *citation.span("references")):
            if key := _KEY.search(text, *reference.span()):
                yield key.start(1), key[1]


def _in_links(text: str) -> Iterator[tuple[int, str]]:
    """The keys in links of org-ref, of version 3 (``cite:&key;&other``) and of version 2 (``cite:key,other``)."""
    for kind, start, end in _links(text):
        if not is_known_to_cite(kind):
            continue
        if "&" not in text[start:end]:
            yield from split_keys(text, start, end)
            continue
        for reference in _REFERENCE.finditer(text, start, end):
            if key := _ORG_REF_3.search(text, *reference.span()):
                yield key.start(1), key[1]


def _links(text: str) -> Iterator[tuple[str, int, int]]:
    """The type and the span of the path of each link that is not within a citation of org itself."""
    for link in _LINK.finditer(without_spans(text, (citation.span() for citation in _IN_ORG.finditer(text)))):
        kind = "type" if link["type"] else "plain_type"
        yield link[kind], *link.span("path" if link["type"] else "plain_path")
