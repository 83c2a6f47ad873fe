"""Fields without a row in the table: written as they were read, unless TeX would fail on them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from moebib.text.latex import as_safe, encode, is_safe

__all__ = ["ORIGINAL_KEY", "VERBATIM", "extra_fields", "key_for_biber", "written_extra"]

ORIGINAL_KEY = "original-key"
"""The field with a key that is invalid in a record, or for biber."""

_FILES = frozenset("file files pdf ps local-url localfile".split())  # noqa: SIM905
VERBATIM = _FILES | frozenset(
    """
    url urlraw doi eprint ee link links uri eprinturl doiurl adsurl biburl verba verbb verbc isbn issn pmid pmcid
    crossref optcrossref xref xdata related relatedtype relatedoptions entryset ids options langidopts sortkey presort
    groups owner timestamp keywords-2 citeulike-article-id mendeley-groups mendeley-tags creationdate modificationdate
    date-added date-modified readstatus ranking priority qualityassured printed archiveprefix eprinttype primaryclass
    eprintclass entrysubtype editortype editoratype editorbtype editorctype authortype langid hyphenation gender
    pagination bookpagination original-key
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
"""The fields of links, keys and programs (biblatex 3.20, section 2.2.1 "verbatim", "key", "options"; JabRef, BibDesk,
Mendeley): nothing is escaped in them, because their readers would read the backslash as a part of the value."""

_PLAIN = re.compile(r"[A-Za-z0-9.:;,!?()\[\]/+*=@'<>|-]*(?: [A-Za-z0-9.:;,!?()\[\]/+*=@'<>|-]+)*")
# The values of the record are at least as new as these fields.
_DERIVED = frozenset(["date", "year", "month", "day", "isbn", "issn", "doi", "url", "eprint", "entrysubtype", "type"])
_ARCHIVE = ("archiveprefix", "eprinttype", "primaryclass", "eprintclass")


def key_for_biber(key: str) -> str:
    """The key with dashes for parentheses and equals signs, at which biber fails, and apostrophes, at which it cuts."""
    return re.sub(r"[=()']", "-", key)


def extra_fields(extra: Mapping[str, str], taken: Mapping[str, str]) -> dict[str, str]:
    """The fields of a ``written_extra``, unless newer values of the record have *taken* their names.

    A field with a taken name (the subject "number" of an article) gets a number, like a duplicate field of an entry.
    """
    fields: dict[str, str] = {}
    for name, value in extra.items():
        if name in taken and (name in _DERIVED or taken[name] == value):
            continue
        if name in _ARCHIVE and "eprint" in taken:
            continue
        free = name if name not in taken else f"{name}-2"
        fields[free] = encode(value) if name.startswith("csl-") else value
    return fields


def written_extra(extra: Mapping[str, str]) -> dict[str, str]:
    r"""*extra* as a .bib file keeps it; a variable of CSL ("csl-source") is plain text.

    >>> print(*written_extra({"Annote": r"R\&D & more: 100%", "pdf": "a_b%20&c.pdf"}).items())
    ('annote', 'R\\&D \\& more: 100\\%') ('pdf', 'a_b%20&c.pdf')
    """
    fields: dict[str, str] = {}
    for original, value in extra.items():
        name = _field_name(original)
        fields.setdefault(name, value if _PLAIN.fullmatch(value) else _written(name, " ".join(value.split())))
    return fields


def _written(name: str, value: str) -> str:
    if name.startswith("csl-"):
        return value
    if name not in VERBATIM and not name.startswith("bdsk-"):
        return as_safe(value)
    # A path of Windows looks as if it contained commands.
    is_harmless = is_safe(value.replace("\\", "")) and not value.endswith("\\") if name in _FILES else is_safe(value)
    return value if is_harmless else _percent(value)


def _percent(value: str) -> str:
    """The value with the special characters of TeX percent-encoded."""
    return re.sub(r"[{}\\^]", lambda char: f"%{ord(char[0]):02X}", value)


def _field_name(name: str) -> str:
    """The name in lower case; in BibTeX, no name begins with a digit."""
    if name.isalpha() and name.isascii() and name.islower():
        return name
    name = re.sub(r"[^a-z0-9_:+.-]", "-", name.lower())
    return name if name[:1].isalpha() else f"x-{name}"
