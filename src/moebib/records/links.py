"""Links in entries, and the identifiers to which they lead."""

from __future__ import annotations

from moebib.records.archives import archive_of_identifier
from moebib.records.identifier import Identifier, Scheme, find_page, parse_identifier

__all__ = ["parse_link"]


def parse_link(url: str) -> Identifier:
    """The identifier of the work of an entry with this link: as :func:`parse_identifier`, or the URL itself.

    The link of a published article may lead to its preprint, its data, or another version, whose DOI is not its own:
    such a DOI is taken only from its own link.

    >>> [str(parse_link(url)) for url in ("https://dl.acm.org/doi/10.5555/1", "https://doi.org/10.5281/zenodo.7")]
    ['doi:10.5555/1', 'doi:10.5281/zenodo.7']
    >>> str(parse_link("https://zenodo.org/records/7"))
    'url:https://zenodo.org/records/7'

    Raises:
        InvalidIdentifier: If it is not an http(s) link.
    """
    identifier = parse_identifier(url)
    is_own = url.partition("://")[2].lower().removeprefix("dx.").startswith("doi.org/")
    if identifier.scheme is not Scheme.DOI or is_own:
        return identifier
    is_of_deposit = archive_of_identifier(identifier) or find_page(url)
    return parse_identifier(f"url:{url}") if is_of_deposit else identifier
