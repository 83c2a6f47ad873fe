"""Reads markup in texts of services: JATS in Crossref's abstracts, HTML and MathML in titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from moebib.text.grammar import Formulas
from moebib.text.scripts import raised_characters, script

__all__ = ["in_name", "in_plain", "in_text"]

_HTML = ("a|abbr|b|big|bold|br|cite|code|div|em|fixed-case|font|h[1-6]|hr|i|ins|italic|li|mark|ol|ovl|p|q|"
         "roman|s|sc|scp|small|smallcaps|span|strike|strong|sub|sup|tt|u|ul|underline|var")  # fmt: skip
# Of JATS, which some services send without a prefix (https://jats.nlm.nih.gov/archiving/tag-library/1.3/).
_JATS = ("alternatives|bold-italic|disp-formula|ext-link|fn|inline-formula|inline-graphic|list-item|monospace|"
         "named-content|overline|private-char|sans-serif|sec|small-caps|styled-content|tex-math|uri|xref")  # fmt: skip
_ATTRIBUTE = r"""\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')"""
_ATTRIBUTES = rf"(?:{_ATTRIBUTE})*\s*"
_TOKEN = re.compile(
    r"\\[{}$<\\]|(?P<dollar>\$)|"  # a tag in a formula is "less than"
    r"<(?P<close>/(?=[a-z]))?(?P<name>(?P<prefix>jats|mml|m|xhtml|html|ce|ns\d+):[a-z][\w-]*|"
    # Any tag with attributes is one, and any closing tag may belong to it; "<unk>" is a word.
    rf"(?:{_HTML}|{_JATS})(?={_ATTRIBUTES}/?>)|[a-z][\w.-]*(?={_ATTRIBUTE})|(?<=</)[a-z][\w.-]*)"
    rf"{_ATTRIBUTES}(?P<void>/)?>",
    re.I,
)
# A reference to a footnote or an affiliation, of which only the sign is in the text, and the footnote itself.
_REFERENCE = re.compile(rf"<(?P<tag>(?:jats:)?xref){_ATTRIBUTES}>[\s\d*,\u2020\u2021\u2217]*</(?P=tag)>", re.I)
_NOTE = re.compile(rf"<(?P<prefix>jats:)?fn{_ATTRIBUTES}>", re.I)
_TAGS = {
    "i": "i", "em": "i", "italic": "i", "b": "b", "bold": "b", "strong": "b", "sub": "sub", "sup": "sup", "sc": "sc",
    "scp": "sc", "small-caps": "sc", "smallcaps": "sc", "bold-italic": "b", "inf": "sub",
}  # fmt: skip
"""The tags of HTML, JATS and Wiley, and the tag of text with markup for them; all others are removed."""
_MATH = re.compile(rf"<(?P<prefix>(?:mml|m|jats):)?math{_ATTRIBUTES}>", re.I)
# Services omit the space between a word and a formula, but a single letter or the "th" of "n-th" needs none.
_TOUCHES = re.compile(r"(?<=[a-z]{2})(?=<(?:mml:)?math\b)|(?<=math>)(?=[a-z]{2})(?!(?:st|nd|rd|th)\b)")
# And that between a short word and the name of a species: "dynamics of<i>Rana</i>in ponds".
_SHORT = r"(?:against|among|and|at|between|by|during|for|from|in|of|on|or|the|to|using|versus|with)"
_BEFORE_NAME = re.compile(rf"\b{_SHORT}(?=<(?:i|em|(?:jats:)?italic)>[A-Z][a-z])")
_AFTER_NAME = re.compile(rf"<(?P<tag>i|em|(?:jats:)?italic)>[A-Z][a-z]+\.?[^<>]*</(?P=tag)>(?={_SHORT}\b)")
_ALTERNATIVES = re.compile(r"<(?P<prefix>jats:)?alternatives>", re.I)
# IEEE has the TeX form beside the alternatives, with a graphic in them.
_FORMULA = re.compile(r"<(?P<prefix>jats:)?inline-formula[^<>]*>", re.I)
_BLOCKS = frozenset(("br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "list", "list-item", "ol", "p", "sec",
                     "title", "ul"))  # fmt: skip
_LONGEST = 5_000
"""The most characters of a formula; longer ones do not occur in titles."""


def in_text(text: str) -> str:
    """A text with markup."""
    return _read(text, has_markup=True)


def in_plain(text: str) -> str:
    """Plain text without tags."""
    return _read(text, has_markup=False)


def in_name(text: str) -> str:
    """A part of a name without tags; superscripts are removed, because they refer to addresses or footnotes."""
    return in_plain(re.sub(r"<sup>[^<>]*</sup>", "", text, flags=re.I) if "<" in text else text)


def _read(text: str, *, has_markup: bool) -> str:
    if "<" not in text:
        return text
    text = _replace(_REFERENCE.sub("", text), _NOTE, "fn", lambda _: "")
    text = _replace(text, _FORMULA, "inline-formula", _preferred)
    text = _replace(text, _ALTERNATIVES, "alternatives", _preferred)
    text = _AFTER_NAME.sub(r"\g<0> ", _BEFORE_NAME.sub(r"\g<0> ", text))
    text = _replace(_TOUCHES.sub(" ", text), _MATH, "math", partial(_from_mathml, has_markup=has_markup))
    return _Pairs(has_markup).read(text)


class _Pairs:
    """Reads tags in pairs; a single tag is text, unless its name has a prefix or it is a block element."""

    def __init__(self, has_markup: bool) -> None:
        self.has_markup = has_markup
        self.pieces: list[str] = []
        self.opened: dict[str, list[int]] = {}

    def read(self, text: str) -> str:
        formulas = Formulas(text)
        done = start = 0
        while token := _TOKEN.search(text, start):
            start = token.end()
            if token["dollar"] and (tex := formulas.at(token.start())):
                start = token.start() + len(tex) + 2
            elif token["name"]:
                self.pieces.append(text[done : token.start()])
                self._tag(token)
                done = start
        return "".join([*self.pieces, text[done:]])

    def _tag(self, token: re.Match[str]) -> None:
        full = token["name"].lower()
        name = full.rpartition(":")[2]
        space = " " if name in _BLOCKS else ""
        if token["close"] and self.opened.get(full):
            start = self.opened[full].pop()
            self.pieces[start] = space
            self.pieces.append(": " if name == "title" else space)
            if name in _TAGS:
                self._mark(_TAGS[name], start)
        elif not token["close"] and not token["void"] and name not in ("br", "hr"):
            unclosed = space if token["prefix"] or name == "p" else token[0]
            self.opened.setdefault(full, []).append(len(self.pieces))
            self.pieces.append(unclosed)
        else:
            self.pieces.append(space if token["prefix"] or token["void"] or name in _BLOCKS else token[0])

    def _mark(self, mark: str, start: int) -> None:
        # Sub- and superscripts are short; long ones are hostile input that would take quadratic time.
        is_script = mark in ("sub", "sup") and len(self.pieces) - start < 20
        inner = "".join(self.pieces[start:]).strip() if is_script else ""
        before = self.pieces[start - 1][-1:] if start else ""
        if mark == "sup" and (raised := raised_characters(inner, before)):
            self.pieces[start:] = [raised]
        elif self.has_markup:
            self.pieces[start], self.pieces[-1] = f"<{mark}>", f"</{mark}>"
        elif is_script:
            self.pieces[start:] = [script(inner, "sub" if mark == "sub" else "sup")]


def _replace(text: str, opening: re.Pattern[str], name: str, change: Callable[[str], str]) -> str:
    """*text* with *change* applied to the text between each *opening* tag and the next closing tag."""
    return "".join(_replaced(text, opening, name, change)) if opening.search(text) else text


def _replaced(text: str, opening: re.Pattern[str], name: str, change: Callable[[str], str]) -> Iterator[str]:
    done = 0
    for tag in opening.finditer(text):
        closing = f"</{tag['prefix'] or ''}{name}>"
        end = text.find(closing, tag.end())
        if end < 0:
            break
        if tag.start() >= done:
            yield text[done : tag.start()]
            yield change(text[tag.end() : end])
            done = end + len(closing)
    yield text[done:]


def _preferred(alternatives: str) -> str:
    """The TeX form of a formula that is given in several; Springer sends it as a whole document."""
    tex = re.search(r"<(?:jats:)?tex-math[^<>]*>(.*?)</(?:jats:)?tex-math>", alternatives, re.S | re.I)
    if not tex:
        return alternatives
    body = tex[1].rpartition(r"\begin{document}")[2].partition(r"\end{document}")[0].strip()
    return f"${body.strip('$').strip()}$" if body.strip("$ ") else ""


def _from_mathml(xml: str, *, has_markup: bool) -> str:
    # Imported here, because it is slow to import and most texts contain no MathML.
    from moebib.normalise.mathml import read

    return read(xml, has_markup=has_markup) if len(xml) < _LONGEST else xml
