"""What services answer the newcomers of docs/tutorials: about two invented works, and nothing about any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["ANSWERS"]

_WEIGHING = {
    "title": "Weighing the Experts of Sparse Models",
    "author": ["Dune, Ida", "Frost, Kai", "van den Berg, Jan"],
}
_PREPRINT = {
    **_WEIGHING,
    "type": "article",
    "genre": "preprint",
    "issued": "2025-03-04",
    "container_title": "arXiv",
    "identifiers": ["arxiv:2503.99993"],
    "related": [("published-as", "doi:10.5555/weighing")],
}
_PUBLICATION = {
    **_WEIGHING,
    "type": "paper-conference",
    "issued": "2025-07",
    "container_title": "Proceedings of the Workshop on Invented Systems",
    "container_title_short": "WIS",
    "page": "12-34",
    "identifiers": ["doi:10.5555/weighing"],
}
_COLD = {
    "type": "article",
    "genre": "preprint",
    "title": "Cold Starts of Sparse Models",
    "author": ["Cho, Ada"],
    "issued": "2025-04-11",
    "container_title": "arXiv",
    "identifiers": ["arxiv:2504.99994"],
}
ANSWERS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "arxiv": [_PREPRINT, _COLD],
    "crossref": [_PUBLICATION],
    "dblp": [_PUBLICATION],
    "openalex": [_PUBLICATION],
}
