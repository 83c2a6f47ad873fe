"""Real works from $MOEBIB_SHARED/bulk, each with a label that identifies the work and never depends on its text.

The label is a DOI, an arXiv ID or the key of DBLP or the ACL Anthology. Two records of one label are of one work; two
of different labels are of two, but for what ``labels.tsv`` says, where people looked: pairs that some tool found and
that are one work with two labels (a paper and its preprint, a preprint handed in twice), and DOIs that a reference list
gives to another work.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from moebib.formats.bibtex import read_file
from moebib.normalise.rules import normalise
from moebib.records.identifier import parse_identifier
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.sources import _crossref_work, openalex

_LABELS = Path(__file__).with_name("labels.tsv")


class Work(NamedTuple):
    """A record, the label of its work, and its origin or the change made to it."""

    record: Record
    label: str
    kind: str


def read(bulk: Path) -> list[Work]:
    """All works of the bulk files, cleaned as an import cleans them.

    DOIs and keys by which they are labelled are left out of the records. Every second preprint has its arXiv ID, as in
    many a bibliography; no two preprints of one label have any.
    """
    readers = (_dblp, _acl, _arxiv, _kaggle, _crossref_works, _openalex_works, _references)
    works = [work for reader in readers for work in reader(bulk) if work.record.title and work.record.author]
    first, shared = _looked_at()
    labels = (f"{work.label} {at}" if work.label in shared else first(work.label) for at, work in enumerate(works))
    return [
        Work(normalise(work.record).evolve(id=f"w{at}"), label, work.kind)
        for at, (work, label) in enumerate(zip(works, labels, strict=True))
    ]


def _looked_at() -> tuple[Callable[[str], str], set[str]]:
    """The label that replaces a label, and the labels that several works share by mistake."""
    rows = [line.split("\t") for line in _LABELS.read_text("utf-8").splitlines() if not line.startswith("#")]
    label_of = {other: label for label, other in rows if other != "-"}

    def first(label: str) -> str:
        return first(label_of[label]) if label in label_of else label

    return first, {label for label, other in rows if other == "-"}


def _dblp(bulk: Path) -> Iterator[Work]:
    for path in sorted(bulk.glob("dblp_bib_*.json.gz")):
        entries = json.loads(gzip.decompress(path.read_bytes()))
        records, _ = read_file("\n".join("".join(lines) for lines in entries.values()))
        yield from (Work(record.evolve(identifiers=(), url=None, extra={}), record.id, "dblp") for record in records)


def _acl(bulk: Path) -> Iterator[Work]:
    tree = ElementTree.fromstring(gzip.decompress((bulk / "acl_2022.acl.xml.gz").read_bytes()))
    for volume in tree.iter("volume"):
        book = volume.findtext("meta/booktitle", "")
        for paper in volume.iter("paper"):
            authors = paper.iter("author")
            people = [name_of(author.findtext("last") or "", author.findtext("first") or "") for author in authors]
            title = paper.find("title")
            record = Record(
                id="x", type="paper-conference", issued="2022", container_title=book,
                title=_line("".join(title.itertext())) if title is not None else "",
                author=tuple(name for name in people if name.family),
                page=paper.findtext("pages", "").replace("\u2013", "-"),
            )  # fmt: skip
            yield Work(record, f"acl:{paper.findtext('url', '')}", "acl")


def _arxiv(bulk: Path) -> Iterator[Work]:
    csv.field_size_limit(10**8)
    for path in sorted(bulk.glob("arxiv_oai_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                names = [name.rpartition(" ") for name in row["author_text"].split(", ") if name.strip()]
                people = [name_of(family, given) for given, _, family in names if family.strip()]
                yield _preprint(undamaged(row["arxiv_id"]), row["title"], people, row["created"][:4], row["doi"])


def undamaged(arxiv: str) -> str:
    """The arXiv ID that a spreadsheet turned into a number: 712.398 is 0712.0398, 1912.0691199999999 is 1912.06912."""
    if "/" in arxiv:
        return arxiv
    month, _, number = f"{float(arxiv):.{5 if float(arxiv) >= 1501 else 4}f}".partition(".")
    return f"{month:0>4}.{number}"


def _kaggle(bulk: Path) -> Iterator[Work]:
    for line in (bulk / "arxiv_kaggle_first200.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        people = [name_of(family, given) for family, given, *_ in row["authors_parsed"] if family]
        year = re.findall(r"\d{4}", row["versions"][0]["created"])[0]
        yield _preprint(row["id"], row["title"], people, year, row["doi"] or "")


def _preprint(arxiv: str, title: str, people: Iterable[Name], year: str, doi: str) -> Work:
    ids = (parse_identifier(f"arxiv:{arxiv}"),) if sum(arxiv.encode()) % 2 else ()
    record = Record(id="x", type="article", genre="preprint", title=_line(title), author=tuple(people), issued=year,
                    container_title="arXiv", identifiers=ids)  # fmt: skip
    return Work(record, f"doi:{doi.strip().lower()}" if doi.strip() else f"arxiv:{arxiv}", "arxiv")


def _crossref_works(bulk: Path) -> Iterator[Work]:
    for work in _json_lines(bulk / "crossref_items_from_recorded_lists.jsonl.gz"):
        record = _crossref_work.record_of(work)
        if record:
            yield Work(record.evolve(identifiers=(), url=None, versions=()), f"doi:{work['DOI'].lower()}", "crossref")


def _openalex_works(bulk: Path) -> Iterator[Work]:
    for work in _json_lines(bulk / "openalex_works_from_recorded.jsonl.gz"):
        record = openalex.record_of(work)
        if record and work.get("doi"):
            doi = work["doi"].lower().removeprefix("https://doi.org/")
            yield Work(record.evolve(identifiers=(), url=None, versions=()), f"doi:{doi}", "openalex")


def _references(bulk: Path) -> Iterator[Work]:
    """The entries of reference lists in Crossref: the same paper as different publishers print it."""
    forms = set()
    for work in _json_lines(bulk / "crossref_items_from_recorded_lists.jsonl.gz"):
        for row in work.get("reference") or ():
            label, record = f"doi:{row.get('DOI', '').lower()}", _reference(row)
            form = (label, record and record.evolve(id="x"))
            if row.get("DOI") and record and str(form) not in forms:
                forms.add(str(form))
                yield Work(record, label, "reference")


def _reference(row: dict[str, Any]) -> Record | None:
    year = re.search(r"\b(1[5-9]|20)\d\d", row.get("year", ""))
    words = re.sub(r"[.,;]", " ", row.get("author", "")).split()
    if not year or not words or not row.get("article-title"):
        return None
    given, family = words[:-1], words[-1]
    if given and family.isupper() and len(family) < 4:  # Barr DJ
        given, family = [family], " ".join(given)
    return Record(id="x", type="article-journal", title=_line(row["article-title"]),
                  author=(name_of(family, " ".join(given)),), issued=year[0],
                  container_title=_line(row.get("journal-title", "")), volume=_line(row.get("volume", "")),
                  page=_line(row.get("first-page", "")))  # fmt: skip


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def name_of(family: str, given: str) -> Name:
    return Name(family=_line(family.translate(_BRACES)), given=_line(given.translate(_BRACES)))


_BRACES = str.maketrans("", "", "{}")


def _line(text: str) -> str:
    return " ".join(text.split())
