"""Generates invented works, always the same ones, in the formats that the three tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

WORD = "sparse"
"""A word that is in the title of every eighth work, and nowhere else."""

_ADJECTIVES = ["Cached", "Dense", "Elastic", "Hierarchical", "Lazy", "Quantized", "Shared", "Sparse"]
_DOINGS = ["Routing", "Offloading", "Pruning", "Scheduling", "Merging", "Prefetching", "Balancing"]
_THINGS = ["Experts", "Gates", "Adapters", "Key-Value Caches", "Attention Heads", "Decoders"]
_PLACES = ["Edge Devices", "One GPU", "Large Clusters", "Long Contexts", "Mobile Phones", "Small Batches"]
_FAMILIES = ["Adeyemi", "Bergström", "Castellanos", "Dvořák", "Eriksen", "Fujimoto", "Gómez", "Hoang", "Ivanova",
             "Jansen", "Kowalczyk", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrov", "Quiroga", "Rossi",
             "Schröder", "Takahashi", "Usman", "van den Berg", "Wójcik", "Xu", "Yalçinkaya", "Zhang"]  # fmt: skip
_GIVEN = ["Ana", "Bo", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro", "Ines", "Jun", "Katarzyna", "Lars", "Mei",
          "Noor", "Olga", "Pierre", "Rui", "Sara", "Tomáš", "Wei"]  # fmt: skip
_VENUES = ["Proceedings of the Conference on Imagined Systems", "Proceedings of the Workshop on Invented Models",
           "Proceedings of the Symposium on Supposed Learning"]  # fmt: skip
_TAGS = ["survey", "model", "model/routing", "model/compression", "system", "system/offloading", "hardware"]

_CONFIG = """\
title = "Invented works"
schema = "schema"

[readme]
path = "README.md"

[[outputs]]
format = "bibtex"
path = "works.bib"

[[outputs]]
format = "csl-json"
path = "works.json"
"""


@dataclass(frozen=True)
class Work:
    """A paper in proceedings, half of them with an earlier preprint, or a preprint alone."""

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str | None
    doi: str
    arxiv: str
    tag: str


def works(count: int) -> Iterator[Work]:
    """*count* works; the first ones are the same whatever the count."""
    random = Random(2026)
    for number in range(count):
        name = _name(number)
        year = random.randint(2017, 2026)
        authors = [f"{random.choice(_FAMILIES)}, {random.choice(_GIVEN)}" for _ in range(random.randint(1, 12))]
        yield Work(
            key=f"work{year}{name.lower()}",
            title=f"{name}: {_ADJECTIVES[number % 8]} {random.choice(_DOINGS)} of {random.choice(_THINGS)} "
            f"for {random.choice(_PLACES)}",
            authors=tuple(dict.fromkeys(authors)),
            year=year,
            venue=random.choice(_VENUES) if number % 2 else None,
            doi=f"10.5555/invented.{number:05}",
            # No month has had that many submissions, so that no paper has this ID.
            arxiv=f"{year % 100:02}{number % 12 + 1:02}.{99999 - number}",
            tag=random.choice(_TAGS),
        )


def with_word(made: Sequence[Work]) -> int:
    """How many of the works a search for :data:`WORD` must find."""
    return sum(WORD in work.title.lower() for work in made)


def _name(number: int) -> str:
    """A word of three syllables, a different one for every number below 10**6."""
    syllables = [f"{'bdfgklmnprstvz'[at % 14]}{'aeiou'[at % 5]}" for at in range(70)]
    return "".join(syllables[number // 70**place % 70] for place in range(3)).capitalize()


def write_moebib(made: Iterable[Work], folder: Path) -> Path:
    """Write a list without entries, and the works as JSON Lines for `moebib import`; returns the path of the latter."""
    folder.mkdir(parents=True)
    sections = "".join(f'\n[[sections]]\ntag = "{tag}"\nheading = "{tag.title()}"\n' for tag in _TAGS)
    (folder / "moebib.toml").write_text(_CONFIG + sections, encoding="utf-8")
    lines = folder.with_name(f"{folder.name}.jsonl")
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_record(work)) + "\n" for work in made)
    return lines


def _record(work: Work) -> dict[str, object]:
    preprint: dict[str, object] = {
        "type": "article",
        "genre": "preprint",
        "issued": f"20{work.arxiv[:2]}-{work.arxiv[2:4]}",
        "container_title": "arXiv",
        "identifiers": [f"arxiv:{work.arxiv}"],
    }
    both: dict[str, object] = {"id": work.key, "title": work.title, "author": work.authors, "tags": [work.tag]}
    if not work.venue:
        return both | preprint
    return both | {
        "type": "paper-conference",
        "issued": str(work.year),
        "container_title": work.venue,
        "identifiers": [f"doi:{work.doi}"],
        "versions": [preprint],
    }


def write_papis(made: Sequence[Work], folder: Path) -> None:
    """A library of papis: one folder with an info.yaml for each work. JSON strings are YAML strings."""
    for number, work in enumerate(made):
        place = folder / work.key
        place.mkdir(parents=True)
        lines = [f"{field}: {json.dumps(value, ensure_ascii=False)}" for field, value in _info(work, number).items()]
        (place / "info.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _info(work: Work, number: int) -> dict[str, object]:
    names = [dict(zip(("family", "given"), author.split(", "), strict=True)) for author in work.authors]
    info = {"author": " and ".join(work.authors), "author_list": names, "papis_id": UUID(int=number).hex,
            "ref": work.key, "tags": [work.tag], "title": work.title, "year": work.year}  # fmt: skip
    return info | {field: value for field, value in _fields(work).items() if field not in info}


def write_bibtex(made: Sequence[Work], file: Path) -> None:
    """The works as BibTeX, for `bibm merge`."""
    file.write_text("\n".join(_bibtex(work) for work in made), encoding="utf-8")


def _bibtex(work: Work) -> str:
    fields = "".join(f"  {field} = {{{value}}},\n" for field, value in _fields(work).items() if field != "type")
    return f"@{_fields(work)['type']}{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> dict[str, object]:
    both = {"title": work.title, "author": " and ".join(work.authors), "year": work.year, "eprint": work.arxiv,
            "archivePrefix": "arXiv"}  # fmt: skip
    if not work.venue:
        return both | {"type": "misc"}
    return both | {"type": "inproceedings", "booktitle": work.venue, "doi": work.doi}
