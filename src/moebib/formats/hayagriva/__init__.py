r"""Hayagriva: the bibliographies of Typst, in YAML, in both directions.

An entry has few fields; what it appeared in is an entry of its own under ``parent``, with title, volume and publisher
(https://github.com/typst/hayagriva/blob/main/docs/file-format.md, checked with Typst 0.15). What is not:

- Text is a template: braces keep the case, ``$`` is math of Typst, which runs as code. A backslash before ``{ } $ \``
  makes text of them; only formulas that mean the same in both languages stay formulas (``hayagriva.texts``).
- One bad date, language or link, and Typst takes nothing of the file: such a value is not written in its place.
- Typst passes over fields that it does not know. What the format cannot say exactly (a second DOI, keywords, a range of
  days) stands under ``moebib``; what is no part of a reference (``NOT_IN_HAYAGRIVA``) is left out.
"""

from __future__ import annotations

from moebib.formats.hayagriva.dump import dump
from moebib.formats.hayagriva.fields import IN_HAYAGRIVA, NOT_IN_HAYAGRIVA
from moebib.formats.hayagriva.reader import from_hayagriva
from moebib.formats.hayagriva.writer import to_hayagriva
from moebib.text.yaml import YamlEntry, load

__all__ = ["IN_HAYAGRIVA", "NOT_IN_HAYAGRIVA", "YamlEntry", "dump", "from_hayagriva", "load", "to_hayagriva"]
