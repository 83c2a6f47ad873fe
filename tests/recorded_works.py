"""Works that several recorded services answer, and what is wrong with a record of one.

What an answer states is read from its body without moebib (``stated``). Answers are about one work if they share an
identifier, or one names the other's as that of another publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from moebib.records.answer import Found
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.publication import Publication
from moebib.records.record import Record
from moebib.sources import source
from single_answers import Single, bulk_answers, moebibs_answer, recorded_answers
from stated import Stated
from stated.compare import FIELDS, compared

__all__ = ["OF_PUBLICATIONS", "REGISTRARS", "Said", "answered", "flaws", "requested_in", "shown", "works"]

OF_PUBLICATIONS = (Scheme.DOI, Scheme.ARXIV, Scheme.ACL, Scheme.DBLP, Scheme.OPENREVIEW)
REGISTRARS = ("crossref", "datacite", "doi")
MENDED = {
    ("answers/datacite/alternate_name.json", "container"),  # "GMS Journal for Medical Education; 34(2):Doc25"
    ("answers/datacite/alternate_name.json", "volume"),
    ("answers/datacite/alternate_name.json", "issue"),
    ("answers/datacite/alternate_name.json", "pages"),
    ("answers/datacite/lipics_conference.json", "container"),  # "LIPIcs, Volume 22, TQC 2013"
    ("answers2/datacite/10.4229_23rdeupvsec2008-5co.8.3.json", "pages"),  # "Spain; 3353-3356"
    ("answers2/crossref/10.1145_3184558.3186235.json", "container"),  # "Companion of the The Web Conference"
    ("answers/semanticscholar/doi_pnas.json", "authors"),  # one name in two scripts
    ("answers2/page/https_site.example_biorxiv_page.html.html", "container"),  # its archive has the DOI
    ("answers/semanticscholar/batch_with_nulls.json", "container"),  # the same
    ("answers/semanticscholar/batch_with_nulls.json#2", "container"),
}
"""Values that moebib takes from others in the answer, because those in their place are wrong or missing."""


class Said(NamedTuple):
    """What a source answered, and what its answer states."""

    found: Found
    stated: Stated
    name: str

    @property
    def is_about_a_work(self) -> bool:
        """Whether its venue, date and identifiers may be those of different publications of the work."""
        return source(self.found.source).about == "work"

    @property
    def identifiers(self) -> set[Identifier]:
        """Those of the publication: DOIs and arXiv IDs only if the answer states that they are its own."""
        others = (name for name in self.found.record.identifiers if name.scheme not in (Scheme.DOI, Scheme.ARXIV))
        return {*map(parse_identifier, self.stated.identifiers), *others}


@cache
def works() -> tuple[tuple[Said, ...], ...]:
    """The answers about each work that two or more sources answer, or one about two of its publications."""
    singles = joined([*recorded_answers(), *bulk_answers("crossref")])
    several = ([single for single in group if is_first(single, group)] for group in singles)
    said = (tuple(filter(None, map(answered, group))) for group in several if len(group) > 1)
    return tuple(work for work in said if len(work) > 1 and all(requested_in([answer]) for answer in work))


def is_first(single: Single, group: Sequence[Single]) -> bool:
    """Whether no other answer of the source about the publication states more, or came first and states as much."""
    same = [
        other
        for other in group
        if other.source == single.source and other.stated.identifiers == single.stated.identifiers
    ]
    return single is max(same, key=lambda other: sum(map(bool, (getattr(other.stated, field) for field in FIELDS))))


def joined(singles: Iterable[Single]) -> list[list[Single]]:
    """The answers in groups that share an identifier."""
    groups: list[tuple[set[str], list[Single]]] = []
    group_of: dict[str, int] = {}
    for single in singles:
        names = {name.lower() for name in single.stated.identifiers | single.stated.related}
        touched = sorted({group_of[name] for name in names if name in group_of})
        groups.append((names, [single]))
        for place in touched:
            groups[-1][0].update(groups[place][0])
            groups[-1][1][:0] = groups[place][1]
            groups[place] = (set(), [])
        group_of |= dict.fromkeys(groups[-1][0], len(groups) - 1)
    return [members for _, members in groups if members]


def answered(single: Single) -> Said | None:
    answer = moebibs_answer(single)
    return Said(answer, single.stated, single.name) if isinstance(answer, Found) else None


def requested_in(work: Sequence[Said]) -> list[Identifier]:
    """What these sources may have been queried for: identifiers of publications, of DBLP only what it has itself."""
    of_publications = (
        name
        for said in work
        for name in said.identifiers
        if name.scheme in OF_PUBLICATIONS and (name.scheme is not Scheme.DBLP or said.found.source == "dblp")
    )
    return sorted(dict.fromkeys(of_publications), key=str)


def flaws(work: Sequence[Said], record: Record) -> Iterator[str]:
    """What is wrong with the record of a work of which these are the answers."""
    for publication in (record, *record.versions):
        about = answers_about(publication, work)
        if not about and not is_only_named(publication, work):
            yield f"nothing was answered about {shown(publication)}"
        if not about:
            continue
        yield from unstated(publication, about)
        yield from foreign_identifiers(publication, about)


def is_only_named(publication: Publication, work: Sequence[Said]) -> bool:
    """Whether it has nothing but identifiers that an answer has as those of another version."""
    has_fields = any(getattr(publication, field) for field in ("title", "author", "issued", "container_title"))
    named = {other.identifier for said in work for other in said.found.related}
    return not has_fields and set(publication.identifiers) <= named


def answers_about(publication: Publication, work: Sequence[Said]) -> list[Said]:
    """Of registrars, archives and pages; those about the work only if there is none of these.

    A service may have a conference paper with the identifiers of its preprint only.
    """
    own = {name for name in publication.identifiers if name.scheme in (*OF_PUBLICATIONS, Scheme.URL)}
    about = [said for said in work if own & said.identifiers and not said.is_about_a_work]
    of_work = (said for said in work if said.is_about_a_work)
    return about or [said for said in of_work if not own or own & {*said.identifiers, *said.found.identifiers}]


def unstated(publication: Publication, about: Sequence[Said]) -> Iterator[str]:
    """The fields that none of the answers about this publication states; those about a work all by the same one."""
    by_answer = [set(unequal(said, publication)) for said in about]
    wrong = min(by_answer, key=len) if about[0].is_about_a_work else set.intersection(*by_answer)
    # An answer with a vague type, or none, does not contradict ours; its DOI is compared below.
    vague = {"doi", *(["type"] if not any(said.stated.type for said in about) else [])}
    if any(name.scheme is Scheme.ARXIV for name in publication.identifiers) and publication.container_title == "arXiv":
        vague.add("container")
    names = {said.name for said in about}
    for field in sorted(wrong - vague):
        values = compared(about[0].stated, publication)[field]
        if not any((name, field) in MENDED for name in names):
            yield f"{field} of {shown(publication)}: {values.got!r}, but its answers state {values.stated!r}"


def unequal(said: Said, publication: Publication) -> Iterator[str]:
    """The fields of the publication that the answer does not state so."""
    for field, values in compared(said.stated, publication).items():
        if values.got and not values.agree:
            yield field


def foreign_identifiers(publication: Publication, about: Sequence[Said]) -> Iterator[str]:
    """Identifiers of other publications, and a type that the registrar contradicts."""
    registered = [said for said in about if said.found.source in REGISTRARS]
    own = {name for said in about for name in (said.found.identifiers if said.is_about_a_work else said.identifiers)}
    for name in publication.identifiers:
        if name.scheme in OF_PUBLICATIONS and name not in own and not said_elsewhere(name, about):
            yield f"{name} on {shown(publication)}"
    for said in registered:
        if said.stated.type not in ("", publication.type):
            yield f"type of {shown(publication)}: {publication.type}, but registered as {said.stated.type}"
    for said in about:
        if said.found.source == "arxiv" and said.stated.related & set(map(str, publication.identifiers)):
            yield f"the DOI of the publication on the preprint {shown(publication)}"


def said_elsewhere(name: Identifier, about: Sequence[Said]) -> bool:
    """Whether an aggregator's number of the publication, as DBLP's key in Semantic Scholar's answer, is no other's."""
    return name.scheme is Scheme.DBLP and any(name in said.found.identifiers for said in about)


def shown(publication: Publication) -> str:
    return " ".join(map(str, publication.identifiers)) or publication.title
