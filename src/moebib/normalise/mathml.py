"""Converts the part of MathML 3 (https://www.w3.org/TR/MathML3/) that titles use to text."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from moebib.normalise.scripts import subscript, superscript

__all__ = ["read"]

_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))
_DEEPEST = 100


def read(xml: str, *, formulas: bool) -> str:
    """The content of a ``<math>`` element as text with sub- and superscripts.

    >>> read("<mi>K</mi>", formulas=True), read("<msub><mi>LaO</mi><mn>4</mn></msub>", formulas=True)
    ('K', 'LaO₄')
    """
    bare = re.sub(r"(</?)[\w-]+:", r"\1", xml)
    try:
        root = ElementTree.fromstring(f"<math>{bare}</math>")
    except ElementTree.ParseError:
        return re.sub(r"<[^<>]*>", "", xml)
    return _text(root, formulas, _DEEPEST).translate(_INVISIBLE)


def _text(element: ElementTree.Element, formulas: bool, depth: int) -> str:
    if depth == 0 or element.tag.startswith("annotation"):
        return ""
    text = "".join((element.text or "").split())
    parts = [_text(child, formulas, depth - 1) for child in element]
    write = _WRITERS.get(element.tag)
    if element.tag == "mtext" or write is None or len(parts) < 2:
        return (element.text or "") if element.tag == "mtext" else text + "".join(parts)
    return write(parts, formulas)


def _fraction(parts: list[str], formulas: bool) -> str:
    return "/".join(part if part.isalnum() else f"({part})" for part in parts[:2])


_WRITERS: dict[str, Callable[[list[str], bool], str]] = {
    "mfrac": _fraction,
    "msub": lambda parts, formulas: parts[0] + subscript(parts[1], formulas=formulas),
    "msup": lambda parts, formulas: parts[0] + superscript(parts[1], formulas=formulas),
    "msubsup": lambda parts, formulas: (
        parts[0]
        + subscript(parts[1], formulas=formulas)
        + "".join(superscript(part, formulas=formulas) for part in parts[2:])
    ),
}
