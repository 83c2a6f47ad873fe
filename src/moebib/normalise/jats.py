"""JATS, the XML of publishers, in texts that other programs copied from Crossref or PubMed."""

from __future__ import annotations

import html
import re

from moebib.normalise.tags import in_text
from moebib.text.grammar import parse, source

__all__ = ["from_jats"]

_JATS = re.compile(r"</?jats:[a-z]|<(p|sec|title|italic|bold)>.*</\1>", re.S)
_HEADING = re.compile(r"\s*<(jats:)?title>\s*abstract[.:]?\s*</(jats:)?title>", re.I)


def from_jats(text: str) -> str:
    """A text with markup, in which tags of JATS become markup or spaces; one without such tags is unchanged.

    The heading "Abstract" is left out, and others end in a colon. XML has entities.

    >>> from_jats("<jats:title>Aim</jats:title><jats:p>CO<jats:sub>2</jats:sub> &lt; 5</jats:p>")
    'Aim: CO<sub>2</sub> < 5'
    >>> from_jats("The <p> of a &lt; b")
    'The <p> of a &lt; b'
    """
    if "<" not in text or not _JATS.search(text):
        return text
    text = re.sub(r"<(/?)title>", r"<\1jats:title>", _HEADING.sub("", text, count=1))
    marked = parse(in_text(text))
    parts = (part._replace(value=html.unescape(part.value)) if part.kind == "text" else part for part in marked)
    return " ".join(source(tuple(parts)).split())
