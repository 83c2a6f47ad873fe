"""BibLaTeX files: read as BibTeX's are, since a file may hold both; the name is here to be given."""

from __future__ import annotations

from moebib.bibtex.file import read_file
from moebib.config import Config
from moebib.importers import Imported, Importer


def read(text: str, config: Config) -> Imported:
    """All entries of a .bib file, in either dialect."""
    records, findings = read_file(text)
    return Imported(records, findings=findings)


IMPORTER = Importer(suffixes=(), read=read)
