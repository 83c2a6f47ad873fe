"""BibLaTeX files: read as BibTeX's are, since one may hold both dialects; the name is here to be given."""

from __future__ import annotations

from moebib.importers import Importer
from moebib.importers._bib import SIGN, STAGES, decode, read

IMPORTER = Importer(suffixes=(), read=read, sign=SIGN, decode=decode, stages=STAGES)
