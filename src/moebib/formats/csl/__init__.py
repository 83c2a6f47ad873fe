"""Record <-> CSL-JSON item (CSL 1.0.2, appendices III to VI; valid by csl-data.json of the CSL project).

Field names are CSL variables, so most is a table of names. What is not:

- Processors read a handful of tags in any text (``<i>``, ``<span class="nocase">``) and decode no entities: "A < B & C"
  is written as it is, and a title that says ``<i>`` gets an invisible word joiner after the ``<``.
- An arXiv ID is ``number`` "arXiv:2401.06066" with ``publisher`` "arXiv": APA makes of it "(Preprint arXiv:2401.06066).
  arXiv.", IEEE "arXiv: arXiv:2401.06066". As ``container-title`` it would be "In arXiv", and of ``archive`` and
  ``archive_location`` IEEE and ACM print nothing.
- What the variables cannot say exactly (a second DOI, an OpenReview ID beside a DOI) is repeated in ``custom``, CSL's
  place for that; what is no part of a reference (``NOT_IN_CSL``) is left out.
"""

from __future__ import annotations

from moebib.formats.csl.fields import IN_CSL, NOT_IN_CSL
from moebib.formats.csl.reader import from_csl
from moebib.formats.csl.writer import to_csl

__all__ = ["IN_CSL", "NOT_IN_CSL", "from_csl", "to_csl"]
