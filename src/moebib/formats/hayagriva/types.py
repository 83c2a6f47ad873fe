"""Types: ONE table between CSL types and those of Hayagriva, which go by the type of the parent too."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from moebib.records.record import Type

__all__ = ["COLLECTION", "EVENT", "TYPE_ROWS", "TypeRow", "default_parent", "read_type", "write_type"]


class TypeRow(NamedTuple):
    """A CSL type, its type in Hayagriva and that of its parent; others that are read so, as "type > parent"."""

    type: Type
    own: str
    parent: str = ""
    also: tuple[str, ...] = ()


_ = TypeRow
# Reading takes the first row that fits; where that is another type, the writer says so beside it.
TYPE_ROWS = (
    _("article-journal", "article", "periodical"),
    _("paper-conference", "article", "proceedings", ("article > conference",)),
    _("chapter", "chapter", "book", ("chapter", "anthos", "article > book", "article > anthology")),
    _("book", "book", "", ("anthology", "reference")),
    _("thesis", "thesis"),
    _("report", "report", "", ("article > report",)),
    _("article", "article"),
    _("webpage", "web", "web", ("web", "blog", "thread", "article > web", "misc > web", "misc > blog")),
    _("post-weblog", "article", "blog", ("web > blog",)),
    _("post", "post", "post", ("post", "tweet", "article > thread", "misc > thread", "article > post")),
    _("software", "repository"),
    _("document", "misc"),
    _("article-newspaper", "article", "newspaper"),
    _("article-magazine", "article", "periodical"),
    _("bill", "legislation"),
    _("broadcast", "video", "video", ("scene",)),
    _("classic", "book"),
    _("collection", "anthology"),
    _("dataset", "repository"),
    _("entry-encyclopedia", "entry", "reference"),
    _("entry-dictionary", "entry", "reference"),
    _("entry", "entry"),
    _("event", "conference", "", ("exhibition",)),
    _("figure", "artwork"),
    _("graphic", "artwork"),
    _("hearing", "case"),
    _("interview", "misc"),
    _("legal_case", "case"),
    _("legislation", "legislation"),
    _("manuscript", "manuscript"),
    _("map", "artwork"),
    _("motion_picture", "video"),
    _("musical_score", "audio"),
    _("pamphlet", "misc"),
    _("patent", "patent"),
    _("performance", "performance"),
    _("periodical", "periodical", "", ("newspaper",)),
    _("personal_communication", "misc"),
    _("regulation", "legislation"),
    _("review", "article", "periodical"),
    _("review-book", "article", "periodical"),
    _("song", "audio"),
    _("speech", "misc"),
    _("standard", "misc"),
    _("treaty", "legislation"),
)
COLLECTION = "anthology"
"""The type of the parent that is a series."""
EVENT = "conference"
"""The type of the parent that is an event."""

_WRITTEN = {row.type: row for row in TYPE_ROWS}
_READ = {
    form: row
    for row in reversed(TYPE_ROWS)
    for form in (*row.also, f"{row.own} > {row.parent}" if row.parent else row.own)
}
_PARENTS = {
    "article": "periodical", "chapter": "book", "entry": "reference", "anthos": "anthology", "web": "web",
    "scene": "video", "artwork": "exhibition", "legislation": "anthology", "post": "post", "tweet": "post",
    "video": "video", "audio": "audio",
}  # fmt: skip


def default_parent(own: str) -> str:
    """The type of a parent that names none."""
    return _PARENTS.get(own, "misc")


def write_type(type: Type, genre: str) -> tuple[str, str]:
    """The type in Hayagriva and that of the parent, which may be none; "proceedings" are a book here.

    >>> write_type("paper-conference", ""), write_type("book", "proceedings")
    (('article', 'proceedings'), ('proceedings', ''))
    """
    row = _WRITTEN[type]
    return ("proceedings", "") if (type, genre) == ("book", "proceedings") else (row.own, row.parent)


def read_type(own: str, parents: Collection[str]) -> tuple[Type, str] | None:
    """The CSL type and the genre that the type says; ``None`` for a type that nobody knows."""
    own = own.lower()
    if own == "proceedings":
        return "book", "proceedings"
    forms = (*(f"{own} > {parent.lower()}" for parent in parents), own)
    row = next((_READ[form] for form in forms if form in _READ), None)
    return (row.type, "") if row else None
