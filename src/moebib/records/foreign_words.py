"""The words of BibTeX, BibLaTeX and CSL-JSON that people write in entry files, and what an entry has for each.

The words are in lower case, without hyphens, underscores and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moebib.records.fields import Type
from moebib.records.identifier import Scheme

__all__ = [
    "DATES", "FIELD_FOR", "IDENTIFIERS", "IN_WORDS", "LEFT_IN_EXTRA", "LINK_FOR", "LISTS", "TYPE_FOR", "field_for",
    "folded", "type_for",
]  # fmt: skip

_TEXTS = {
    "title_short": "shorttitle",
    "container_title": "journal journaltitle journalname booktitle howpublished periodical publicationtitle "
    "proceedingstitle websitetitle blogtitle",
    "container_title_short": "shortjournal journalabbreviation shortbooktitle containertitleabbr",
    "collection_title": "series seriestitle shortseries",
    "event_title": "eventtitle conferencename",
    "publisher": "school university institution organization organisation",
    "publisher_place": "address location place",
    "page": "pages",
    "number": "eid articleno articlenumber reportnumber",
    "genre": "thesistype reporttype",
    "remark": "annote annotation comment comments",
}
"""Fields of an entry for one text, and the words for each."""
DATES = {
    "issued": "date year month day published publicationdate pubdate",
    "event_date": "eventdate conferencedate",
    "original_date": "origdate origyear",
    "accessed": "urldate urlaccessdate lastchecked lastaccessed lastvisited accessdate dateaccessed",
}
LISTS = {
    "author": "authors creator creators",
    "editor": "editors",
    "translator": "translators",
    "keyword": "keywords",
    "ids": "citekeys",
    "tags": "tag section sections category categories topic topics",
}
IDENTIFIERS = {
    "doi": Scheme.DOI, "eprint": None, "arxiv": Scheme.ARXIV, "arxivid": Scheme.ARXIV,
    "isbn": Scheme.ISBN, "issn": Scheme.ISSN, "pmid": Scheme.PMID, "pmcid": Scheme.PMCID,
    "pmc": Scheme.PMCID, "hal": Scheme.HAL, "halid": Scheme.HAL, "openreview": Scheme.OPENREVIEW, "acl": Scheme.ACL,
    "dblp": Scheme.DBLP, "openalex": Scheme.OPENALEX, "s2": Scheme.S2,
}  # fmt: skip
"""The scheme of the identifiers in a field; ``None`` if another field or the value says it."""
_LINKS = {
    "code": "github git repo repository sourcecode implementation",
    "pdf": "file pdfurl",
    "project": "homepage website webpage projectpage",
    "data": "dataset datasets",
    "slides": "presentation",
    "video": "youtube recording talk",
    "weights": "huggingface checkpoint checkpoints",
}
LEFT_IN_EXTRA = """
    addendum afterword annotator bookauthor bookpagination booksubtitle booktitleaddon chapter commentator editora
    editorb editorc editortype editoratype editorbtype editorctype entryset entrysubtype eprintclass eventtitleaddon
    foreword holder indextitle introduction isan ismn isrn issuesubtitle issuetitle issuetitleaddon iswc
    journalsubtitle journaltitleaddon library mainsubtitle maintitle maintitleaddon nameaddon origlanguage origlocation
    origpublisher origtitle pagetotal numpages pagination part presort primaryclass related relatedoptions
    relatedstring relatedtype reprinttitle shortauthor shorteditor shorthand shorthandintro sortkey sortname
    sortshorthand sorttitle sortyear titleaddon titletranslation usera userb userc userd usere userf verba verbb verbc
    namea nameb namec lista listb listc listd liste listf volumes numberofvolumes numberofpages bibsource biburl owner
    groups timestamp crossref xref xdata options execute gender langidopts authortype ranking readstatus priority
    dimensions scale archivelocation callnumber medium copyright rights issueyear
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
"""Fields of .bib files and of CSL for which an entry has none."""
IN_WORDS = {
    "key": "the key is the name of the file; in Python, it is id",
    "citekey": "the key is the name of the file; in Python, it is id",
    "citationkey": "the key is the name of the file; in Python, it is id",
    "langid": 'write language, such as language = "de"',
    "hyphenation": 'write language, such as language = "de"',
    "lang": 'write language, such as language = "de"',
    "archiveprefix": 'the archive is a part of the identifier, such as "arxiv:2401.06066"',
    "eprinttype": 'the archive is a part of the identifier, such as "arxiv:2401.06066"',
    "archive": 'the archive is a part of the identifier, such as "arxiv:2401.06066"',
    "venue": "write container_title for the full name of a journal or of proceedings, container_title_short for its "
    "short name, and event_place for a place",
    "conference": "write container_title for the full name of the proceedings, and container_title_short for its short "
    "name",
    "pubstate": 'write status = { kind = "accepted" } for a work that is to appear',
    "subtitle": 'write it in the title, after a colon: title = "Title: Subtitle"',
    "link": "write url for the page, or put it under [links]",
    "links": 'write url for the page, or put it under [links], such as code = ["https://..."]',
}
_TYPES: Mapping[Type, str] = {
    "article-journal": "journal journalarticle suppperiodical",
    "article-magazine": "magazine magazinearticle",
    "article-newspaper": "newspaper newspaperarticle newsarticle",
    "paper-conference": "inproceedings conference conferencepaper workshop paper",
    "chapter": "incollection inbook bookinbook suppbook suppcollection booksection",
    "book": "proceedings mvproceedings mvbook mvcollection reference mvreference manual commentary monograph",
    "thesis": "phdthesis mastersthesis masterthesis mathesis bachelorsthesis bathesis dissertation",
    "report": "techreport technicalreport workingpaper whitepaper",
    "document": "misc bibnote other generic",
    "webpage": "online electronic www website",
    "article": "preprint arxiv eprint",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "entry": "inreference",
    "entry-encyclopedia": "encyclopediaarticle",
    "entry-dictionary": "dictionaryentry",
    "post": "forumpost",
    "post-weblog": "blog blogpost",
    "dataset": "data",
    "software": "code computerprogram softwareversion softmodule codefragment",
    "graphic": "image artwork",
    "motion_picture": "movie video film videorecording",
    "song": "audio music audiorecording",
    "speech": "presentation talk",
    "broadcast": "podcast tvbroadcast radiobroadcast",
    "legal_case": "jurisdiction",
    "treaty": "legal",
    "personal_communication": "letter email instantmessage",
}
_GENRES = {
    "proceedings": "proceedings", "mvproceedings": "proceedings", "manual": "manual", "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis", "masterthesis": "Master's thesis", "mathesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis", "bathesis": "Bachelor's thesis", "preprint": "preprint",
    "arxiv": "preprint", "eprint": "preprint",
}  # fmt: skip


def folded(word: str) -> str:
    """The word as it is in the tables."""
    return re.sub(r"[\s_-]", "", word.lower())


def _by_word(words: Mapping[Any, str]) -> dict[str, Any]:
    return {word: field for field, text in words.items() for word in text.split()}


FIELD_FOR = _by_word({**_TEXTS, **DATES, **LISTS, "identifiers": " ".join(IDENTIFIERS)})
LINK_FOR = _by_word({field: f"{field} {words}" for field, words in _LINKS.items()})
TYPE_FOR: dict[str, Type] = _by_word(_TYPES)


def field_for(word: str) -> str | None:
    """The field of an entry that has what *word* has in another format, or ``None``.

    >>> field_for("booktitle"), field_for("doi")
    ('container_title', 'identifiers')
    """
    return FIELD_FOR.get(folded(word))


def type_for(word: str) -> tuple[Type, str] | None:
    """The CSL type and the genre for the type of an entry in another format, or ``None``.

    >>> type_for("InProceedings"), type_for("phdthesis")
    (('paper-conference', ''), ('thesis', 'PhD thesis'))
    """
    name = folded(word)
    return (TYPE_FOR[name], _GENRES.get(name, "")) if name in TYPE_FOR else None
