r"""Crossref's JSON: what its API answers for one work or for several, and the works alone, also one per line.

https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moebib.formats import Format, ParsedFile

if TYPE_CHECKING:
    from moebib.library.config import Config

__all__ = ["FORMAT"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats.crossref.reader import read

    return read(text)


FORMAT = Format(
    name="crossref",
    title="Crossref JSON",
    suffixes=(".json",),
    sniff=r'\A\s*[\[{][\s\S]{0,200000}?"(?:message-type|is-referenced-by-count|references?-count|content-domain)"\s*:',
    read=_read,
    notes="""\
What `https://api.crossref.org/works` answers, for one work or for a query, and its works alone, as an array or one per
line. They are read as the source `crossref` reads them. `convert` reports what has no place: references, licences,
funders, ORCIDs, affiliations, and subjects, which are those of the journal. Counts and what describes the entry in the
database are left out.
""",
)
