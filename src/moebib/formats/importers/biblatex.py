"""BibLaTeX files: read as BibTeX's are, since one may hold both dialects; the name is here to be given."""

from __future__ import annotations

from moebib.formats.importers import Importer
from moebib.formats.importers._bib import SIGN, STAGES, decode, read

IMPORTER = Importer(suffixes=(), read=read, sign=SIGN, decode=decode, stages=STAGES)
