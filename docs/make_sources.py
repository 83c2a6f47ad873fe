"""Write docs/reference/sources.md from what the sources declare: python docs/make_sources.py."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from moebib import sources
from moebib.sources import LAST, Source
from moebib.web.limits import Limit

PAGE = Path(__file__).parent / "reference" / "sources.md"

HEAD = """\
# Sources

<!-- Made by docs/make_sources.py from the declarations of the sources; do not edit. -->

The services that moebib queries. A service that does not take an identifier is not queried for it. Identifiers in a
record lead to further queries: the DOI in an arXiv record leads to the publication.

Before the first query for a DOI, the registration agency of its prefix is looked up at doi.org, and kept for a year.
`crossref` and `datacite` are then queried for the DOIs of their own agency, and `doi` for those of any other one. If
the agency is unknown, or does not have the DOI, the others are queried, too.

"""
COVERAGE = """
## What the sources cover

A source that covers a work should have it; if it does not, that
[means something](../explanation/verdicts.md#what-absence-means). From an absence in any other source, nothing follows.
*After* is how many days after publication a source has nearly all works. All of these cover only works in English with
titles in Latin letters.

"""
LIMITS = """
## Rate limits

How often a host is queried at most, by all processes on a machine together: they note their requests in `limits.sqlite`
in the [cache folder](settings.md). A process that cannot write this file counts its own requests only. Any other host,
and so every site of the source `page`, is queried once a second by each process. If a host states a slower rate in its
responses, as Crossref does (`x-rate-limit-limit`), it is queried at that rate.

OpenAlex and GitHub state what is left for the day or the hour (`x-ratelimit-remaining`): a [warning](settings.md) is
printed before it ends.

The contact address is sent only to hosts with a limit for it. arXiv refuses some clients that name no contact: without
an address, it gets the URL of moebib's page.

"""
RANKS = """
## Precedence of values

Each field is taken whole from one source: of those that have a value, the one with the lowest number. The number under
*other fields* is for the venue, the date and all fields without a column. The answer of the source with the lowest
number under *identity* is taken first, and those of the others are compared with it; without a number, a source comes
last. `moebib why KEY` shows the values of all sources.

"""


def page() -> str:
    """The whole page."""
    declared = {name: sources.source(name) for name in sources.sources()}
    return "".join(
        [
            HEAD,
            *_services(declared),
            COVERAGE,
            *_coverage(declared),
            LIMITS,
            *_limits(declared),
            RANKS,
            *_ranks(declared),
        ]
    )


def _services(declared: dict[str, Source]) -> Iterator[str]:
    yield "| source | queried by | title search | service |\n|---|---|---|---|\n"
    for name, source in declared.items():
        schemes = ", ".join(f"{scheme} (last resort)" if scheme in source.last_resort else scheme
                            for scheme in sorted(source.schemes))  # fmt: skip
        module = importlib.import_module(f"moebib.sources.{name.replace('-', '_')}")
        service = (module.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip().rstrip(".")
        yield f"| `{name}` | {schemes} | {'yes' if source.search else '—'} | {service} |\n"


def _coverage(declared: dict[str, Source]) -> Iterator[str]:
    yield "| source | types | since | after | preprints in | without |\n|---|---|--:|--:|---|---|\n"
    for name, source in declared.items():
        if (covers := source.covers).types:
            types, archives, without = (", ".join(sorted(names, key=str.casefold)) or "—"
                                        for names in (covers.types, covers.archives, covers.without))  # fmt: skip
            yield f"| `{name}` | {types} | {covers.since} | {covers.days} | {archives} | {without} |\n"


def _limits(declared: dict[str, Source]) -> Iterator[str]:
    yield "| host | requests | |\n|---|---|---|\n"
    for limit in (limit for source in declared.values() for limit in source.limits):
        rates = " and ".join(_rate(number, seconds) for number, seconds in limit.rates)
        yield f"| {limit.host.removeprefix('.')}{limit.path} | {rates} | {_condition(limit)} |\n"


def _rate(number: int, seconds: float) -> str:
    units = {1: "s", 60: "min", 3600: "h"}
    return f"{number}/{units[int(seconds)]}" if seconds in units else f"{number} in {_duration(seconds)}"


def _duration(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"


def _condition(limit: Limit) -> str:
    conditions = {
        "with all subdomains": limit.host.startswith("."),
        "with a contact address": limit.with_mailto,
        "with an API key": limit.with_key,
    }
    return ", ".join(words for words, applies in conditions.items() if applies)


def _ranks(declared: dict[str, Source]) -> Iterator[str]:
    yield "| source | other fields | title | author | abstract | identity |\n|---|--:|--:|--:|--:|--:|\n"
    for name, source in sorted(declared.items(), key=lambda item: item[1].rank):
        numbers = " | ".join("" if number == LAST else str(number) for number in source.rank)
        yield f"| `{name}` | {numbers} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
