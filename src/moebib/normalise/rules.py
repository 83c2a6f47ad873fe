"""The rules that clean text from services, lists and files; ``RULES`` are all of them, in their order.

A rule changes only what is certainly wrong; a guess does not make a title better.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from html.entities import html5

from moebib.normalise import case, people, tags
from moebib.normalise.apply import PLAIN, in_lists, in_names, in_texts
from moebib.records.fields import MARKUP
from moebib.records.record import Record
from moebib.text.grammar import CASE, parse, split_formulas
from moebib.text.latex import COMMANDS_OF_TAGS, decode, is_latex
from moebib.text.markup import from_latex, plain

__all__ = [
    "RULES", "characters", "entities", "et_al", "latex", "markup", "normalise", "spaces", "without_full_stop",
]  # fmt: skip

VENUES = ("container_title", "event_title")

_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);", re.I)
_MISREAD = re.compile("[\xc2-\xf4][^\x00-\x7f]")  # the first two bytes of a character
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(rf"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb{_BIDI}]")
# Zero-width joiners are needed in Indic scripts, Persian and emoji; next to Latin letters they are a mistake.
_JOINERS = re.compile("(?:^|(?<=[\x00-\u024f\\s]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f\\s]|$)")
_QUOTES = re.compile("``(?=\\S)([^`']+)''")
_DASHES = re.compile(r"(?<=\w)(---?)(?=\w)|(?<=\S )(---?)(?= \S)")
_CLOSING_MARKS = re.compile(r"(?<![}>])(?:\}|</(?:i|b|su[bp]|sc)>)+$")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:al|approx|bros|cf|co|corp|dept|dr|ed|eds|etc|fig|inc|jr|ltd|mr|mrs|ms|no|nos|op|prof|sp|spp|sr|st|"
    r"subsp|univ|var|vol|vs|\w*\.\w+|[^\W\d]\. [^\W\d]|\w*\.)$",
    re.I,
)
_REPEATED = re.compile(r"\b(and|for|in|of|on|the|proceedings of the|proceedings)((?:\s+\1)+)\b", re.I)
_HEADING = re.compile(r"^(?:(?i:abstract)\s*(?:[:.\u2013\u2014]\s*|-\s+)|ABSTRACT\s+(?=[A-Z]))(?=\S)")
_MOST_PASSES = 8


def normalise(record: Record) -> Record:
    r"""The record after all ``RULES``. Idempotent.

    >>> normalise(Record(id="new", type="article", title="Gr\\&quot;obner\n  Bases.")).title
    'Gröbner Bases'
    """
    # One rule may reveal work for an earlier one (a tag in an escaped entity), so they run until nothing changes. The
    # number of passes is limited, because hostile text could go on for ever.
    for _ in range(_MOST_PASSES):
        before = record
        for rule in RULES:
            record = rule(record)
        if record is before or record == before:
            break
    return record


def entities(record: Record) -> Record:
    """Replace HTML and XML entities by characters, even if they were escaped twice; without ``;`` they are text."""
    return in_names(in_texts(record, _unescaped), _unescaped)


def encoding(record: Record) -> Record:
    """Decode UTF-8 that was read as Latin-1 or Windows-1252 ("MÃ¼ller"), if the whole text is."""
    return in_names(in_texts(record, _decoded), _decoded)


def characters(record: Record) -> Record:
    """Convert to NFC, and remove control characters, direction marks and other invisible characters."""
    return in_names(in_texts(record, _visible), _visible)


def markup(record: Record) -> Record:
    """Convert JATS, HTML and MathML to text with markup, of which only its five tags are left.

    A ``<`` that does not begin a known tag is "less than", and an unclosed ``<b>`` is text.
    """
    record = in_texts(in_texts(record, tags.in_text, MARKUP), tags.in_plain, PLAIN)
    return in_names(record, tags.in_name)


def latex(record: Record) -> Record:
    """Convert LaTeX commands, accents and escaped characters to Unicode with markup; formulas and {spans} stay."""
    record = in_texts(record, _from_latex, MARKUP)
    record = in_texts(record, lambda text: decode(text) if is_latex(text) else text, PLAIN)
    return in_names(record, lambda text: decode(text) if is_latex(text) else text)


def _from_latex(text: str) -> str:
    r"""The text with markup for LaTeX in which there are tags, too."""
    if not is_latex(re.sub(r"\\[{}$<\\]", "", text)):
        return text
    commands = {mark: f"\\{COMMANDS_OF_TAGS[mark]}{{" for mark in COMMANDS_OF_TAGS} | {CASE: "{"}
    pieces = []
    for kind, value in parse(text):
        if kind == "text":
            # An empty pair of braces ends a command: \o{}re
            pieces.append(re.sub(r"\{\}|[{}$]", lambda sign: sign[0] if sign[0] == "{}" else f"\\{sign[0]}", value))
        else:
            pieces.append(f"${value}$" if kind == "math" else commands[value] if kind == "open" else "}")
    return from_latex("".join(pieces))


def dashes_and_quotes(record: Record) -> Record:
    """Convert ``--`` and ``---`` between words to dashes, and TeX's pairs of quotation marks to curly ones."""
    return in_texts(record, _typeset, MARKUP)


def spaces(record: Record) -> Record:
    """Replace line breaks, indents and special spaces by one space; remove those that markup left before a comma."""
    return in_names(in_texts(record, _on_one_line), _on_one_line)


def et_al(record: Record) -> Record:
    """Replace "et al." in the last name of a list ("Jane Doe et al.") by the flag of an incomplete list."""
    return in_lists(record, people.without_et_al)


def dblp_numbers(record: Record) -> Record:
    """Remove DBLP's numbers after names ("Wei Wang 0001")."""
    return in_lists(record, people.without_number)


def upper_case_names(record: Record) -> Record:
    """Convert family names in capitals to "Family", except mononyms, initials, organisations and acronyms."""
    return in_lists(record, case.names_in_mixed_case)


def without_full_stop(title: str) -> str:
    """*title* without the full stop at its end, also in markup; that of an abbreviation or an ellipsis stays.

    >>> without_full_stop("Ponds."), without_full_stop("On <i>Ponds.</i>"), without_full_stop("Ponds etc.")
    ('Ponds', 'On <i>Ponds</i>', 'Ponds etc.')
    >>> without_full_stop("<i>.</i>")
    '<i>.</i>'
    """
    marks = _CLOSING_MARKS.search(title)
    end = marks[0] if marks else ""
    before = title.removesuffix(end)
    bare = before.removesuffix(".")
    if bare == before or plain(title) == "." or _ABBREVIATION.search(bare):
        return title
    return bare.rstrip() + end


def full_stop(record: Record) -> Record:
    """Remove the full stop that DBLP and others add to a title; those of abbreviations and ellipses stay."""
    return in_texts(record, without_full_stop, ("title",))


def upper_case_titles(record: Record) -> Record:
    """Convert titles and venues in capitals to "Title Case", with acronyms as the abstract spells them."""
    context = " ".join((record.abstract, *record.keyword))
    return in_texts(
        record,
        lambda text: case.in_title_case(text, case.forms_in(context)) if case.is_all_caps(text) else text,
        ("title", *VENUES),
    )


def repeated_words(record: Record) -> Record:
    """Remove the repetition of a short word in a venue ("Proceedings of the the")."""
    return in_texts(record, lambda text: _REPEATED.sub(r"\1", text), VENUES)


def pages(record: Record) -> Record:
    """Write page ranges with one hyphen and without "pp."; a dash stays if the page numbers contain hyphens."""
    return in_texts(record, _page, ("page",))


def abstract_heading(record: Record) -> Record:
    """Remove the heading "Abstract" from the abstract."""
    return in_texts(record, lambda text: _HEADING.sub("", text), ("abstract",))


RULES: tuple[Callable[[Record], Record], ...] = (
    entities, encoding, characters, markup, latex, dashes_and_quotes, spaces, et_al, dblp_numbers, upper_case_names,
    full_stop, upper_case_titles, repeated_words, pages, abstract_heading,
)  # fmt: skip
"""The order is: escapes, then markup, then the text itself."""


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return html.unescape(f"&{name};") if name.startswith("#") or f"{name};" in html5 else match[0]


def _decoded(text: str) -> str:
    if _MISREAD.search(text):
        for encoding in ("latin-1", "cp1252"):
            try:
                return text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return text


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _JOINERS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def _typeset(text: str) -> str:
    if "--" not in text and "``" not in text:
        return text
    pieces = split_formulas(text)
    for i in range(0, len(pieces), 2):
        quoted = _QUOTES.sub("\u201c\\1\u201d", pieces[i])
        pieces[i] = _DASHES.sub(lambda match: "\u2014" if len(match[0]) == 3 else "\u2013", quoted)
    return "".join(pieces)


def _on_one_line(text: str) -> str:
    if "\n" in text:
        text = re.sub(r"\s*\n\s*(?=[.,;:!?)\]/])|(?<=[(\[/])\s*\n\s*", "", text)
    return " ".join(text.split())


def _page(text: str) -> str:
    bare = re.sub(r"^(?:pp?|pages?)\.? *(?=\d)|^S\. +", "", text, flags=re.I).rstrip(".")
    return ", ".join(_range(part) for part in re.split(r"\s*,\s*", bare))


def _range(text: str) -> str:
    ends = re.split(r" *[\u2010-\u2015\u2212] *| *--+ *| +- +", text)
    if same := re.fullmatch(r"(\w+)[-\u2010-\u2015\u2212]+\1", text):
        return same[1]
    if len(ends) != 2 or not all(ends):
        return text
    return ("\u2013" if "-" in "".join(ends) else "-").join(ends)
