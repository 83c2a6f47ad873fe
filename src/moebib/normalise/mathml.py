"""Converts the part of MathML 3 (https://www.w3.org/TR/MathML3/) that titles use to text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from xml.etree import ElementTree

from moebib.text.scripts import script

__all__ = ["read"]

_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))
_DEEPEST = 100


def read(xml: str, *, has_markup: bool) -> str:
    """The content of a ``<math>`` element as text, with tags for sub- and superscripts if it *has_markup*.

    >>> read("<msub><mi>LaO</mi><mn>4</mn></msub>", has_markup=True), read("<mi>K</mi>", has_markup=False)
    ('LaO<sub>4</sub>', 'K')
    """
    bare = re.sub(r"(</?)[\w-]+:", r"\1", xml)
    try:
        root = ElementTree.fromstring(f"<math>{bare}</math>")
    except ElementTree.ParseError:
        return re.sub(r"<[^<>]*>", "", xml)
    return _text(root, has_markup, _DEEPEST).translate(_INVISIBLE)


def _text(element: ElementTree.Element, has_markup: bool, depth: int) -> str:
    if depth == 0 or element.tag.startswith("annotation"):
        return ""
    text = element.text or "" if element.tag == "mtext" else "".join((element.text or "").split())
    if has_markup:  # a brace or a dollar sign is a character in MathML
        text = re.sub(r"[{}$]", r"\\\g<0>", text)
    parts = [_text(child, has_markup, depth - 1) for child in element]
    if element.tag == "mfenced":
        between = element.get("separators", ",")[:1].strip("|")
        return f"{element.get('open', '(')}{between.join(parts)}{element.get('close', ')')}"
    if element.tag == "msqrt":
        inner = text + "".join(parts)
        return f"\u221a{inner}" if len(inner) == 1 else f"\u221a({inner})"
    if element.tag == "mmultiscripts":
        return _with_scripts_around([child.tag for child in element], parts, has_markup)
    if element.tag == "mfrac":
        return "/".join(part if part.isalnum() else f"({part})" for part in parts[:2])
    marks = _SCRIPTS.get(element.tag, ())
    if not marks or len(parts) <= len(marks):
        return text if element.tag == "mtext" else text + "".join(parts)
    scripts = zip(marks, parts[1:], strict=False)
    return parts[0] + "".join(_script(part, mark, parts[0], has_markup) for mark, part in scripts if part)


def _with_scripts_around(tags: list[str], parts: list[str], has_markup: bool) -> str:
    """A base with pairs of sub- and superscripts behind it, and after the tag "mprescripts" before it."""
    middle = tags.index("mprescripts") if "mprescripts" in tags else len(tags)

    def scripts(start: int, end: int, before: str) -> str:
        marks: tuple[Literal["sub", "sup"], ...] = ("sub", "sup")
        pairs = ((parts[i], marks[(i - start) % 2]) for i in range(start, end))
        return "".join(_script(part, mark, before, has_markup) for part, mark in pairs if part)

    base = "".join(parts[:1])
    return scripts(middle + 1, len(parts), "") + base + scripts(1, middle, base)


def _script(text: str, mark: Literal["sub", "sup"], before: str, has_markup: bool) -> str:
    return f"<{mark}>{text}</{mark}>" if has_markup else script(text, mark, before[-1:])


_SCRIPTS: Mapping[str, tuple[Literal["sub", "sup"], ...]] = {
    "msub": ("sub",), "msup": ("sup",), "msubsup": ("sub", "sup"),
}  # fmt: skip
