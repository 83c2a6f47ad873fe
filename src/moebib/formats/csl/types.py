"""Types of works under other names than those of CSL."""

from __future__ import annotations

import re
from collections.abc import Mapping

from moebib.records.fields import TYPES, Type

__all__ = ["ZOTERO_TYPES", "known_type"]

ZOTERO_TYPES: Mapping[str, Type] = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog", "book": "book",
    "bookSection": "chapter", "case": "legal_case", "computerProgram": "software",
    "conferencePaper": "paper-conference", "dataset": "dataset", "dictionaryEntry": "entry-dictionary",
    "document": "document", "email": "personal_communication", "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture", "forumPost": "post", "hearing": "hearing", "instantMessage": "personal_communication",
    "interview": "interview", "journalArticle": "article-journal", "letter": "personal_communication",
    "magazineArticle": "article-magazine", "manuscript": "manuscript", "map": "map",
    "newspaperArticle": "article-newspaper", "patent": "patent", "podcast": "broadcast", "preprint": "article",
    "presentation": "speech", "radioBroadcast": "broadcast", "report": "report", "standard": "standard",
    "statute": "legislation", "thesis": "thesis", "tvBroadcast": "broadcast", "videoRecording": "motion_picture",
    "webpage": "webpage",
}  # fmt: skip
"""The item types of Zotero."""
_OTHER_TYPES: Mapping[str, Type] = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "posted-content": "article",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "proceedings": "book", "reference-entry": "entry",
    "dissertation": "thesis", "peer-review": "review", "journal": "periodical", "inproceedings": "paper-conference",
    "conference": "paper-conference", "incollection": "chapter", "inbook": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "techreport": "report", "misc": "document", "online": "webpage",
    "unpublished": "manuscript", "booklet": "pamphlet", "manual": "report",
}  # fmt: skip
"""Types that Crossref and BibTeX have under another name, and that programs leave in CSL-JSON."""


def _folded(name: str) -> str:
    return re.sub("[-_ ]", "", name).lower()


_BY_NAME: Mapping[str, Type] = {
    _folded(name): type_
    for names in (ZOTERO_TYPES, _OTHER_TYPES, {type_: type_ for type_ in TYPES})
    for name, type_ in names.items()
}


def known_type(name: object) -> Type | None:
    """The type of CSL that is meant; ``None`` for an unknown one.

    >>> [known_type(name) for name in ("book", "Book", "journalArticle", "journal-article", "video")]
    ['book', 'book', 'article-journal', 'article-journal', None]
    """
    return _BY_NAME.get(_folded(name)) if isinstance(name, str) else None
