"""RIS, the tagged format of reference managers, in both directions.

A line is a tag of two characters, two blanks, a dash, a blank and a value; a record runs from ``TY`` to ``ER`` ("RIS
Format Specifications", Research Information Systems, 2001; more tags and types since 2011, as EndNote has them). No
two programs agree on what stands where: the tables (``ris.tags``) write the tag that most of them read, and read the
tags that any of them writes.
"""

from __future__ import annotations

from moebib.formats.ris.lines import Block, Tag, split_records
from moebib.formats.ris.reader import from_ris
from moebib.formats.ris.writer import to_ris

__all__ = ["Block", "Tag", "from_ris", "split_records", "to_ris"]
