"""BibLaTeX's localisation: the words that it prints for keys in a field (3.17, section 4.9.2), in English."""

from __future__ import annotations

__all__ = ["IN_WORDS", "in_words"]

_GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "",
    "Thesis": "",
    "resreport": "research report",
    "software": "computer software",
    "datacd": "CD-ROM",
    "audiocd": "audio CD",
    "patent": "patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
}
_PLACES = {
    "countryde": "Germany",
    "countryeu": "European Union",
    "countryep": "European Union",
    "countryfr": "France",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
}
IN_WORDS = {"genre": _GENRES, "publisher_place": _PLACES}
"""The words for each key that a field of a record may have."""


def in_words(field: str, value: str) -> str:
    """The *value* of a field of a record in words, if it is a key of BibLaTeX.

    >>> in_words("publisher_place", "countryus and countryde"), in_words("genre", "Letter")
    ('United States of America and Germany', 'Letter')
    """
    words = IN_WORDS.get(field, {})
    parts = value.split(" and ") if field == "publisher_place" else [value]
    return " and ".join(words.get(part, part) for part in parts)
