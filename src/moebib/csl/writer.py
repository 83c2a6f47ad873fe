"""Record -> CSL-JSON item."""

from __future__ import annotations

import re
from typing import Any

from moebib.csl.fields import FOREIGN, IN_CSL, ROLES, TEXTS, variable
from moebib.csl.markup import quote, to_markup
from moebib.csl.reader import from_csl
from moebib.csl.values import to_date, to_name
from moebib.identifier import Scheme
from moebib.record import Record

__all__ = ["to_csl"]

_ACRONYM = re.compile(r"[^.]*[A-Z]\w*[A-Z]\w*")


def to_csl(record: Record) -> dict[str, Any]:
    """The CSL-JSON item of *record*; nothing of ``IN_CSL`` is lost.

    >>> item = to_csl(Record(id="a", type="article", title="{iPhone} < b", issued="2024-01", author=["de Wit, Jan"]))
    >>> item["title"], item["author"]
    ('<span class="nocase">iPhone</span> < b', [{'family': 'Wit', 'given': 'Jan', 'non-dropping-particle': 'de'}])
    """
    item = {name: value for name, value in _variables(record).items() if value}
    back = from_csl(item)
    inexact = {name for name in IN_CSL if getattr(back, name) != getattr(record, name)}
    if inexact:
        item["custom"] = {"moebib": record.model_dump(mode="json", include=inexact)}
    return item


def _variables(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "type": record.type,
        "title": to_markup(record.title),
        **{role: [to_name(name) for name in getattr(record, role)] for role in ROLES},
        "issued": to_date(record.issued) if record.issued else None,
        **_texts(record),
        **_identifiers(record),
        "keyword": quote(", ".join(record.keyword)),
        **{name: record.extra.get(f"csl-{name}") for name in sorted(FOREIGN)},
    }


def _texts(record: Record) -> dict[str, str]:
    texts = {variable(name): quote(getattr(record, name)) for name in TEXTS}
    if record.is_preprint and not record.publisher:
        texts |= {"publisher": texts["container-title"], "container-title": ""}
    if record.type == "article-journal" and _ACRONYM.fullmatch(record.container_title_short):
        # Styles print it in place of the full name: right for "IEEE Trans. Comput.", too little for "IEEE TPDS".
        del texts["container-title-short"]
    return texts


def _identifiers(record: Record) -> dict[str, str | None]:
    values: dict[Scheme, list[str]] = {}
    for found in record.identifiers:
        values.setdefault(found.scheme, []).append(found.value)
    first = {scheme: found[0] for scheme, found in values.items()}
    arxiv = f"arXiv:{first[Scheme.ARXIV]}" if record.is_preprint and Scheme.ARXIV in first else ""
    return {
        "number": quote(record.number) or arxiv,
        "DOI": first.get(Scheme.DOI),
        # Beside a DOI a landing page says nothing new, and some styles would print both.
        "URL": record.url or (None if Scheme.DOI in first else record.link),
        "PMID": first.get(Scheme.PMID),
        "ISBN": " ".join(values.get(Scheme.ISBN, ())),
        "ISSN": " ".join(values.get(Scheme.ISSN, ())),
    }
