"""Publications of invented works: every volume, page, date and DOI is of one of them."""

from __future__ import annotations

from typing import Any

from stdnum import issn

from world.truth import Aggregate, Kind, Publication

__all__ = ["acl_paper", "article", "deposited", "iclr", "openalex", "paper", "preprint", "s2"]


def preprint(name: str, arxiv: str, title: str, authors: tuple[str, ...], date: str, **more: Any) -> Publication:
    """On arXiv, which DBLP has in CoRR."""
    place: dict[str, Any] = {"venue": "arXiv", "arxiv": arxiv, "dblp": f"journals/corr/abs-{arxiv.replace('.', '-')}"}
    return Publication(name=name, kind="preprint", title=title, authors=authors, date=date, **place | more)


def deposited(
    name: str, archive: str, doi: str, title: str, authors: tuple[str, ...], date: str, **more: Any
) -> Publication:
    """A preprint in an archive other than arXiv, with a DOI of Crossref."""
    return Publication(name=name, kind="preprint", title=title, authors=authors, date=date,
                       **{"venue": archive, "doi": doi, "publisher": f"{archive} Press"} | more)  # fmt: skip


def article(name: str, number: int, title: str, authors: tuple[str, ...], date: str, **more: Any) -> Publication:
    """In a journal of its own; volume, issue and pages are made of *number*."""
    word = name.partition(".")[0].capitalize()
    place = {
        "venue": f"Journal of Invented {word}", "short": f"J. Inv. {word}", "volume": str(300 + number),
        "issue": str(500 + number), "page": f"{number}01-{number}17", "publisher": f"Publisher {number}",
        "doi": f"10.5555/j{number}", "issn": _issn(number),
    }  # fmt: skip
    return Publication(name=name, kind="journal", title=title, authors=authors, date=date, **place | more)


def paper(
    name: str, number: int, title: str, authors: tuple[str, ...], date: str, *, kind: Kind = "conference", **more: Any
) -> Publication:
    """In proceedings of its own, with a DOI; pages are made of *number*."""
    word = name.partition(".")[0].capitalize()
    what = "Workshop" if kind == "workshop" else "Conference"
    place = {
        "venue": f"Proceedings of the {what} on Invented {word}", "short": f"{what[0]}I{word.upper()}",
        "page": f"{number}31-{number}49", "publisher": f"Publisher {number}", "doi": f"10.5555/c{number}",
    }  # fmt: skip
    return Publication(name=name, kind=kind, title=title, authors=authors, date=date, **place | more)


def s2(number: int, *of: str, **more: Any) -> Aggregate:
    return Aggregate(service="semantic-scholar", number=number, of=of, **more)


def openalex(number: int, *of: str, **more: Any) -> Aggregate:
    return Aggregate(service="openalex", number=2_000_000_000 + number, of=of, **more)


def _issn(number: int) -> str:
    digits = f"{2000 + number:04}{number:03}"
    return issn.format(digits + issn.calc_check_digit(digits))


def iclr(name: str, year: int, **place: Any) -> dict[str, Any]:
    ordinal = {2022: "Tenth", 2023: "Eleventh", 2024: "Twelfth", 2025: "Thirteenth"}[year]
    full = f"The {ordinal} International Conference on Learning Representations"
    series = "International Conference on Learning Representations"
    return {"venue": full, "short": "ICLR", "doi": "", "page": "", "publisher": "OpenReview.net",
            "dblp": f"conf/iclr/{name}", "also": {"container_title": (series,), "container_title_short": (series,)},
            **place}  # fmt: skip


def acl_paper(
    name: str, acl: str, title: str, authors: tuple[str, ...], date: str, *, kind: Kind = "conference", **more: Any
) -> Publication:
    """In the ACL Anthology, with its DOI."""
    place = {
        "acl": acl,
        "dblp": f"conf/acl/{name.replace('.', '')}",
        "publisher": "Association for Computational Linguistics",
    }
    return Publication(name=name, kind=kind, title=title, authors=authors, date=date, **place | more)
