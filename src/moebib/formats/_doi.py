"""The DOI that arXiv gives to a work: the same identifier as the arXiv ID, under which a record has it.

A record that was read with the DOI has it in ``extra``, too, so that each format can write it again.
"""

from __future__ import annotations

from moebib.errors import InputError
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record

__all__ = ["doi_of_arxiv", "is_doi_of_arxiv"]


def is_doi_of_arxiv(text: str, identifier: Identifier) -> bool:
    """Whether *identifier* was read from a DOI of arXiv.

    >>> is_doi_of_arxiv("10.48550/arXiv.2401.01234", parse_identifier("arxiv:2401.01234"))
    True
    """
    return identifier.scheme is Scheme.ARXIV and "10.48550/" in text


def doi_of_arxiv(record: Record) -> str:
    """The DOI of arXiv with which *record* was read, if it still has that arXiv ID; "" if there is none."""
    text = record.extra.get("doi", "")
    try:
        identifier = parse_identifier(f"doi:{text}") if "10.48550/" in text else None
    except InputError:
        return ""
    is_own = identifier and is_doi_of_arxiv(text, identifier) and identifier in record.identifiers
    return text if is_own else ""
