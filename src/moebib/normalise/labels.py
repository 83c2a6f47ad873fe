"""Labels that publishers put before or after the title of a work that was retracted: "RETRACTED ARTICLE: On Gates"."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["is_titled_as_notice", "without_label"]

_WHAT = r"(?:\s+(?:article|chapter|paper|preprint|publication|review))?"
_BEFORE = re.compile(
    rf"\s*(?:[\[(\u3010]\s*(?:retracted|withdrawn|removed){_WHAT}\s*[\])\u3011]\s*[:.\u2013\u2014-]?"
    rf"|(?-i:RETRACTED|WITHDRAWN)(?:{_WHAT}\s*[-\u2013\u2014]\s*|\s+(?:ARTICLE|CHAPTER|PAPER|PREPRINT)\s+)"
    rf"|<(?P<tag>[\w:]+)>\s*(?:retracted|withdrawn){_WHAT}\s*:?\s*</(?P=tag)>\s*:?"
    rf"|(?:retracted|withdrawn|(?-i:REMOVED)){_WHAT}\s*(?::|\s-\s|[\u2013\u2014]))\s*(?=\S)",
    re.I,
)
# "On Gates [Retracted]", "On Gates (Retracted article. See vol. 12, p. 3)", "On Gates: RETRACTED"
_AFTER = re.compile(
    rf"(?<=\S)\s*(?:[\[(]\s*(?:retracted|withdrawn){_WHAT}(?:[\s.,:;][^\])]*)?[\])]|"
    rf"[-\u2013\u2014:.]\s*(?-i:RETRACTED|WITHDRAWN){_WHAT})\s*\.?\s*$",
    re.I,
)
_NOTICE = re.compile(
    r"\W*(?:(?:author|publisher|editorial)(?:'s|s)?\s+)?(?:"
    r"(?:notice|statement|note)\s+of\s+(?:\w+\s+)?(?:retraction|withdrawal|correction)|"
    r"expressions?\s+of\s+concern|(?:partial\s+)?(?:retraction|withdrawal|removal)(?:\s+(?:note|notice|statement))?|"
    r"corrections?|corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a))"
    r"(?:\s+to\b|\s*[:\u2013\u2014]|\s+-\s|\W*$)",
    re.I,
)


def without_label(title: str) -> tuple[str, Literal["retracted", "withdrawn"] | None]:
    """The title as it was before the work was retracted or withdrawn, and which of both it was.

    >>> without_label("RETRACTED ARTICLE: On Gates"), without_label("On Gates [Withdrawn]")
    (('On Gates', 'retracted'), ('On Gates', 'withdrawn'))
    >>> without_label("Retraction: On Gates")
    ('Retraction: On Gates', None)
    """
    label = _BEFORE.match(title) or _AFTER.search(title)
    if not label:
        return title, None
    is_retracted = re.search("retracted", label[0], re.I) is not None
    return (title[: label.start()] + title[label.end() :]).strip(), "retracted" if is_retracted else "withdrawn"


def is_titled_as_notice(title: str) -> bool:
    """Whether the title is that of a correction or retraction rather than of what it is about.

    >>> [is_titled_as_notice(title) for title in ("Erratum to: On Gates", "Author Correction: On Gates", "Corrigendum")]
    [True, True, True]
    >>> [is_titled_as_notice(title) for title in ("RETRACTED: On Gates", "Correction of Errors", "Retraction Forces")]
    [False, False, False]
    """
    return _NOTICE.match(title) is not None
