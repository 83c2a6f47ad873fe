"""Normalise: text as services send it, made text as people write it. ``RULES`` is all there is, in its order.

A rule changes nothing of which it is not sure: a title is none the better for a guess.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from html.entities import html5

from moebib.normalise import case, people, tags
from moebib.normalise.texts import FORMULAS, PLAIN, TEXTS, VENUES, in_lists, in_names, in_texts
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.latex import decode, decode_title, is_latex

__all__ = ["RULES", "is_truncated", "normalise"]

_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);", re.I)
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(rf"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ud800-\udfff\ufff9-\ufffb{_BIDI}]")
# These shape the letters of Indic scripts and of Persian, and join emoji; beside Latin letters they are dirt.
_JOINERS = re.compile("(?:^|(?<=[\x00-\u024f\\s]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f\\s]|$)")
_FORMULA = re.compile(r"(\$(?=\S)[^$]+(?<=\S)\$(?!\d))")
_QUOTES = re.compile("``(?=\\S)([^`']+)''")
_DASHES = re.compile(r"(?<=\w)(---?)(?=\w)|(?<=\S )(---?)(?= \S)")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:al|approx|bros|cf|co|corp|dept|dr|ed|eds|etc|fig|inc|jr|ltd|mr|mrs|ms|no|nos|op|prof|sp|spp|sr|st|"
    r"subsp|univ|var|vol|vs|\w*\.\w+|[^\W\d]\. [^\W\d]|\w*\.)$",
    re.I,
)
_TWICE = re.compile(r"\b(and|for|in|of|on|the|proceedings of the|proceedings)((?:\s+\1)+)\b", re.I)
_HEADING = re.compile(r"^(?:(?i:abstract)\s*(?:[:.\u2013\u2014]\s*|-\s+)|ABSTRACT\s+(?=[A-Z]))(?=\S)")
_MOST_PASSES = 8


def normalise(record: Record) -> Record:
    r"""The record after all of ``RULES``; to normalise it again changes nothing.

    >>> normalise(Record(id="new", type="article", title="Gr\\&quot;obner\n  Bases.")).title
    'Gröbner Bases'
    """
    # One rule may uncover what another removes (a tag in an escaped entity): until nothing changes. Text made to be
    # uncovered for ever is left after a few times.
    for _ in range(_MOST_PASSES):
        before = record
        for rule in RULES:
            record = rule(record)
        if record == before:
            break
    return record


def is_truncated(names: Iterable[Name]) -> bool:
    """Whether a list ends in "and others" or "et al.", so that people are missing; ask before ``normalise``.

    >>> is_truncated([Name(family="Doe"), Name(family="others")])
    True
    """
    return any(people.without_others(name) != name for name in names)


def entities(record: Record) -> Record:
    """HTML and XML entities, escaped once or more often, become their characters. Without ``;`` they are text."""
    return in_names(in_texts(record, _unescaped), _unescaped)


def characters(record: Record) -> Record:
    """Unicode in NFC; control characters, those that turn the reading direction, and those that nobody sees, go."""
    return in_names(in_texts(record, _visible), _visible)


def markup(record: Record) -> Record:
    """JATS, HTML and MathML become text: scripts as Unicode has them, else as a formula, blocks as blanks.

    A ``<`` that opens no known tag is "less than", and a lone ``<b>`` is text.
    """
    record = in_texts(in_texts(record, tags.in_text, FORMULAS), tags.in_plain, PLAIN)
    return in_names(record, tags.in_name)


def latex(record: Record) -> Record:
    """LaTeX becomes Unicode where there is a command, an accent or an escaped sign; formulas and {spans} stay."""
    record = in_texts(record, lambda text: decode_title(text) if is_latex(text) else text, ("title",))
    others = [field for field in TEXTS if field != "title"]
    record = in_texts(record, lambda text: decode(text) if is_latex(text) else text, others)
    return in_names(record, lambda text: decode(text) if is_latex(text) else text)


def typewriting(record: Record) -> Record:
    """TeX's ``--``, ``---`` between words become dashes, and its pairs of quotation marks curly ones."""
    return in_texts(record, _typeset, (*FORMULAS, *VENUES, "note"))


def blanks(record: Record) -> Record:
    """Line breaks, indents and every special blank become one blank; those that markup left before a comma go."""
    return in_names(in_texts(record, _on_one_line), _on_one_line)


def others(record: Record) -> Record:
    """People only: not "and others" and "et al."; :func:`is_truncated` knows that somebody is missing."""
    return in_lists(record, lambda names: tuple(kept for name in names if (kept := people.without_others(name))))


def homonyms(record: Record) -> Record:
    """DBLP's numbers behind names ("Wei Wang 0001") are not on the paper."""
    return in_lists(record, people.without_number)


def loud_names(record: Record) -> Record:
    """Family names in capitals become "Family"; not mononyms, initials, organisations and what has no vowel."""
    return in_lists(record, case.quiet_names)


def full_stop(record: Record) -> Record:
    """The dot that DBLP and others set behind a title goes; that of an abbreviation and an ellipsis stay."""
    return in_texts(record, _without_stop, ("title",))


def loud_titles(record: Record) -> Record:
    """Titles and venues all in capitals become "Title Case", with the acronyms as the abstract spells them."""
    known = " ".join((record.abstract, *record.keyword))
    return in_texts(
        record,
        lambda text: case.quiet_title(text, case.forms_in(known)) if case.is_loud(text) else text,
        ("title", *VENUES),
    )


def doubled_words(record: Record) -> Record:
    """A small word that stands twice in a venue ("Proceedings of the the") stands there once."""
    return in_texts(record, lambda text: _TWICE.sub(r"\1", text), VENUES)


def pages(record: Record) -> Record:
    """Page ranges have one hyphen and no "pp."; a dash stays where the pages themselves have hyphens."""
    return in_texts(record, _page, ("page",))


def heading(record: Record) -> Record:
    """The heading "Abstract" is no part of the abstract."""
    return in_texts(record, lambda text: _HEADING.sub("", text), ("abstract",))


RULES: tuple[Callable[[Record], Record], ...] = (
    entities, characters, markup, latex, typewriting, blanks, others, homonyms, loud_names, full_stop, loud_titles,
    doubled_words, pages, heading,
)  # fmt: skip
"""In this order: what is escaped first, then what is written in it, then what that says."""


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return html.unescape(f"&{name};") if name.startswith("#") or f"{name};" in html5 else found[0]


def _visible(text: str) -> str:
    return text if text.isascii() and text.isprintable() else _JOINERS.sub("", _UNSEEN.sub("", _nfc(text)))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _typeset(text: str) -> str:
    if "--" not in text and "``" not in text:
        return text
    pieces = _FORMULA.split(text)
    for i in range(0, len(pieces), 2):
        quoted = _QUOTES.sub("\u201c\\1\u201d", pieces[i])
        pieces[i] = _DASHES.sub(lambda found: "\u2014" if len(found[0]) == 3 else "\u2013", quoted)
    return "".join(pieces)


def _on_one_line(text: str) -> str:
    if "\n" in text:
        text = re.sub(r"\s*\n\s*(?=[.,;:!?)\]/])|(?<=[(\[/])\s*\n\s*", "", text)
    return " ".join(text.split())


def _without_stop(title: str) -> str:
    bare = title.removesuffix(".")
    return title if bare == title or not bare or _ABBREVIATION.search(bare) else bare.rstrip()


def _page(text: str) -> str:
    bare = re.sub(r"^(?:pp?|pages?)\.? *(?=\d)|^S\. +", "", text, flags=re.I).rstrip(".")
    return ", ".join(_range(part) for part in re.split(r"\s*,\s*", bare))


def _range(text: str) -> str:
    ends = re.split(r" *[\u2010-\u2015\u2212] *| *--+ *| +- +", text)
    if len(ends) != 2 or not all(ends):
        return text
    return ("\u2013" if "-" in "".join(ends) else "-").join(ends)
