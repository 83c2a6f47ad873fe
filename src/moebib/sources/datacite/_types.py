"""What kind of work a DOI of DataCite is: its general type, and for vague ones the publisher's own word for it.

The general types are those of the DataCite Metadata Schema 4.7; the other word is free text in any language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moebib.normalise.fields import text
from moebib.records import fields
from moebib.records.fields import Type
from moebib.records.series import is_of_conference

__all__ = ["TYPES", "kind_of"]

_PREPRINT: tuple[Type, str] = ("article", "preprint")
_GENERAL: Mapping[str, tuple[Type, str]] = {
    "Preprint": _PREPRINT, "JournalArticle": ("article-journal", ""), "DataPaper": ("article-journal", ""),
    "ConferencePaper": ("paper-conference", ""), "ConferenceProceeding": ("book", ""), "Book": ("book", ""),
    "BookChapter": ("chapter", ""), "Dissertation": ("thesis", ""), "Report": ("report", ""),
    "Software": ("software", ""), "ComputationalNotebook": ("software", ""), "Dataset": ("dataset", ""),
    "PeerReview": ("review", ""), "Standard": ("standard", ""), "Journal": ("periodical", ""),
    "Poster": ("speech", "poster"), "Presentation": ("speech", "presentation"), "BlogPost": ("post-weblog", ""),
    "Image": ("graphic", ""), "Audiovisual": ("motion_picture", ""), "Sound": ("song", ""), "Event": ("event", ""),
}  # fmt: skip
_VAGUE = ("", "Text", "Other", "Image", "Audiovisual", "Collection", "InteractiveResource", "Event")
"""The general types that say nothing about the form; "Collection" and the rest are documents."""
# The first that occurs in the word counts. Words are in lower case, with spaces between: "journal article".
_WORDS: tuple[tuple[str, tuple[Type, str]], ...] = (
    (r"thesis|theses|dissertation|habilitation|hochschulschrift|\w*diplomarbeit|tesis|tese|thèse", ("thesis", "")),
    (r"poster", ("speech", "poster")),
    (r"pre ?print", _PREPRINT),
    (r"(?:working|discussion) papers?", ("report", "working paper")),
    (r"presentation|slides?|talk|speech|lecture|keynote|vortrag", ("speech", "presentation")),
    (r"(?:conference|congress|symposium|workshop|meeting|proceedings?) (?:paper|article|contribution|object|item|"
     r"abstract)|inproceedings|conference|konferenzbeitrag", ("paper-conference", "")),
    (r"proceedings", ("book", "")),
    (r"peer review", ("review", "")),
    (r"book review", ("review-book", "")),
    (r"newspaper article", ("article-newspaper", "")),
    (r"magazine article", ("article-magazine", "")),
    (r"(?:journal|research|review|scholarly|scientific) (?:article|contribution|paper)|article journal|data paper|"
     r"zeitschriftenartikel|aufsatz", ("article-journal", "")),
    (r"(?:book )?(?:chapter|part|section)|buchkapitel", ("chapter", "")),
    (r"book|monograph|monographie|buch", ("book", "")),
    (r"journal|periodical|zeitschrift", ("periodical", "")),
    (r"blog(?: post(?:ing)?)?|weblog", ("post-weblog", "")),
    (r"web ?(?:page|site)", ("webpage", "")),
    (r"report|deliverable|white ?paper|bericht|\w+bericht", ("report", "")),
    (r"standard", ("standard", "")),
    (r"patent", ("patent", "")),
    (r"software|source code|computer program", ("software", "")),
    (r"data ?sets?", ("dataset", "")),
    (r"interview", ("interview", "")),
    (r"manuscript", ("manuscript", "")),
)  # fmt: skip
_THESES = (
    (r"ph ?d|doctoral|doctorate|doctorat|dissertation (?:doctoral|ph ?d)", "PhD thesis"),
    (r"masters?|magister", "Master's thesis"),
    (r"bachelors?", "Bachelor's thesis"),
    (r"habilitation", "Habilitation"),
)
TYPES: frozenset[Type] = frozenset(
    {*(kind for kind, _ in _GENERAL.values()), *(kind for _, (kind, _) in _WORDS), "document"}
)


def kind_of(types: Mapping[str, Any], container: str) -> tuple[Type, str]:
    """The type and genre of a work by the *types* that DataCite has for it, and by the title of its *container*.

    >>> kind_of({"resourceTypeGeneral": "Other", "resourceType": "Thesis (PhD)"}, "")
    ('thesis', 'PhD thesis')
    >>> kind_of({"resourceTypeGeneral": "Text", "resourceType": "Article"}, "Inventing 2024: Proceedings")
    ('paper-conference', '')
    """
    general, word = text(types.get("resourceTypeGeneral")), text(types.get("resourceType"))
    words = " ".join(re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word))).lower()
    type_, genre = _GENERAL.get(general) or _derived(types)
    if general in _VAGUE:
        named = (kind for pattern, kind in _WORDS if re.search(rf"\b(?:{pattern})\b", words))
        type_, genre = next(named, _article(container) if words == "article" else (type_, genre))
    if type_ == "thesis":
        genre = next((name for pattern, name in _THESES if re.search(rf"\b(?:{pattern})\b", words)), "")
    return type_, genre


def _derived(types: Mapping[str, Any]) -> tuple[Type, str]:
    """What DataCite derives from the other types; it derives "article" and "article-journal" from any text."""
    derived = text(types.get("citeproc"))
    return (derived if derived in fields.TYPES and not derived.startswith("article") else "document"), ""


def _article(container: str) -> tuple[Type, str]:
    """An "article", which is one of a journal or of proceedings if it has a container."""
    if not container:
        return "document", ""
    is_of_event = is_of_conference(container) or "proceedings" in container.lower()
    return ("paper-conference" if is_of_event else "article-journal"), ""
