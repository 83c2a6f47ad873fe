"""Write docs/reference/identifiers.md from the forms that identifiers are read in: python docs/make_identifiers.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from moebib.records.identifier import Scheme
from moebib.records.identifier_forms import FORMS, PREFIXES, Form, Prefix

PAGE = Path(__file__).parent / "reference" / "identifiers.md"

HEAD = """\
# Identifiers

<!-- Made by docs/make_identifiers.py from the forms that are read; do not edit. -->

What can be pasted after `moebib add`, `fetch` or into `identifiers` of an entry, and what each form becomes. Case,
`http:` or `https:`, `www.`, a version, a fragment, tracking parameters, and quotes or brackets around it make no
difference. A DOI is taken from a URL if it contains one, or if the site shows how the DOI follows from its own number.
Any other URL is looked up by the citation data of its page: PMLR, NeurIPS, CVF, USENIX, MDPI, ScienceDirect and most
others.

Pages that are about no single work, or that no program may read, are rejected with a hint to the form that works: lists
of arXiv, DBLP and OpenReview, results of a search, Google Scholar, ResearchGate.
"""
TEXTS = """
## Texts

A text without a prefix has one of these forms:

"""
PREFIXED = """
## Prefixes

A prefix is followed by a colon or a space, and by the identifier or its URL. Case makes no difference.

"""
URLS = """
## URLs

The example stands for all URLs of its kind. The forms of a site apply to its subdomains, too; those of any site come
last.

"""
SCHEMES = """
## Schemes

"""
_NAMES = {
    "work": "a work",
    "volume": "a whole volume or journal; it does not identify a paper",
    "database": "a record of a database; its page is shown only if there is no other",
}


def page() -> str:
    """The whole page."""
    texts = [form for form in FORMS if not form.sites]
    urls = [form for form in FORMS if form.sites]
    return "".join([HEAD, TEXTS, *_table(texts), PREFIXED, *_table(PREFIXES), URLS, *_urls(urls), SCHEMES, *_schemes()])


def _table(forms: list[Form] | tuple[Prefix, ...]) -> Iterator[str]:
    yield "| example | becomes |\n|---|---|\n"
    yield from (f"| `{form.example}` | `{form.becomes}` |\n" for form in forms)


def _urls(forms: list[Form]) -> Iterator[str]:
    yield "| site | example | becomes |\n|---|---|---|\n"
    for form in forms:
        sites = ", ".join("any" if site == "*" else f"{site}\\*" if site.endswith(".") else site for site in form.sites)
        yield f"| {sites} | `{form.example}` | `{form.becomes}` |\n"


def _schemes() -> Iterator[str]:
    yield "| scheme | names | page |\n|---|---|---|\n"
    for scheme in Scheme:
        page = f"`{scheme.row.page.format('...')}`" if scheme.row.page else "none"
        yield f"| `{scheme}` | {_NAMES[scheme.row.names]} | {page} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
