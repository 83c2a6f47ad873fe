"""Lists in several files: the Markdown files that a list links to, of which each may continue it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from moebib.text.markdown import clean

__all__ = ["LinkedFile", "linked_files", "name_of_file"]

_LABEL = r"(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{0,100}\]){0,300})"
_URL = r"(?P<url>[^\s()<>\"'#?]{1,500}\.(?:md|markdown|mkd))(?:[#?][^\s()<>\"']*)?"
_LINKS = (
    re.compile(rf"\[{_LABEL}\]\(\s*<?{_URL}>?(?:\s+[\"'(][^\n]{{0,200}}?[\"')])?\s*\)", re.I),
    re.compile(rf"<a\b[^<>]{{0,300}}?\bhref\s*=\s*[\"']?{_URL}[\"']?[^<>]{{0,300}}>(?P<label>.{{0,300}}?)</a>", re.I),
)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n(?:.*?^ {0,3}\1[`~]*[ \t]*$|.*\Z)", re.M | re.S)
# Files that lists link to and that are no part of them; a README in another language is the same list again.
_OTHERS = re.compile(
    r"licen[cs]e.*|copying.*|contribut\w*|code[_-]of[_-]conduct|change(?:log|s)|history|news|releases?|security|support|"
    r"authors|credits|citation|template.*|.*[_-]template|faq|todo|roadmap|install(?:ation)?|setup|style[_-]?guide|"
    r"guidelines?|about|acknowledg\w*|readme[._-].*",
    re.I,
)
_SAYS_NOTHING = re.compile(
    r"\W*(?:here|link|more|details?|see(?: here| more)?|list|papers?|full (?:list|paper list)|click here|readme|"
    r"(?:all|full) papers?|read more|go|view)\W*|https?:.*|[\w./-]+\.(?:md|markdown|mkd)",
    re.I,
)


class LinkedFile(NamedTuple):
    """A Markdown file to which a list links."""

    path: str
    """From the folder of the first file, with forward slashes."""
    line: int
    """Where the link is."""
    label: str
    """What the link calls it; "" if that says nothing, as "here"."""


def linked_files(text: str, path: str = "README.md") -> Iterator[LinkedFile]:
    r"""The files to which *text*, that of the file *path*, links: each once, and none outside of the folder.

    >>> [linked[:3] for linked in linked_files("# A\n\n- [Routing](papers/routing.md)\n- [here](../x.md)")]
    [('papers/routing.md', 3, 'Routing')]
    """
    bare = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
    matches = sorted((match for pattern in _LINKS for match in pattern.finditer(bare)), key=re.Match.start)
    known = {posixpath.normpath(path)}
    for match in matches:
        linked = _resolved(match["url"], path)
        if linked and linked not in known:
            known.add(linked)
            label = clean(re.sub(r"<[^<>]*>|[*_`]|!?\[|\]", "", match["label"]))
            label = "" if _SAYS_NOTHING.fullmatch(label) else label
            yield LinkedFile(linked, bare.count("\n", 0, match.start()) + 1, label)


def name_of_file(path: str) -> str:
    """What a section is called if only the file says it.

    >>> name_of_file("papers/expert-routing.md"), name_of_file("routing/README.md")
    ('Expert routing', 'Routing')
    """
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    name = posixpath.basename(folder) if name.lower() in ("readme", "index") and folder else name
    return re.sub(r"[-_\s]+", " ", name).strip().capitalize() or path


def _resolved(url: str, path: str) -> str | None:
    """The path of a linked file from the folder of the first one; ``None`` if it is no part of the list."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", url, re.I):
        return None
    folder = "" if url.startswith("/") else posixpath.dirname(path)
    linked = posixpath.normpath(posixpath.join(folder, unquote(url).lstrip("/")))
    name = posixpath.splitext(posixpath.basename(linked))[0]
    is_outside = linked.startswith("../") or "\\" in linked or "\0" in linked
    return None if is_outside or _OTHERS.fullmatch(name) else linked
