"""How often the related works that `moebib dedupe` suggests are right, and how many renamed preprints it finds.

    .venv/bin/python benchmarks/related.py              # 1 minute
    .venv/bin/python benchmarks/related.py --verbose    # with the pairs, to be looked at

Needs the bulk files of $MOEBIB_SHARED, and the bundled list, whose entries keep the titles of their preprints.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from labelled.sources import name_of, read, undamaged

import moebib
from moebib.matching.distance import compare
from moebib.matching.related import RelatedPair, find_related, relate
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record

_SHARED = Path(os.environ.get("MOEBIB_SHARED", Path(__file__).parents[2] / "shared"))
_VENUE = {"type": "paper-conference", "genre": "", "container_title": "Another Venue", "issued": None}
_NO_PLACE = dict.fromkeys(
    ("container_title_short", "collection_title", "event_title", "publisher", "volume", "page"), ""
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print the pairs")
    verbose = parser.parse_args().verbose
    renamed = [pair for pair in _preprints_and_publications() if not compare(*pair).is_same]
    found = [related for pair in renamed if (related := relate(*pair))]
    print(f"preprints whose publication has a title that is not alike: {len(renamed)}, found {len(found)}")
    _show(found, verbose=verbose)

    papers = [work.record for work in read(_SHARED / "bulk") if work.kind in ("dblp", "acl")]
    preprints = [
        paper.evolve(id=f"{paper.id}-preprint", **ARXIV_PREPRINT, **_NO_PLACE, identifiers=()) for paper in papers
    ]
    wrong = [
        pair
        for pair in find_related([*papers, *preprints])
        if pair.kind == "published-as" and pair.first.id != f"{pair.second.id}-preprint"
    ]
    print(f"papers, each with a preprint of its own title: {len(papers)}; taken for another paper {len(wrong)}")
    _show(wrong, verbose=verbose)

    studies = list(_preprints_with_abstracts())
    related = find_related(studies)
    print(f"preprints with abstracts: {len(studies)}; related {len(related)}")
    _show(related, verbose=verbose)


def _preprints_and_publications() -> Iterator[tuple[Record, Record]]:
    """Each preprint of the bundled list that has a title of its own, as an entry, and the work without it.

    A later version of a preprint counts as a publication, too.
    """
    for record in moebib.load():
        for version in record.versions:
            if version.title and version.is_preprint:
                preprint = record.at(version)
                own = [other for other in record.identifiers if other not in version.identifiers]
                work = record.evolve(versions=(), identifiers=own)
                yield preprint.evolve(id="preprint"), work.evolve(**_VENUE) if work.is_preprint else work


def _preprints_with_abstracts() -> Iterator[Record]:
    csv.field_size_limit(10**8)
    for path in sorted((_SHARED / "bulk").glob("arxiv_oai_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for number, row in enumerate(csv.DictReader(lines, delimiter="\t")):
                names = [name.rpartition(" ") for name in row["author_text"].split(", ") if name.strip()]
                yield Record(
                    id=f"p{number}", **ARXIV_PREPRINT, title=" ".join(row["title"].split()), issued=row["created"],
                    author=tuple(name_of(family, given) for given, _, family in names if family.strip()),
                    abstract=" ".join(row["abstract"].split()), identifiers=[f"arxiv:{undamaged(row['arxiv_id'])}"],
                )  # fmt: skip


def _show(pairs: Sequence[RelatedPair], *, verbose: bool) -> None:
    for pair in pairs if verbose else ():
        print(f"{pair.kind}: {pair.evidence}")
        for record in (pair.first, pair.second):
            print(f"    {record.issued} {record.venue[:30]} {' '.join(map(str, record.identifiers))} {record.title}")


if __name__ == "__main__":
    main()
