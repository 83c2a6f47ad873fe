"""BibTeX files; one may hold both dialects."""

from __future__ import annotations

from moebib.formats.importers import Importer
from moebib.formats.importers._bib import SIGN, STAGES, decode, read

IMPORTER = Importer(suffixes=(".bib",), read=read, sign=SIGN, decode=decode, stages=STAGES)
