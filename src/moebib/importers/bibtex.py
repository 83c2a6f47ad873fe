"""BibTeX files; one may hold both dialects."""

from __future__ import annotations

from moebib.importers import Importer
from moebib.importers._bib import SIGN, STAGES, decode, read

IMPORTER = Importer(suffixes=(".bib",), read=read, sign=SIGN, decode=decode, stages=STAGES)
