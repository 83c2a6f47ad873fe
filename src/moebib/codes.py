"""The codes of the findings that reading, loading, citing, updating, converting and verifying report."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["CODES", "Code", "Level"]

Level = Literal["error", "warning", "note"]
"""How serious a finding is.

An error in a file is something that was not read, or not as it was meant. After a warning, everything was read, but
may have to be looked at. A note is a suggestion. `moebib check` fails on errors and warnings, `import --strict` on
errors only.
"""


class Code(NamedTuple):
    """The level and meaning of a finding code, which docs/reference/findings.md documents."""

    level: Level
    meaning: str
    is_entry_lost: bool = False
    """Whether the entry concerned is not in the result at all."""


CODES = {
    # Entry files and moebib.toml.
    "MB001": Code("error", "a file that is not UTF-8, or begins with a byte order mark"),
    "MB002": Code("error", "a file that is not valid TOML"),
    "MB003": Code("error", "an unknown field"),
    "MB004": Code("error", "a missing field, or one whose type or value is wrong"),
    "MB005": Code("error", "an invalid date"),
    "MB006": Code("error", "an invalid identifier"),
    "MB007": Code("error", "a duplicate identifier, in one work or in two"),
    "MB008": Code("error", "a duplicate key, ignoring case and including former keys"),
    "MB009": Code("error", "a tag that is not one of the sections in moebib.toml"),
    "MB010": Code("error", "an invalid file name: not portable as a key, or not the entry's id"),
    "MB011": Code("error", "a reference to a work that is not in the list"),
    "MB012": Code("error", "a file that cannot be opened"),
    "MB013": Code("error", "an entry file where no entries are read"),
    "MB014": Code("error", "an unresolved merge conflict", is_entry_lost=True),
    "MB015": Code("warning", "an entry in record format 1 in a list of format 2"),
    # Lists in Markdown.
    "MB101": Code("error", "a line that looks like an entry but was not understood", is_entry_lost=True),
    "MB102": Code("warning", "text that is not an entry, skipped"),
    "MB103": Code("warning", "a work that is listed more than once, merged"),
    "MB104": Code("warning", "a link that was repaired or dropped"),
    "MB105": Code("error", "an invalid value: a date, or a number in the table of models"),
    "MB106": Code("warning", "two works with one link, of which one is probably wrong"),
    # JSON.
    "MB111": Code("error", "invalid JSON, or JSON that would lose data", is_entry_lost=True),
    "MB112": Code("error", "an item that is not a valid record", is_entry_lost=True),
    "MB113": Code("warning", "an item without a key, or without a known type"),
    "MB114": Code("error", "a value with a character that does not exist, or a number that is none"),
    "MB115": Code("error", "an invalid value: a text, name, date, identifier or link"),
    # BibTeX.
    "MB120": Code("error", "an invalid name"),
    "MB121": Code("error", "a block or entry that cannot be read, skipped", is_entry_lost=True),
    "MB122": Code("error", "an invalid value: a name, date, identifier or link"),
    "MB123": Code("error", "an unknown entry type, read as misc"),
    "MB124": Code("error", "an undefined macro"),
    "MB125": Code("warning", "a duplicate field in an entry, or a duplicate key in the file"),
    "MB126": Code("warning", "a list of authors that ends in and others"),
    "MB127": Code("warning", "a part of the file that is not kept: a comment, a part of a preamble, or unused @xdata"),
    "MB128": Code("warning", "a file that is not UTF-8, and the encoding it was read as"),
    "MB129": Code("error", "a crossref or xdata field whose entry is not in the file"),
    "MB130": Code("error", "circular or excessive inheritance or macro expansion"),
    "MB131": Code("warning", "a missing or invalid key"),
    "MB132": Code("error", "a malformed entry, read as far as possible"),
    # RIS.
    "MB133": Code("warning", "a line outside a record"),
    "MB134": Code("error", "an invalid value: a name, date, identifier or link"),
    "MB135": Code("error", "an unknown type, read as GEN"),
    "MB136": Code("warning", "a record without an end"),
    # Hayagriva.
    "MB137": Code("error", "invalid YAML, or an entry without fields", is_entry_lost=True),
    "MB138": Code("error", "an invalid value: a person, date, identifier or link"),
    "MB139": Code("error", "an unknown type, read as misc"),
    "MB140": Code("warning", "an invalid name of a field or macro"),
    # Citing and updating.
    "MB141": Code("error", "a cited key that was not found"),
    "MB142": Code("warning", "an included file that cannot be read"),
    "MB143": Code("warning", "a work that is cited by two keys"),
    # Printed references.
    "MB144": Code("warning", "a reference whose fields were guessed from its text"),
    "MB145": Code("error", "a reference in which no title was recognised", is_entry_lost=True),
    # Converting.
    "MB146": Code("warning", "a value that the other format has no place for, or has only in part"),
    "MB147": Code("note", "an empty file, which is a bibliography without works"),
    "MB148": Code("warning", "a journal whose abbreviation or full name is not known"),
    "MB149": Code("warning", "characters that pdfLaTeX does not print"),
    # Exports of programs and databases.
    "MB151": Code("error", "invalid XML", is_entry_lost=True),
    "MB201": Code("warning", "a field that a source contradicts"),
    "MB202": Code("error", "a response about another work"),
    "MB203": Code("error", "an identifier that no source has"),
    "MB204": Code("error", "an entry of a .bib file into which what is new cannot be written"),
    "MB205": Code("note", "a work that was probably published under another title, extended or continued"),
    # Verifying.
    "MB211": Code("error", "a reference that no source has"),
    "MB212": Code("error", "a reference that leads to another work"),
    "MB213": Code("error", "a detail of a reference that sources contradict"),
    "MB214": Code("warning", "a reference that cannot be verified"),
    "MB215": Code("error", "a reference to a work that was retracted or withdrawn"),
}
"""Code -> its level and meaning, which never changes. A rule declares its own code (``checks.rules``)."""
