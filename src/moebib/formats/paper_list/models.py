"""The rows of a table of models to models, linked to their papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from moebib.records.record import Model, Record
from moebib.text.fold import fold

__all__ = ["make_model"]


def make_model(fields: dict[str, Any], records: Iterable[Record], taken: Iterable[str]) -> Model:
    """The model of a table row, with the paper of *records* that has its link or its name."""
    slug = re.sub(r"[^a-z0-9.]+", "-", fold(fields["name"])).strip("-.") or "model"
    lower = {key.lower() for key in taken}
    numbered = (f"{slug}-{number}" for number in range(2, len(lower) + 3))
    key = slug if slug not in lower else next(one for one in numbered if one not in lower)
    paper = next((record.id for record in records if _describes(record, fields)), None)
    return Model(id=key, paper=paper, **fields)


def _describes(record: Record, fields: dict[str, Any]) -> bool:
    links = {record.link, *record.links.code, *record.links.weights}
    if fields.get("url") and fields["url"].rstrip("/") in {link.rstrip("/") for link in links if link}:
        return True
    names = (title.partition(":")[0].strip() for title in (record.title, *record.aliases))
    return any(fold(name) == fold(fields["name"]) for name in names)
